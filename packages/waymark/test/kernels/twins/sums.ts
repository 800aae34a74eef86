import { expect } from "vitest";

/** Sums in float64 beside the sums of their terms' sizes, by which a float32 result may be checked. */
export class Sums {
  readonly values: Float64Array;
  readonly sizes: Float64Array;

  constructor(start: ArrayLike<number>) {
    this.values = Float64Array.from(start);
    this.sizes = this.values.map(Math.abs);
  }

  add(at: number, term: number): void {
    this.values[at]! += term;
    this.sizes[at]! += Math.abs(term);
  }
}

/** NaN where the sum is NaN, infinite where it is infinite, else within a float32 sum's rounding of up to a hundred terms. */
export function expectSums(actual: Float32Array, { values, sizes }: Sums): void {
  expect(actual.length).toBe(values.length);
  const wrong = values.findIndex((value, p) => {
    const found = actual[p]!;
    if (!Number.isFinite(value)) return !Object.is(found, value);
    return !(Math.abs(found - value) <= 6e-6 * sizes[p]! + 1e-43);
  });
  if (wrong >= 0) expect([wrong, actual[wrong]]).toEqual([wrong, values[wrong]]);
}
