import { expect, test } from "vitest";
import { cholesky, solveCholesky } from "../../../src/compute/linear-algebra/cholesky.ts";
import { InvalidInputError, MemoryLimitError, ShapeError } from "../../../src/errors.ts";
import { describeVariants, farthest, randomFloats, slowProduct, slowTranspose } from "./variants.ts";

/** MᵀM / n + I. */
function definite(n: number, seed: number): Float64Array {
  const M = randomFloats(n * n, seed);
  return slowProduct(slowTranspose(M, n, n), M, n, n, n).map(
    (value, p) => value / Math.max(1, n) + Number(p % (n + 1) === 0),
  );
}

describeVariants("Cholesky", (core) => {
  const factor = async (A: ArrayLike<number>, n: number, threads = 1): Promise<Float32Array> => {
    const arena = core.arena();
    try {
      const { U, stride } = await cholesky(core, arena, A, n, { threads });
      return Float32Array.from({ length: n * n }, (_, p) => {
        const [i, j] = [Math.floor(p / n), p % n];
        return j < i ? 0 : U[i * stride + j]!;
      });
    } finally {
      arena.dispose();
    }
  };
  const solve = async (A: ArrayLike<number>, n: number, B: ArrayLike<number>, columns: number, threads = 1) => {
    const arena = core.arena();
    try {
      const X = arena.copyF32(B);
      await solveCholesky(core, await cholesky(core, arena, A, n, { threads }), X, columns, { threads });
      return new Float32Array(X);
    } finally {
      arena.dispose();
    }
  };

  test.each([0, 1, 2, 7, 16, 17, 63, 128, 129, 200, 275])("UᵀU is A, n = %i", async (n) => {
    const A = definite(n, n);
    const U = await factor(A, n);
    expect(farthest(slowProduct(slowTranspose(U, n, n), U, n, n, n), A)).toBeLessThan(3e-6);
    for (let i = 0; i < n; i++) expect(U[i * n + i]).toBeGreaterThan(0);
  });

  test.each([
    [0, 3],
    [1, 1],
    [5, 0],
    [16, 16],
    [17, 1],
    [40, 15],
    [129, 83],
    [150, 17],
  ])("A X is B for many right-hand sides: n = %i, %i columns", async (n, columns) => {
    const A = definite(n, n + 1);
    const B = randomFloats(n * columns, columns);
    const X = await solve(A, n, B, columns);
    expect(X.length).toBe(n * columns);
    expect(farthest(slowProduct(A, X, n, n, columns), B)).toBeLessThan(2e-5);
  });

  test("by hand: [4 2; 2 5] is [2 0; 1 2][2 1; 0 2], and with (8, 9) x is (11/8, 5/4)", async () => {
    expect(Array.from(await factor([4, 2, 2, 5], 2))).toEqual([2, 1, 0, 2]);
    const X = await solve([4, 2, 2, 5], 2, [8, 9], 1);
    expect(X[0]).toBeCloseTo(11 / 8, 6);
    expect(X[1]).toBeCloseTo(5 / 4, 6);
  });

  test("only the upper triangle is read", async () => {
    const A = definite(37, 5);
    const upper = A.map((entry, p) => (p % 37 >= Math.floor(p / 37) ? entry : Number.NaN));
    expect(await factor(upper, 37)).toEqual(await factor(A, 37));
  });

  test("equal bits on one, two and three threads", async () => {
    const n = 400;
    const A = randomFloats(n * n, 3);
    for (let i = 0; i < n; i++) A[i * n + i] = 60;
    const B = randomFloats(n * 300, 4);
    const [one, two, three] = [await solve(A, n, B, 300), await solve(A, n, B, 300, 2), await solve(A, n, B, 300, 3)];
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });

  test.each([
    ["a negative eigenvalue", 150, 149, -3, "128 to 149"],
    ["a zero on the diagonal", 20, 3, 0, "0 to 19"],
    ["NaN", 20, 3, Number.NaN, "0 to 19"],
    ["infinity", 20, 3, Number.POSITIVE_INFINITY, "0 to 19"],
  ])("%s is refused, and where it was found is said", async (_, n, at, entry, rows) => {
    const A = new Float64Array(n * n);
    for (let i = 0; i < n; i++) A[i * n + i] = i === at ? entry : 2;
    const used = core.used;
    await expect(factor(A, n)).rejects.toThrow(InvalidInputError);
    await expect(factor(A, n)).rejects.toThrow(new RegExp(`positive definite.*rows ${rows}.*regularization`));
    expect(core.used - used).toBeLessThan(2 ** 20);
  });

  test("sizes that do not fit are refused", async () => {
    const arena = core.arena();
    await expect(cholesky(core, arena, new Float64Array(5), 2)).rejects.toThrow(ShapeError);
    const done = await cholesky(core, arena, [1], 1);
    await expect(solveCholesky(core, done, arena.f32(1), 2)).rejects.toThrow(ShapeError);
    const many = { length: 40_000 ** 2 } as ArrayLike<number>;
    await expect(cholesky(core, arena, many, 40_000)).rejects.toThrow(MemoryLimitError);
    arena.dispose();
  });
});
