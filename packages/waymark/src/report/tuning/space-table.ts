import type { Dimension } from "../../tuning/dimension.ts";
import type { Tuning } from "../../tuning/result.ts";
import { html, type Markup } from "../page/html.ts";

/** What each parameter could be, and what was fixed for all. */
export function spaceTable({ space, fixed, model }: Tuning): Markup {
  return html`<div class="scroll" role="region" aria-labelledby="space-caption" tabindex="0">
<table class="words">
<caption id="space-caption"><div>Parameters of ${model} that were searched or set. All others stood at their defaults.</div></caption>
<thead><tr><th scope="col">Parameter</th><th scope="col">Tried</th></tr></thead>
<tbody>
${Object.entries(space).map(([name, dimension]) => html`<tr><th scope="row">${name}</th><td>${wordsFor(dimension)}</td></tr>\n`)}${Object.entries(
  fixed,
).map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${String(value)} in all trials</td></tr>\n`)}</tbody>
</table>
</div>`;
}

function wordsFor(dimension: Dimension): string {
  if (dimension.kind === "values") return dimension.values.join(", ");
  const { low, high, scale, whole } = dimension;
  return `${low} to ${high}${whole ? ", whole numbers" : ""}${scale === "log" ? ", on a logarithmic scale" : ""}`;
}
