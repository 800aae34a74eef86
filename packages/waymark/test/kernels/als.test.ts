import { expect, test } from "vitest";
import type { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { solveDefinite } from "../../src/compute/linear-algebra/solve.ts";
import { whiten } from "../../src/models/factorization/als/whitening.ts";
import { describeVariants, farthest, randomFloats } from "../compute/linear-algebra/variants.ts";
import { inMemory, randomSparse } from "./sparse-twin.ts";

/** X[u] = (G + ridge I + Σ (a v + b) y yᵀ)⁻¹ Σ v y, row by row in float64; 0 for an empty row. */
function slowHalf(
  matrix: CsrMatrix,
  Y: Float32Array,
  G: Float32Array,
  ridge: Float32Array,
  width: number,
  a: number,
  b: number,
) {
  const X = new Float64Array(matrix.rowCount * width);
  for (let u = 0; u < matrix.rowCount; u++) {
    const { columns, values } = matrix.row(u);
    if (columns.length === 0) continue;
    const A = Float64Array.from(G);
    const right = new Float64Array(width);
    for (let f = 0; f < width; f++) A[f * width + f]! += ridge[u]!;
    columns.forEach((c, e) => {
      for (let r = 0; r < width; r++) {
        right[r]! += values[e]! * Y[c * width + r]!;
        for (let s = 0; s < width; s++)
          A[r * width + s]! += (a * values[e]! + b) * Y[c * width + r]! * Y[c * width + s]!;
      }
    });
    solveDefinite(A, right);
    X.set(right, u * width);
  }
  return X;
}

describeVariants("half an iteration of als", (core) => {
  const setUp = (rows: number, columnCount: number, width: number, unlike: boolean) => {
    const arena = core.arena();
    const matrix = randomSparse(rows, columnCount, 0.35, rows + width);
    const Y = arena.copyF32(randomFloats(columnCount * width, 2));
    const G = arena.zerosF32(width * width);
    core.runNow("gram", width / 4, { Y, rows: columnCount, width, G });
    core.runNow("mirror", width, { A: G, width });
    const ridge = arena.copyF32(Array.from({ length: rows }, (_, u) => (unlike ? 0.5 + (u % 4) : 0.5)));
    const X = arena.copyF32(randomFloats(rows * width, 3));
    const entries = inMemory(arena, matrix);
    const longest = Math.max(0, ...Array.from({ length: rows }, (_, u) => matrix.row(u).columns.length));
    const args = { X, Y, ...entries, G, ridge, width, a: 1, b: 0.5, rows, columnCount };
    return { arena, matrix, X, Y, G, ridge, args, longest, failures: arena.zerosU32(1) };
  };

  test.each([
    [0, 4, 16],
    [1, 1, 16],
    [9, 30, 16],
    [30, 9, 48],
    [5, 150, 32],
  ])("alsExact and converged alsCg solve %i rows of %i columns, width %i", (rows, columnCount, width) => {
    const { arena, matrix, X, Y, G, ridge, args, longest, failures } = setUp(rows, columnCount, width, true);
    const expected = slowHalf(matrix, Y, G, ridge, width, 1, 0.5);
    core.runNow("alsExact", rows, { ...args, failures });
    expect(failures[0]).toBe(0);
    expect(farthest(X, expected)).toBeLessThan(2e-3);
    X.set(randomFloats(rows * width, 5));
    core.runNow("alsCg", rows, { ...args, steps: 6 * width, longest });
    expect(farthest(X, expected)).toBeLessThan(5e-3);
    arena.dispose();
  });

  test("each step of conjugate gradient comes nearer in the measure of the system, and none changes nothing", () => {
    const { arena, matrix, X, Y, G, ridge, args, longest } = setUp(6, 40, 16, false);
    const expected = slowHalf(matrix, Y, G, ridge, 16, 1, 0.5);
    const start = new Float32Array(X);
    const distances = [0, 1, 2, 3, 8].map((steps) => {
      X.set(start);
      core.runNow("alsCg", 6, { ...args, steps, longest });
      return X.reduce((sum, value, p) => sum + (value - expected[p]!) ** 2, 0);
    });
    expect(distances[0]).toBeCloseTo(
      start.reduce((sum, value, p) => sum + (value - expected[p]!) ** 2, 0),
      3,
    );
    expect(distances.at(-1)!).toBeLessThan(distances[0]! / 50);
    arena.dispose();
  });

  test.each([false, true])("alsWhite solves the same in whitened coordinates, unlike ridges: %s", (unlike) => {
    const [rows, columnCount, width] = [11, 60, 32];
    const { arena, matrix, X, Y, G, ridge, args, longest, failures } = setUp(rows, columnCount, width, unlike);
    const expected = slowHalf(matrix, Y, G, ridge, width, 1, 0.5);
    const least = ridge.reduce((a, b) => Math.min(a, b));
    const { W, R, C } = whiten(G, width, least)!;
    const product = (A: ArrayLike<number>, M: Float32Array, transposed: boolean) => {
      const n = A.length / width;
      return Float32Array.from({ length: A.length }, (_, p) => {
        let sum = 0;
        const [r, c] = [Math.floor(p / width), p % width];
        for (let k = 0; k < width; k++) sum += A[r * width + k]! * (transposed ? M[c * width + k]! : M[k * width + c]!);
        return n > 0 ? sum : 0;
      });
    };
    const whiteX = arena.copyF32(product(X, R, true));
    const { G: _, ridge: __, ...rest } = args;
    core.runNow("alsWhite", rows, {
      ...rest,
      X: whiteX,
      Y: arena.copyF32(product(Y, W, false)),
      C: unlike ? arena.copyF32(C) : undefined,
      extra: unlike ? arena.copyF32(ridge.map((value) => value - least)) : undefined,
      steps: 100,
      longest,
      tolerance: 1e-6,
      failures,
    });
    expect(failures[0]).toBe(0);
    expect(farthest(product(whiteX, W, true), expected)).toBeLessThan(2e-3);
    arena.dispose();
  });

  test("rows whose system is not positive definite are counted and left at 0", () => {
    const { arena, X, args, failures } = setUp(4, 20, 16, false);
    core.runNow("alsExact", 4, { ...args, a: 0, b: -9, failures });
    expect(failures[0]).toBe(4);
    expect(X.every((value) => value === 0)).toBe(true);
    arena.dispose();
  });

  test("NaN among the factors does not pass for a solution", () => {
    const { arena, Y, args, failures } = setUp(4, 20, 16, false);
    Y[3] = Number.NaN;
    core.runNow("alsExact", 4, { ...args, failures });
    const touched = failures[0]! > 0 || args.X.some(Number.isNaN);
    expect(touched).toBe(true);
    arena.dispose();
  });
});
