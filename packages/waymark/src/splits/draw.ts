import type { Random } from "../compute/random.ts";

/**
 * Marks exactly `count` of the rows `order[start … end)` with 1, every choice equally likely, in one pass.
 *
 * @see Knuth, *The Art of Computer Programming*, vol. 2, §3.4.2, algorithm S (selection sampling)
 */
export function drawRows(
  random: Random,
  marks: Uint8Array,
  count: number,
  order: Uint32Array | undefined, // absent: the rows themselves
  start: number,
  end: number,
): void {
  let needed = count;
  for (let p = start; p < end && needed > 0; p++) {
    if (random.below(end - p) >= needed) continue;
    marks[order === undefined ? p : order[p]!] = 1;
    needed--;
  }
}

/** `share` of `n` rows, rounded down; 1e-9 makes 0.29 × 100 be 29, which binary fractions fall just short of. */
export const shareOf = (share: number, n: number): number => Math.floor(share * n + 1e-9);
