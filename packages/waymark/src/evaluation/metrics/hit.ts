import { defineMetric } from "./define-metric.ts";
import { countHits, type Hits } from "./hits.ts";

/**
 * 1 where the first `k` places hold at least one relevant item, else 0; its mean over users is the hit rate.
 *
 * @throws {RangeError} when `k` is not a positive whole number
 * @see Deshpande & Karypis 2004, doi:10.1145/963770.963776
 * @example hitAt(2, Uint8Array.of(0, 0, 1)) // 0
 */
export const hitAt = (k: number, hits: Hits): number => (countHits(k, hits) > 0 ? 1 : 0);

export const hitRate = defineMetric({
  key: "hit@k",
  label: "Hit rate",
  better: "higher",
  group: "lists",
  description: "Share of learners with at least one relevant course listed.",
  measure: { of: "ranking", value: ({ hits }, k) => hitAt(k, hits) },
});
