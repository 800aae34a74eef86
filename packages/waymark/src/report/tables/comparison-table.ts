import type { Evaluation } from "../../evaluation/result.ts";
import { formatMetric, formatPValue, metricName } from "../page/format.ts";
import { html, type Markup } from "../page/html.ts";

/** Every paired test that was made, with the p-value before and after the correction. */
export function comparisonTable({ comparisons, ownMetrics }: Evaluation): Markup {
  if (comparisons.length === 0) return html`<p>No differences were tested.</p>`;
  return html`<div class="scroll" role="region" aria-labelledby="tests-caption" tabindex="0">
<table class="figures sortable">
<caption id="tests-caption"><div>The best model against each of the others, paired learner by learner. The adjusted <i>p</i> allows for the number of tests made (Holm).</div></caption>
<thead><tr><th scope="col">Metric</th><th scope="col" class="words">Better</th><th scope="col" class="words">Worse</th><th scope="col" data-better="higher">Difference</th><th scope="col" data-better="lower"><i>p</i></th><th scope="col" data-better="lower">Adjusted <i>p</i></th><th scope="col" class="words">Verdict</th></tr></thead>
<tbody>
${comparisons.map(
  ({
    metric,
    better,
    worse,
    difference,
    pValue,
    adjustedPValue,
    significant,
  }) => html`<tr><td class="words">${metricName(metric, ownMetrics)}</td><td class="words"><bdi>${better}</bdi></td><td class="words"><bdi>${worse}</bdi></td><td data-value="${difference}">${formatMetric(metric, difference)}</td><td data-value="${pValue}">${formatPValue(pValue)}</td><td data-value="${adjustedPValue}">${formatPValue(adjustedPValue)}</td><td class="words">${
    significant ? html`<strong>better</strong>` : "could be chance"
  }</td></tr>
`,
)}</tbody>
</table>
</div>`;
}
