import { defineMetric } from "./define-metric.ts";

/**
 * Reciprocal rank of the best placed relevant item; its mean over users is `mrr`. Not cut at any `k`: the whole ranking
 * of all candidates counts.
 *
 * @param rank from 1; Infinity where the model could not score any relevant item, so that no list would reach one
 * @returns 0 … 1
 * @throws {RangeError} when `rank` is below 1 or NaN
 * @see Voorhees 1999, *The TREC-8 Question Answering Track Report*
 * @example reciprocalRank(4) // 0.25
 */
export function reciprocalRank(rank: number): number {
  if (!(rank >= 1)) throw new RangeError(`A rank is at least 1, received ${rank}.`);
  return 1 / rank;
}

export const meanReciprocalRank = defineMetric({
  key: "mrr",
  label: "MRR",
  better: "higher",
  group: "lists",
  description: "Mean of 1 / rank of the first relevant course, whatever its rank.",
  measure: { of: "ranking", value: ({ firstRank }) => reciprocalRank(firstRank) },
});
