import type { PerUserResults } from "./per-user-results.ts";
import { prepareRatio, type RatioMetric, valueFrom } from "./ratio-metric.ts";

/** One model's results per user, fold by fold. */
export interface PerUserMeasurement {
  /** `label` of the model in the table, or its key where it has none. */
  readonly model: string;
  readonly folds: readonly { readonly name: string; readonly table: PerUserResults }[];
  readonly metrics: readonly RatioMetric[];
}

/** One user's value of one metric on one fold. */
export interface PerUserValue {
  readonly model: string;
  readonly fold: string;
  readonly user: number;
  readonly metric: string;
  readonly value: number;
}

/**
 * Every user's value of every averaged metric; users who do not count towards a metric have none. Their mean over users is
 * the metric itself where each has one ranking; errors of predictions weigh by a user's test rows.
 */
export function* perUserValues(results: readonly PerUserMeasurement[]): Generator<PerUserValue> {
  for (const { model, folds, metrics } of results)
    for (const { name: fold, table } of folds) {
      const prepared = metrics.map((metric) => ({ metric: metric.key, ratio: prepareRatio(metric, table) }));
      for (const [row, user] of table.users.entries())
        for (const { metric, ratio } of prepared) {
          const value = valueFrom(ratio, table.values, row * table.columns.length);
          if (!Number.isNaN(value)) yield { model, fold, user, metric, value };
        }
    }
}
