import { formatCount } from "../../../report/page/format.ts";
import { html, type Markup } from "../../../report/page/html.ts";
import type { NcfStudy } from "../result.ts";

/** Every step from the file to the parts, with what there was before and after. */
export function stepsTable({ steps }: NcfStudy): Markup {
  return html`<div class="scroll" role="region" aria-labelledby="steps-caption" tabindex="0">
<table class="figures">
<caption id="steps-caption"><div>From the log as it is to what is learned from, in order. What a step does not change stands on both sides.</div></caption>
<thead><tr><th scope="col">Step</th><th scope="col">Before</th><th scope="col">After</th><th scope="col" class="words">What was done</th></tr></thead>
<tbody>
${steps.map(
  ({ title, before, after, unit, text }) =>
    html`<tr><th scope="row">${title}</th><td>${formatCount(before)}</td><td>${formatCount(after)}<span class="interval">${unit}</span></td><td class="words long">${text}</td></tr>\n`,
)}</tbody>
</table>
</div>`;
}
