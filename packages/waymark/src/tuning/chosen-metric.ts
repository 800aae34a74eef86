import { InvalidInputError, UnknownNameError } from "../errors.ts";
import { meaningOf, metricFamilies } from "../evaluation/metric-keys.ts";

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
  const meaning = meaningOf(key);
  const [family = key, text] = key.split("@");
  const cutoff = text === undefined ? undefined : Number(text);
  const isCutoff = cutoff === undefined || (Number.isInteger(cutoff) && cutoff >= 1 && String(cutoff) === text);
  if (meaning === undefined || !isCutoff) throw new UnknownNameError("metric", key, known);
  if (meaning.better === "neither")
    throw new InvalidInputError(
      "metric",
      "one for which higher or lower values are better",
      key,
      "For example ndcg@10 or auc.",
    );
  const ofRatings = ["rmse", "mae", "mse"].includes(family);
  if (ofRatings && feedback === "implicit")
    throw new InvalidInputError(
      "metric",
      "a metric of lists, since the data has no ratings",
      key,
      "For example ndcg@10 or auc.",
    );
  return { key, better: meaning.better, ofRatings, ...(cutoff !== undefined && { cutoff }) };
}

const known = Object.entries(metricFamilies).flatMap(([family, { better }]) =>
  better === "neither" ? [] : [family.replace("@k", "@10")],
);

/** Is `a` better than `b`? Whatever is measured is better than what is not. */
export function isBetter(
  { better }: Pick<ChosenMetric, "better">,
  a: number | undefined,
  b: number | undefined,
): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  return better === "lower" ? a < b : a > b;
}
