import type { Dimension } from "../../tuning/dimension.ts";
import type { Trial, Tuning } from "../../tuning/result.ts";
import { absent, formatMetric, formatSeconds, metricBetter, metricName } from "../page/format.ts";
import { type Content, html, type Markup } from "../page/html.ts";

/** What each parameter could be, and what was fixed for all. */
export function spaceTable({ space, fixed, model }: Tuning): Markup {
  return html`<div class="scroll" role="region" aria-labelledby="space-caption" tabindex="0">
<table class="words">
<caption id="space-caption"><div>Parameters of ${model} that were searched or set. All others stood at their defaults.</div></caption>
<thead><tr><th scope="col">Parameter</th><th scope="col">Tried</th></tr></thead>
<tbody>
${Object.entries(space).map(([name, dimension]) => html`<tr><th scope="row">${name}</th><td>${rangeInWords(dimension)}</td></tr>\n`)}${Object.entries(
  fixed,
).map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${String(value)} in all trials</td></tr>\n`)}</tbody>
</table>
</div>`;
}

function rangeInWords(dimension: Dimension): string {
  if (dimension.kind === "values") return dimension.values.join(", ");
  const { low, high, scale, whole } = dimension;
  return `${low} to ${high}${whole ? ", whole numbers" : ""}${scale === "log" ? ", on a logarithmic scale" : ""}`;
}

/** Every trial with what was tried, what it gave, and what went wrong. */
export function trialTable({ trials, space, metric, resource, best }: Tuning): Markup {
  const names = Object.keys(space);
  const noted = trials.some(({ message }) => message !== undefined);
  return html`<div class="scroll" role="region" aria-labelledby="trials-caption" tabindex="0">
<table class="figures sortable">
<caption id="trials-caption"><div>Every trial in the order they ran. The figures are of the validation part: they choose, and are better than what to expect of the best.</div></caption>
<thead><tr><th scope="col" data-better="lower" aria-sort="ascending">Trial</th>${
    resource && html`<th scope="col" data-better="higher">${resource === "epochs" ? "Epochs" : "Learners"}</th>`
  }${names.map((name) => html`<th scope="col" data-better="lower">${name}</th>`)}<th scope="col" data-better="${metricBetter(metric)}">${metricName(metric)}</th><th scope="col" data-better="lower">Training time</th>${
    noted && html`<th scope="col" class="words">What happened</th>`
  }</tr></thead>
<tbody>
${trials.map(
  (trial) => html`<tr><th scope="row" data-value="${trial.number}">${trial.number}</th>${
    resource && html`<td data-value="${trial.amount ?? ""}">${trial.amount ?? absent}</td>`
  }${names.map((name) => settingCell(trial.params[name]!))}${valueCell(trial, metric, trial.number === best.number)}<td data-value="${trial.fitSeconds}">${formatSeconds(trial.fitSeconds)}</td>${
    noted && html`<td class="words">${trial.message}</td>`
  }</tr>
`,
)}</tbody>
</table>
</div>`;
}

const settingCell = (value: string | number | boolean): Content =>
  typeof value === "number" ? html`<td data-value="${value}">${value}</td>` : html`<td>${String(value)}</td>`;

function valueCell({ value, outcome }: Trial, metric: string, isBest: boolean): Content {
  if (value === undefined) return html`<td data-value="">${outcome}</td>`;
  const star = html`<span class="mark" aria-hidden="true">★</span><span class="unseen"> the one chosen</span>`;
  return html`<td data-value="${value}"${isBest && html` class="best"`}><span class="value">${formatMetric(metric, value)}${isBest && star}</span></td>`;
}
