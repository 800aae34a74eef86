import { defineMetric } from "./define-metric.ts";
import { countHits, type Hits } from "./hits.ts";

/**
 * Share of what `k` places could hold at best: hits / min(k, |relevant|). A perfect list scores 1 for everyone.
 *
 * @param relevantCount all relevant items of the user, listed or not
 * @returns 0 … 1, or NaN when nothing is relevant
 * @throws {RangeError} when `k` is not a positive whole number
 * @see Liang et al. 2018, doi:10.1145/3178876.3186150, §4.2, where it is called Recall@R
 * @example recallCappedAt(2, Uint8Array.of(1, 1), 4) // 1
 */
export const recallCappedAt = (k: number, hits: Hits, relevantCount: number): number =>
  countHits(k, hits) / Math.min(k, relevantCount);

export const recallCapped = defineMetric({
  key: "recall-capped@k",
  label: "Recall (capped)",
  better: "higher",
  group: "lists",
  description: "Share of what a list of this length could hold at best.",
  measure: { of: "ranking", value: ({ hits, relevantCount }, k) => recallCappedAt(k, hits, relevantCount) },
});
