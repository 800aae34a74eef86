import type { PerUserResults } from "./per-user-results.ts";

/**
 * A metric that is an average over users or rows: on each fold Σ numerator / Σ denominator, with a square root where
 * `root` says so; then the mean over folds.
 */
export interface Figure {
  /** As in `ModelResult.metrics`. */
  readonly key: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly root?: boolean;
}

/** Errors of predicted ratings. The RMSE of several folds is the mean of their RMSEs, as Surprise and others report it. */
export const ratingFigures: readonly Figure[] = [
  { key: "rmse", numerator: "squared-error", denominator: "ratings", root: true },
  { key: "mse", numerator: "squared-error", denominator: "ratings" },
  { key: "mae", numerator: "absolute-error", denominator: "ratings" },
];
export const ratingColumns: readonly string[] = ["squared-error", "absolute-error", "ratings"];

/** Metrics of what stands in a list and where; every ranked user counts. */
const accuracyNames = ["precision", "recall", "recall-capped", "f1", "ndcg", "map", "hit"] as const;

/** @param beyondAccuracy whether lists are drawn from the whole catalogue, so that novelty and the like mean something */
export function listFigures(cutoffs: readonly number[], beyondAccuracy: boolean): readonly Figure[] {
  return [
    ...cutoffs.flatMap((k) =>
      accuracyNames.map((name) => ({ key: `${name}@${k}`, numerator: `${name}@${k}`, denominator: "rankings" })),
    ),
    { key: "mrr", numerator: "mrr", denominator: "rankings" },
    { key: "auc", numerator: "auc", denominator: "aucs" },
    ...(beyondAccuracy ? cutoffs : []).flatMap((k) => [
      { key: `novelty@${k}`, numerator: `novelty@${k}`, denominator: "lists" },
      { key: `popularity@${k}`, numerator: `popularity@${k}`, denominator: "lists" },
      { key: `diversity@${k}`, numerator: `diversity@${k}`, denominator: `diversities@${k}` },
    ]),
  ];
}

/** The columns the figures are put together from, each once. */
export const columnsOf = (figures: readonly Figure[]): readonly string[] => [
  ...new Set(figures.flatMap(({ numerator, denominator }) => [numerator, denominator])),
];

/** A figure with its columns looked up, ready for many evaluations. */
export interface PreparedFigure {
  readonly numerator: number;
  readonly denominator: number;
  readonly root: boolean;
}

export const prepare = (figure: Figure, table: PerUserResults): PreparedFigure => ({
  numerator: table.position(figure.numerator),
  denominator: table.position(figure.denominator),
  root: figure.root ?? false,
});

/** One fold's value from its column sums, which begin at `start`; NaN where nothing counted. */
export function valueFrom({ numerator, denominator, root }: PreparedFigure, sums: Float64Array, start = 0): number {
  const mean = sums[start + numerator]! / sums[start + denominator]!;
  return root ? Math.sqrt(mean) : mean;
}

/** The figure itself: every user counts once. NaN where some fold has nothing to average. */
export function figureValue(figure: Figure, tables: readonly PerUserResults[]): number {
  let total = 0;
  for (const table of tables) {
    const prepared = prepare(figure, table);
    const sums = new Float64Array(table.columns.length);
    const width = table.columns.length;
    for (let at = 0; at < table.values.length; at += width)
      for (const c of [prepared.numerator, prepared.denominator]) sums[c]! += table.values[at + c]!;
    total += valueFrom(prepared, sums);
  }
  return total / tables.length;
}
