import type { Random } from "../random.ts";

/**
 * Fills `drawn` with different entries of `pool`, every choice equally likely: the first steps of Fisher and Yates'
 * shuffle, which leaves `pool` in another order. O(drawn).
 *
 * @param pool at least as long as `drawn`
 */
export function drawDistinct(pool: Uint32Array, drawn: Uint32Array, random: Random): void {
  for (let n = 0; n < drawn.length; n++) {
    const other = n + random.below(pool.length - n);
    const entry = pool[other]!;
    pool[other] = pool[n]!;
    pool[n] = entry;
    drawn[n] = entry;
  }
}
