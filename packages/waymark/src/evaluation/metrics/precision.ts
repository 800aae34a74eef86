import { defineMetric } from "./define-metric.ts";
import { countHits, type Hits } from "./hits.ts";

/**
 * Share of the `k` places that hold a relevant item: hits / k. A list shorter than `k` is not excused.
 *
 * @returns 0 … 1; at most |relevant| / k
 * @throws {RangeError} when `k` is not a positive whole number
 * @example precisionAt(4, Uint8Array.of(1, 0, 1, 0)) // 0.5
 */
export const precisionAt = (k: number, hits: Hits): number => countHits(k, hits) / k;

export const precision = defineMetric({
  key: "precision@k",
  label: "Precision",
  better: "higher",
  group: "lists",
  description: "Share of the places that hold a relevant course.",
  measure: { of: "ranking", value: ({ hits }, k) => precisionAt(k, hits) },
});
