import type { Random } from "../../compute/random.ts";

/** Position of the first entry above `value`. Binary search. */
export function upperBound(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Knuth's product of uniforms; means are small here. */
export function poisson(random: Random, mean: number): number {
  const floor = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > floor; product *= random.uniform()) count++;
  return count;
}

/** 0 … 1, ½ at 0. */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
