import { defineMetric } from "./define-metric.ts";
import { checkedCutoff } from "./hits.ts";

/**
 * Mean number of training interactions of the items at the first `k` places of one list: what everyone takes anyway.
 *
 * @param ranked items, best first; a shorter list is averaged over what it holds
 * @param takers training interactions of each item
 * @returns 0 … the count of the most popular item, or NaN for an empty list
 * @throws {RangeError} when `k` is not a positive whole number
 * @see Yin et al. 2012, doi:10.14778/2311906.2311916; called ARP in Abdollahpouri et al. 2019, arXiv:1901.07555
 * @example popularityAt(2, Uint32Array.of(1, 0), Uint32Array.of(2, 8)) // 5
 */
export function popularityAt(k: number, ranked: Uint32Array, takers: Uint32Array): number {
  const length = Math.min(checkedCutoff(k), ranked.length);
  let sum = 0;
  for (let p = 0; p < length; p++) sum += takers[ranked[p]!]!;
  return sum / length;
}

export const meanPopularity = defineMetric({
  key: "popularity@k",
  label: "Popularity",
  better: "neither",
  group: "beyond",
  description: "Mean number of learners of the listed courses.",
  measure: { of: "list", value: ({ items, takers }, k) => popularityAt(k, items, takers) },
});
