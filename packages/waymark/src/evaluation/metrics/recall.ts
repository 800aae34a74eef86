import { defineMetric } from "./define-metric.ts";
import { countHits, type Hits } from "./hits.ts";

/**
 * Share of the relevant items that the first `k` places hold: hits / |relevant|.
 *
 * Whoever has more than `k` relevant items cannot reach 1. Libraries disagree about the denominator; the other one is
 * `recallCappedAt`, and figures of the two must not be compared.
 *
 * @param relevantCount all relevant items of the user, listed or not
 * @returns 0 … 1, or NaN when nothing is relevant: report how many, do not average them in
 * @throws {RangeError} when `k` is not a positive whole number
 * @example recallAt(2, Uint8Array.of(1, 1), 4) // 0.5
 */
export const recallAt = (k: number, hits: Hits, relevantCount: number): number => countHits(k, hits) / relevantCount;

export const recall = defineMetric({
  key: "recall@k",
  label: "Recall",
  better: "higher",
  group: "lists",
  description: "Share of all relevant courses that the list holds.",
  measure: { of: "ranking", value: ({ hits, relevantCount }, k) => recallAt(k, hits, relevantCount) },
});
