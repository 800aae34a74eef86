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

/**
 * Rank of the best placed relevant item when all items are ordered by score, equal scores by item index: the order of
 * `topK`. O(items).
 *
 * @param scores one per item; NaN and −∞ are not ranked (items the user has, items the model cannot score)
 * @returns from 1, or Infinity when no relevant item is ranked
 */
export function firstRelevantRank(scores: Float64Array, relevant: Uint32Array): number {
  let best = -1;
  for (const item of relevant)
    if (scores[item]! > Number.NEGATIVE_INFINITY)
      if (best < 0 || scores[item]! > scores[best]! || (scores[item] === scores[best] && item < best)) best = item;
  if (best < 0) return Number.POSITIVE_INFINITY;
  const bar = scores[best]!;
  let ahead = 0;
  for (let item = 0; item < best; item++) if (scores[item]! >= bar) ahead++;
  for (let item = best + 1; item < scores.length; item++) if (scores[item]! > bar) ahead++;
  return 1 + ahead;
}

export const meanReciprocalRank = defineMetric({
  key: "mrr",
  label: "MRR",
  better: "higher",
  group: "lists",
  description: "Mean of 1 / rank of the first relevant course, whatever its rank.",
  measure: { of: "ranking", value: ({ firstRank }) => reciprocalRank(firstRank) },
});
