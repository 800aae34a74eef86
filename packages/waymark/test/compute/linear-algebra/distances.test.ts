import { expect, test } from "vitest";
import { distances } from "../../../src/compute/linear-algebra/distances.ts";
import { describeVariants, farthest, randomFloats } from "./variants.ts";

function slow(A: Float32Array, B: Float32Array, width: number, kind: "squared" | "cosine"): Float64Array {
  const [M, N] = [A, B].map((rows) => (width === 0 ? 0 : rows.length / width)) as [number, number];
  return Float64Array.from({ length: M * N }, (_, p) => {
    const a = A.subarray(Math.floor(p / N) * width, (Math.floor(p / N) + 1) * width);
    const b = B.subarray((p % N) * width, ((p % N) + 1) * width);
    const sum = (term: (x: number, y: number) => number) => a.reduce((total, x, f) => total + term(x, b[f]!), 0);
    if (kind === "squared") return sum((x, y) => (x - y) ** 2);
    const product = sum((x, y) => x * y);
    return product === 0 ? 0 : product / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
  });
}

describeVariants("distances", (core) => {
  const all = async (A: Float32Array, B: Float32Array, width: number, kind: "squared" | "cosine", threads = 1) => {
    const arena = core.arena();
    try {
      const rows = (values: Float32Array) => ({ values, count: values.length / width });
      return new Float32Array(await distances(core, arena, rows(A), rows(B), width, kind, { threads }));
    } finally {
      arena.dispose();
    }
  };

  test.each([
    [0, 3, 4],
    [3, 0, 4],
    [1, 1, 1],
    [5, 7, 3],
    [64, 16, 16],
    [67, 35, 19],
    [130, 33, 300],
  ])("squared distances and cosines of %i and %i rows of %i", async (M, N, width) => {
    const A = randomFloats(M * width, 1);
    const B = randomFloats(N * width, 2);
    for (const kind of ["squared", "cosine"] as const) {
      const found = await all(A, B, width, kind);
      expect(farthest(found, slow(A, B, width, kind))).toBeLessThan(kind === "cosine" ? 1e-6 : 2e-6 * width + 1e-6);
    }
  });

  test("by hand", async () => {
    const A = Float32Array.of(0, 0, 3, 4);
    expect(Array.from(await all(A, A, 2, "squared"))).toEqual([0, 25, 25, 0]);
    expect(Array.from(await all(A, Float32Array.of(4, 3, -3, -4), 2, "cosine"))).toEqual([
      0,
      0,
      Math.fround(24 / 25),
      -1,
    ]);
  });

  test("a distance is never below 0, even to itself", async () => {
    const A = randomFloats(50 * 7, 3).map((value) => value + 1000);
    for (const distance of await all(A, A, 7, "squared")) expect(distance).toBeGreaterThanOrEqual(0);
  });

  test("NaN stays in its own row and column", async () => {
    const A = randomFloats(6, 4);
    A[3] = Number.NaN;
    const found = await all(A, randomFloats(6, 5), 2, "cosine");
    expect(Array.from(found, Number.isNaN)).toEqual(Array.from({ length: 9 }, () => false));
    expect(Array.from(found.subarray(3, 6))).toEqual([0, 0, 0]); // no length, so nothing to compare
    const squared = await all(A, randomFloats(6, 5), 2, "squared");
    expect(Array.from(squared.subarray(0, 3), Number.isNaN)).toEqual([false, false, false]);
    expect(Array.from(squared.subarray(3, 6), Number.isNaN)).toEqual([true, true, true]);
  });

  test("equal bits on one, two and three threads", async () => {
    const A = randomFloats(1000 * 40, 6);
    const one = await all(A, A, 40, "squared");
    expect(await all(A, A, 40, "squared", 2)).toEqual(one);
    expect(await all(A, A, 40, "squared", 3)).toEqual(one);
  });
});
