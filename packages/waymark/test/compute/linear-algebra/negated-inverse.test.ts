import { expect, test } from "vitest";
import { negateInverse } from "../../../src/compute/linear-algebra/negated-inverse.ts";
import { describeVariants, farthest, randomFloats, slowProduct } from "./variants.ts";

/** Symmetric with a heavy diagonal. */
function definite(n: number, seed: number): Float32Array {
  const A = randomFloats(n * n, seed);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) A[i * n + j] = A[j * n + i]!;
    A[i * n + i] = 3 * Math.sqrt(n);
  }
  return A;
}

describeVariants("the negated inverse", (core) => {
  const invert = async (A: Float32Array, n: number, threads = 1) => {
    const arena = core.arena();
    try {
      const inverse = arena.copyF32(A);
      const possible = await negateInverse(core, inverse, n, { threads });
      const full = Float64Array.from({ length: n * n }, (_, p) => {
        const [i, j] = [Math.floor(p / n), p % n];
        return inverse[Math.min(i, j) * n + Math.max(i, j)]!;
      });
      return { possible, full };
    } finally {
      arena.dispose();
    }
  };

  test.each([0, 128, 256, 384])("times the matrix is −I, n = %i", async (n) => {
    const A = definite(n, n);
    const { possible, full } = await invert(A, n);
    expect(possible).toBe(true);
    const expected = Float64Array.from({ length: n * n }, (_, p) => (p % (n + 1) === 0 ? -1 : 0));
    expect(farthest(slowProduct(A, full, n, n, n), expected)).toBeLessThan(1e-5);
  });

  test("equal bits on one, two and three threads", async () => {
    const A = definite(512, 1);
    const one = await invert(A, 512);
    expect(await invert(A, 512, 2)).toEqual(one);
    expect(await invert(A, 512, 3)).toEqual(one);
  });

  test.each([-1, 0, Number.NaN])("a matrix with %d on the diagonal is not positive definite", async (entry) => {
    const A = definite(256, 2);
    A[200 * 257] = entry;
    expect((await invert(A, 256)).possible).toBe(false);
  });

  test("sizes between blocks are refused", async () => {
    await expect(invert(definite(100, 3), 100)).rejects.toThrow(RangeError);
  });
});
