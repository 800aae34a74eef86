import type { Comparison, Evaluation } from "../../evaluation/result.ts";
import { formatInterval, formatMetric, formatPValue, metricName } from "../page/format.ts";
import { type Content, html, joined, type Markup } from "../page/html.ts";
import { bestFigure, figure, intervalOf, type ModelRow, sortByMetric } from "../page/model-rows.ts";
import type { LeadingMetrics } from "../tables/leading-metrics.ts";

/** The answer in plain words, one paragraph a leading metric. */
export function headline(evaluation: Evaluation, rows: readonly ModelRow[], leading: LeadingMetrics): Markup {
  if (rows.length === 0) return html`<p>No model could be evaluated; the reasons stand below.</p>`;
  if (leading.all.length === 0) return html`<p>No metric could be measured; the notes below say why.</p>`;
  return html`${[
    leading.lists && html`<p>${answer(evaluation, rows, leading.lists, "ranks", "popularity")}</p>\n`,
    leading.ratings && html`<p>${answer(evaluation, rows, leading.ratings, "predicts ratings", "mean")}</p>\n`,
  ]}`;
}

function answer(
  evaluation: Evaluation,
  allRows: readonly ModelRow[],
  key: string,
  does: string,
  bar: "popularity" | "mean",
): Content {
  const rows = sortByMetric(allRows, key, evaluation.ownMetrics).filter((row) => figure(row, key) !== undefined);
  const [best] = rows;
  if (!best) return "";
  const reached = html`${metricName(key, evaluation.ownMetrics)}&nbsp;<strong>${formatMetric(key, figure(best, key))}</strong>${bracket(best, key)}`;
  if (rows.length === 1)
    return html`<strong>${best.label}</strong> reaches ${reached}. It is the only model with this metric, so nothing can be said about better or worse.`;
  if (bestFigure(rows, key, evaluation.ownMetrics) === undefined)
    return html`<strong>${best.label}</strong>: ${reached}.`;
  const tests = evaluation.comparisons.filter(({ metric, better }) => metric === key && better === best.name);
  const baseline = rows.find((row) => row.result.model === bar);
  return html`<strong>${best.label}</strong> ${does} best: ${reached}${verdict(tests, rows.length - 1)}. ${barSentence(rows, best, baseline, key, bar)}`;
}

function bracket(row: ModelRow, key: string): Content {
  const interval = intervalOf(row, key);
  return interval && html` <span class="interval">${formatInterval(key, interval)}</span>`;
}

/** What the paired tests allow to be said, after a comma. */
function verdict(tests: readonly Comparison[], others: number): Content {
  if (tests.length === 0) return "; the differences were not tested";
  const clear = tests.filter(({ significant }) => significant);
  const unclear = tests.filter(({ significant }) => !significant).sort((a, b) => b.adjustedPValue - a.adjustedPValue);
  const named = (some: readonly Comparison[]) => {
    const names: Content[] = some.slice(0, 3).map(({ worse }) => html`<strong>${worse}</strong>`);
    return joined(some.length > 3 ? [...names, `${some.length - 3} more`] : names, ", ", " and ");
  };
  if (clear.length === 0) return html`, but not clearly better than ${named(unclear)} on this data`;
  const p = Math.max(...clear.map(({ adjustedPValue }) => adjustedPValue));
  const chance = html`(Holm-adjusted <i>p</i>&nbsp;${atMost(p)})`;
  if (unclear.length > 0)
    return html`, significantly better than ${clear.length} of ${tests.length} other models ${chance} but not clearly better than ${named(unclear)}`;
  if (clear.length < others || clear.length < 4) return html`, significantly better than ${named(clear)} ${chance}`;
  return html`, significantly better than all ${clear.length} other models ${chance}`;
}

/** How the best stands against the model that knows nothing about the learner. */
function barSentence(
  rows: readonly ModelRow[],
  best: ModelRow,
  baseline: ModelRow | undefined,
  key: string,
  bar: "popularity" | "mean",
): Content {
  if (best.isBaseline && rows.some((row) => !row.isBaseline))
    return html`It is a baseline: <strong>no personalized model did better on this data</strong>.`;
  if (!baseline || baseline === best) return "";
  const what =
    bar === "popularity" ? "Offering everybody the most popular courses" : "Predicting every rating by the mean";
  return html`${what} gives ${formatMetric(key, figure(baseline, key))}.`;
}

/** `"≤ 0.003"`, with a space that does not break. */
const atMost = (p: number): string => `${p < 0.001 ? "" : "≤ "}${formatPValue(p)}`.replaceAll(" ", "\u00a0");
