import type { PerUserResults } from "./per-user-results.ts";

/**
 * A metric that is an average over users or rows: on each fold Σ numerator / Σ denominator, with a square root where
 * `root` says so; then the mean over folds. So the RMSE of several folds is the mean of their RMSEs, as Surprise and
 * others report it.
 */
export interface RatioMetric {
  /** As in `ModelResult.metrics`. */
  readonly key: string;
  /** Columns of `PerUserResults`. */
  readonly numerator: string;
  readonly denominator: string;
  readonly root?: boolean;
}

/** The columns the metrics are computed from, each once. */
export const columnsOf = (metrics: readonly RatioMetric[]): readonly string[] => [
  ...new Set(metrics.flatMap(({ numerator, denominator }) => [numerator, denominator])),
];

/** A metric with its columns looked up, ready for many evaluations. */
export interface PreparedRatio {
  readonly numerator: number;
  readonly denominator: number;
  readonly root: boolean;
}

export const prepareRatio = (metric: RatioMetric, table: PerUserResults): PreparedRatio => ({
  numerator: table.position(metric.numerator),
  denominator: table.position(metric.denominator),
  root: metric.root ?? false,
});

/** One fold's value from its column sums, which begin at `start`; NaN where nothing counted. */
export function valueFrom({ numerator, denominator, root }: PreparedRatio, sums: Float64Array, start = 0): number {
  const mean = sums[start + numerator]! / sums[start + denominator]!;
  return root ? Math.sqrt(mean) : mean;
}

/** The value over all folds: every user counts once. NaN where some fold has nothing to average. */
export function ratioValue(metric: RatioMetric, tables: readonly PerUserResults[]): number {
  let total = 0;
  for (const table of tables) {
    const prepared = prepareRatio(metric, table);
    const sums = new Float64Array(table.columns.length);
    const width = table.columns.length;
    for (let at = 0; at < table.values.length; at += width)
      for (const c of [prepared.numerator, prepared.denominator]) sums[c]! += table.values[at + c]!;
    total += valueFrom(prepared, sums);
  }
  return total / tables.length;
}
