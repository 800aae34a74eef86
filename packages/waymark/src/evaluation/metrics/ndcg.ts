import { defineMetric } from "./define-metric.ts";
import { countHits, type Hits } from "./hits.ts";

/**
 * Normalized discounted cumulative gain at `k` of one ranked list, relevance 0 or 1.
 *
 *     DCG = Σ rel(p) / log₂(p + 1),  p = 1 … k;     nDCG = DCG / DCG of the best possible list
 *
 * The best possible list has min(k, |relevant|) hits, so a perfect short list still scores 1.
 *
 * @param relevantCount all relevant items of the user, listed or not
 * @returns 0 … 1, or NaN when nothing is relevant
 * @throws {RangeError} when `k` is not a positive whole number
 * @see Järvelin & Kekäläinen 2002, doi:10.1145/582415.582418. They leave the first ranks undiscounted, log₂ p from p = b
 *   on; we discount by log₂(p + 1) throughout, as the field has done since Burges et al. 2005.
 * @example ndcgAt(2, Uint8Array.of(0, 1), 1) // 1 / log₂ 3 = 0.6309…
 */
export function ndcgAt(k: number, hits: Hits, relevantCount: number): number {
  if (countHits(k, hits) === 0) return relevantCount === 0 ? Number.NaN : 0;
  let gain = 0;
  for (let p = 0; p < Math.min(k, hits.length); p++) if (hits[p] === 1) gain += discount(p);
  let ideal = 0;
  for (let p = 0; p < Math.min(k, relevantCount); p++) ideal += discount(p);
  return gain / ideal;
}

const discount = (zeroBasedRank: number): number => 1 / Math.log2(zeroBasedRank + 2);

export const ndcg = defineMetric({
  key: "ndcg@k",
  label: "nDCG",
  better: "higher",
  group: "lists",
  description: "Relevant courses found, those near the top counting more.",
  measure: { of: "ranking", value: ({ hits, relevantCount }, k) => ndcgAt(k, hits, relevantCount) },
});
