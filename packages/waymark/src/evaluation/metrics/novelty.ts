import { defineMetric } from "./define-metric.ts";
import { checkedCutoff } from "./hits.ts";

/**
 * Mean self-information of the items at the first `k` places of one list, in bits: how surprising it is that a user
 * drawn at random has taken them.
 *
 *     novelty = mean of −log₂(takers / users),  both counted in the training part
 *
 * An item nobody took counts as taken by one, so that its novelty stays finite (RecTools' MeanInvUserFreq does the same).
 *
 * @param ranked items, best first; a shorter list is averaged over what it holds
 * @param takers training interactions of each item
 * @param users users with at least one training interaction
 * @returns 0 … log₂ users, or NaN for an empty list
 * @throws {RangeError} when `k` is not a positive whole number
 * @see Zhou et al. 2010, doi:10.1073/pnas.1000488107 ("surprisal"); Castells, Hurley & Vargas 2015, §26.3.3
 * @example noveltyAt(2, Uint32Array.of(1, 0), Uint32Array.of(2, 8), 8) // (0 + 2) / 2 = 1
 */
export function noveltyAt(k: number, ranked: Uint32Array, takers: Uint32Array, users: number): number {
  const length = Math.min(checkedCutoff(k), ranked.length);
  let bits = 0;
  for (let p = 0; p < length; p++) bits += Math.log2(users / Math.max(1, takers[ranked[p]!]!));
  return bits / length;
}

export const novelty = defineMetric({
  key: "novelty@k",
  label: "Novelty",
  better: "neither",
  group: "beyond",
  description: "How surprising the listed courses are, in bits.",
  measure: { of: "list", value: ({ items, takers, trainUsers }, k) => noveltyAt(k, items, takers, trainUsers) },
});
