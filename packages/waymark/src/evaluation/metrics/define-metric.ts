import { InvalidInputError } from "../../errors.ts";
import type { Hits } from "./hits.ts";

/** One ranked list of one user, seen from what is relevant. */
export interface Ranking {
  readonly hits: Hits;
  /** All relevant items of the user, listed or not; at least 1. */
  readonly relevantCount: number;
  /** Rank of the best placed relevant item among all candidates, from 1; Infinity where it has no score. */
  readonly firstRank: number;
  /** NaN where there is no other item to rank. */
  readonly auc: number;
}

/** One list drawn from the whole catalogue, seen from what stands in it. */
export interface RecommendedList {
  /** Items, best first; at least one. */
  readonly items: Uint32Array;
  /** Training rows of each item. */
  readonly takers: Uint32Array; // (items of the catalogue)
  /** Users with at least one training row. */
  readonly trainUsers: number;
  /** Intra-list diversity of the first `k` items. */
  readonly diversity: { at(k: number, items: Uint32Array): number };
}

/**
 * What a metric is computed from. `k` is the cutoff, Infinity for a metric without one.
 *
 * - `ranking`: the mean over all rankings, under every protocol
 * - `list`: the mean over lists drawn from the whole catalogue
 * - `exposure`: one number for all lists of a fold together; it has no interval
 * - `ratings`: Σ of errors over all users / number of ratings, with a square root where `root` says so
 *
 * A `value` that may be NaN ("does not apply to this user") must say so: such users are then left out of the mean.
 */
export type Measure =
  | {
      readonly of: "ranking";
      readonly value: (ranking: Ranking, k: number) => number;
      readonly mayBeNaN?: boolean;
    }
  | {
      readonly of: "list";
      readonly value: (list: RecommendedList, k: number) => number;
      readonly mayBeNaN?: boolean;
    }
  /** @param exposure in how many lists each item stands, one entry per item of the catalogue */
  | { readonly of: "exposure"; readonly value: (exposure: Uint32Array) => number }
  | {
      readonly of: "ratings";
      readonly sum: (predicted: Float64Array, actual: Float64Array) => number;
      /** Name of the sum, for metrics that share one. @defaultValue the key */
      readonly column?: string;
      readonly root?: boolean;
    };

/** What a metric is about, in the order reports show the groups. */
export const metricGroups = ["lists", "ratings", "beyond"] as const;
export type MetricGroup = (typeof metricGroups)[number];

/** Which way a metric improves; `neither` for a property that is only described. */
export type Better = "higher" | "lower" | "neither";

/** How a metric is written and read. Results carry it for metrics that are not in the registry. */
export interface MetricFacts {
  /** As in results; `"ndcg@k"` stands for `"ndcg@10"` and every other cutoff. */
  readonly key: string;
  /** As people write it, without the cutoff: `"nDCG"`. */
  readonly label: string;
  readonly better: Better;
  readonly group: MetricGroup;
  /** One sentence. */
  readonly description: string;
}

/** All there is to know about a metric: the console, reports, the tuner and the results read it here. */
export interface MetricDefinition extends MetricFacts {
  readonly measure: Measure;
  /** Why there may be no value, as a clause. @defaultValue by the kind of measure */
  readonly absentWhere?: string;
}

/**
 * Declares a metric. Listed in `metrics/index.ts` it is part of every evaluation; `evaluate(…, { metrics: [mine] })`
 * measures it in one.
 *
 * @throws {InvalidInputError} for a key that is not lower case words with hyphens, with `@k` where a cutoff is needed
 * @example
 * defineMetric({
 *   key: "top", label: "Top", better: "higher", group: "lists",
 *   description: "Share of learners whose first course is relevant.",
 *   measure: { of: "ranking", value: ({ hits }) => hits[0] ?? 0 },
 * })
 */
export function defineMetric(definition: MetricDefinition): MetricDefinition {
  const { key, measure } = definition;
  const hasCutoff = key.endsWith("@k");
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*(@k)?$/.test(key))
    throw new InvalidInputError("key", 'lower case words with hyphens, such as "ndcg@k" or "rmse"', key);
  if (hasCutoff ? measure.of === "ratings" : measure.of === "exposure")
    throw new InvalidInputError("key", `one ${hasCutoff ? "without" : "with"} @k for a measure of ${measure.of}`, key);
  return definition;
}
