import { describe } from "vitest";
import { Core } from "../../../src/compute/core/core.ts";
import { variants } from "../../../src/compute/core/load-kernels.ts";
import { Random } from "../../../src/compute/random.ts";

/** The same tests on all three builds of the kernels, every index looked at. */
export function describeVariants(name: string, tests: (core: Core) => void): void {
  describe.each(variants)(`${name}, %s build`, (variant) => {
    tests(new Core({ variant, checked: true, pages: 4096 }));
  });
}

/** Uniform in −1 … 1, as float32 holds it. */
export function randomFloats(length: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => random.uniform() * 2 - 1);
}

/** A B for A (rows, inner) and B (inner, columns), by three loops in float64. */
export function slowProduct(
  A: ArrayLike<number>,
  B: ArrayLike<number>,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const C = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      for (let k = 0; k < inner; k++) C[i * columns + j]! += A[i * inner + k]! * B[k * columns + j]!;
  return C;
}

export function slowTranspose(A: ArrayLike<number>, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, p) => A[(p % rows) * columns + Math.floor(p / rows)]!);
}

/** Largest absolute difference of two arrays; NaN where one holds NaN. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let most = 0;
  for (let p = 0; p < a.length; p++) most = Math.max(most, Math.abs(a[p]! - b[p]!));
  return most;
}
