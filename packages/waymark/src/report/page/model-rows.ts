import { labelsOf } from "../../evaluation/labels.ts";
import type { MetricFacts } from "../../evaluation/metrics/define-metric.ts";
import type { Evaluation, ModelResult } from "../../evaluation/result.ts";
import { metricBetter } from "./format.ts";
import { plainText } from "./html.ts";

/** Models that know nothing about the learner who asks: what the others are compared with. */
const baselines = new Set(["random", "popularity", "mean", "baseline"]);

/** One line of the tables and plots. */
export interface ModelRow {
  /** The model's key, with the parameters that tell it from a namesake; as comparisons name it. */
  readonly name: string;
  /** The name as it is shown. */
  readonly label: string;
  readonly isBaseline: boolean;
  readonly result: ModelResult;
}

/** Every model, best first by `leading`; those without that metric at the end. */
export function modelRows(evaluation: Evaluation, leading: string | undefined): readonly ModelRow[] {
  const labels = labelsOf(evaluation.results);
  const rows = evaluation.results.map((result, n) => ({
    label: plainText(labels[n]!),
    name: labels[n]!,
    isBaseline: baselines.has(result.model),
    result,
  }));
  return leading === undefined ? rows : sortByMetric(rows, leading, evaluation.ownMetrics);
}

/** Best first. @param own `ownMetrics` of the result, here and below */
export function sortByMetric(
  rows: readonly ModelRow[],
  key: string,
  own?: readonly MetricFacts[],
): readonly ModelRow[] {
  const sign = metricBetter(key, own) === "lower" ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [first, second] = [figure(a, key), figure(b, key)];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    return sign * (first - second);
  });
}

/** The metric of a row, or nothing where it is absent or not a number. */
export function figure(row: ModelRow, key: string): number | undefined {
  const value = row.result.metrics[key];
  return value === undefined || !Number.isFinite(value) ? undefined : value;
}

/** The confidence interval of a figure, where there is one. */
export function intervalOf(row: ModelRow, key: string): readonly [low: number, high: number] | undefined {
  const interval = row.result.intervals[key];
  return figure(row, key) !== undefined && interval?.every(Number.isFinite) ? interval : undefined;
}

/** The best value of a column; nothing where no direction is better or fewer than two models have it. */
export function bestFigure(rows: readonly ModelRow[], key: string, own?: readonly MetricFacts[]): number | undefined {
  const values = rows.map((row) => figure(row, key)).filter((value) => value !== undefined);
  if (values.length < 2 || metricBetter(key, own) === "neither") return undefined;
  return metricBetter(key, own) === "lower" ? Math.min(...values) : Math.max(...values);
}

export type Standing = "best" | "undecided" | "other";

/** Best in the column; or tested against the best and not significantly worse; or neither. */
export function standing(evaluation: Evaluation, rows: readonly ModelRow[], row: ModelRow, key: string): Standing {
  const value = figure(row, key);
  if (value === undefined) return "other";
  if (value === bestFigure(rows, key, evaluation.ownMetrics)) return "best";
  const undecided = evaluation.comparisons.some(
    ({ metric, worse, significant }) => metric === key && worse === row.name && !significant,
  );
  return undecided ? "undecided" : "other";
}
