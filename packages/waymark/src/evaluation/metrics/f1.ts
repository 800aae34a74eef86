import { defineMetric } from "./define-metric.ts";
import { countHits, type Hits } from "./hits.ts";

/**
 * Harmonic mean of `precisionAt` and `recallAt` (the one over all relevant items), per user:
 *
 *     F₁ = 2 P R / (P + R) = 2 hits / (k + |relevant|)
 *
 * The mean over users of F₁ is not the F₁ of the mean precision and the mean recall.
 *
 * @param relevantCount all relevant items of the user, listed or not
 * @returns 0 … 1, or NaN when nothing is relevant
 * @throws {RangeError} when `k` is not a positive whole number
 * @see van Rijsbergen 1979, *Information Retrieval*, 2nd ed., ch. 7 (E = 1 − F)
 * @example f1At(3, Uint8Array.of(1, 0, 0), 1) // 2 · 1 / (3 + 1) = 0.5
 */
export function f1At(k: number, hits: Hits, relevantCount: number): number {
  const found = countHits(k, hits);
  return relevantCount === 0 ? Number.NaN : (2 * found) / (k + relevantCount);
}

export const f1 = defineMetric({
  key: "f1@k",
  label: "F1",
  better: "higher",
  group: "lists",
  description: "Harmonic mean of precision and recall.",
  measure: { of: "ranking", value: ({ hits, relevantCount }, k) => f1At(k, hits, relevantCount) },
});
