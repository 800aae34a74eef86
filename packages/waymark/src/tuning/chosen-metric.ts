import { InvalidInputError, UnknownNameError } from "../errors.ts";
import { metrics } from "../evaluation/metrics/index.ts";
import { findMetric } from "../evaluation/metrics/registry.ts";

/** What configurations are compared by. */
export interface ChosenMetric {
  /** As in results, e.g. `"ndcg@10"`. */
  readonly key: string;
  readonly better: "higher" | "lower";
  /** Of predicted ratings rather than of lists. */
  readonly ofRatings: boolean;
  /** The k of `"ndcg@10"`. */
  readonly cutoff?: number;
}

/**
 * @throws {UnknownNameError} for a name that is no metric
 * @throws {InvalidInputError} for a metric that praises nothing, and for one of ratings where there are none
 */
export function chooseMetric(key: string, feedback: "explicit" | "implicit"): ChosenMetric {
  const found = findMetric(key);
  if (found === undefined) throw new UnknownNameError("metric", key, searchableMetrics());
  const { definition, cutoff } = found;
  const { better, measure } = definition;
  if (better === "neither")
    throw new InvalidInputError(
      "metric",
      "one for which higher or lower values are better",
      key,
      "For example ndcg@10 or auc.",
    );
  const ofRatings = measure.of === "ratings";
  if (ofRatings && feedback === "implicit")
    throw new InvalidInputError(
      "metric",
      "a metric of lists, since the data has no ratings",
      key,
      "For example ndcg@10 or auc.",
    );
  return { key, better, ofRatings, ...(cutoff !== undefined && { cutoff }) };
}

/** Every metric a search can be made by, at a cutoff of 10. */
export const searchableMetrics = (): readonly string[] =>
  metrics.flatMap(({ key, better }) => (better === "neither" ? [] : [key.replace("@k", "@10")]));

/** Is `a` better than `b`? Whatever is measured is better than what is not. */
export function isBetter(
  { better }: Pick<ChosenMetric, "better">,
  a: number | undefined,
  b: number | undefined,
): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  return better === "lower" ? a < b : a > b;
}
