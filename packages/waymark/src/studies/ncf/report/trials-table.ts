import { absent, formatMetric, formatSeconds } from "../../../report/page/format.ts";
import { html, type Markup } from "../../../report/page/html.ts";
import type { NcfStudy } from "../result.ts";

/** Every configuration that was tried, with its validation AUC. */
export function trialsTable({ models }: NcfStudy): Markup {
  const tried = models.filter(({ trials }) => trials.length > 0);
  if (tried.length === 0) return html`<p>Nothing was searched: every parameter was set.</p>`;
  return html`<div class="scroll" role="region" aria-labelledby="trials-caption" tabindex="0">
<table class="figures">
<caption id="trials-caption"><div>Learned from the training part, compared on the validation part. The test part was not looked at. ★ is what was judged.</div></caption>
<thead><tr><th scope="col">Model</th><th scope="col" class="words">Settings tried</th><th scope="col">Validation AUC</th><th scope="col">Training time</th></tr></thead>
<tbody>
${tried.map(({ model, trials }) => {
  const best = Math.max(...trials.map(({ value = Number.NEGATIVE_INFINITY }) => value));
  const chosen = trials.findIndex(({ value }) => value === best);
  return trials.map(
    ({ params, value, seconds, message }, n) =>
      html`<tr><th scope="row">${model}</th><td class="words">${settings(params)}${message && ` (${message})`}</td><td${n === chosen && html` class="best"`}><span class="value">${value === undefined ? absent : formatMetric("auc", value)}${
        n === chosen && html`<span class="mark" aria-hidden="true">★</span><span class="unseen"> chosen</span>`
      }</span></td><td>${formatSeconds(seconds)}</td></tr>\n`,
  );
})}</tbody>
</table>
</div>`;
}

const settings = (params: Readonly<Record<string, unknown>>): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
