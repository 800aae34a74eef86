import { defineMetric } from "./define-metric.ts";
import { countHits, type Hits } from "./hits.ts";

/**
 * Average precision at `k` of one ranked list; its mean over users is `map@k`.
 *
 *     AP = Σ rel(p) · precision(p) / min(k, |relevant|),  p = 1 … k
 *
 * The denominator is min(k, |relevant|), as in implicit and RecBole, so a perfect list scores 1. Others divide by
 * |relevant| (TREC's map_cut, RecTools) or by k; where |relevant| ≤ k the first two agree.
 *
 * @param relevantCount all relevant items of the user, listed or not
 * @returns 0 … 1, or NaN when nothing is relevant
 * @throws {RangeError} when `k` is not a positive whole number
 * @see Manning, Raghavan & Schütze 2008, *Introduction to Information Retrieval*, §8.4
 * @example averagePrecisionAt(3, Uint8Array.of(1, 0, 1), 2) // (1/1 + 2/3) / 2 = 0.8333…
 */
export function averagePrecisionAt(k: number, hits: Hits, relevantCount: number): number {
  if (countHits(k, hits) === 0) return relevantCount === 0 ? Number.NaN : 0;
  let found = 0;
  let sum = 0;
  for (let p = 0; p < Math.min(k, hits.length); p++) if (hits[p] === 1) sum += ++found / (p + 1);
  return sum / Math.min(k, relevantCount);
}

export const averagePrecision = defineMetric({
  key: "map@k",
  label: "MAP",
  better: "higher",
  group: "lists",
  description: "Mean of the precision at each relevant course found.",
  measure: { of: "ranking", value: ({ hits, relevantCount }, k) => averagePrecisionAt(k, hits, relevantCount) },
});
