import { expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { randomizedSvd, type SvdOptions } from "../../../src/compute/linear-algebra/randomized-svd.ts";
import { symmetricEigen } from "../../../src/compute/linear-algebra/symmetric-eigen.ts";
import { Random } from "../../../src/compute/random.ts";
import { MemoryLimitError } from "../../../src/errors.ts";
import { golden } from "../../golden/implicit-feedback/matrix.ts";
import { describeVariants, farthest, slowProduct, slowTranspose } from "./variants.ts";

/** Some `perRow` entries of −1 … 1 in each row. */
function sparse(rows: number, columns: number, perRow: number, seed: number): CsrMatrix {
  const random = new Random(seed);
  const at = Array.from({ length: rows * perRow }, (_, p) => [Math.floor(p / perRow), random.below(columns)] as const);
  const entry = (n: 0 | 1) => Uint32Array.from(at, (pair) => pair[n]);
  return CsrMatrix.fromCoordinates(
    rows,
    columns,
    entry(0),
    entry(1),
    Float64Array.from(at, () => random.uniform() * 2 - 1),
  );
}

const dense = (M: CsrMatrix): Float64Array => {
  const A = new Float64Array(M.rowCount * M.columnCount);
  for (let r = 0; r < M.rowCount; r++) {
    const { columns, values } = M.row(r);
    columns.forEach((column, p) => {
      A[r * M.columnCount + column] = values[p]!;
    });
  }
  return A;
};

const csr = (rows: readonly (readonly number[])[]): CsrMatrix => {
  const columns = rows[0]!.length;
  const cells = Uint32Array.from({ length: rows.length * columns }, (_, p) => p);
  return CsrMatrix.fromCoordinates(
    rows.length,
    columns,
    cells.map((cell) => cell / columns),
    cells.map((cell) => cell % columns),
    Float64Array.from(rows.flat()),
  );
};

/** Singular values by all eigenvalues of AᵀA, largest first. */
function slowValues(M: CsrMatrix): Float64Array {
  const { rowCount: rows, columnCount: columns } = M;
  const A = dense(M);
  const { values } = symmetricEigen(slowProduct(slowTranspose(A, rows, columns), A, columns, rows, columns), columns);
  return values.map((value) => Math.sqrt(Math.max(0, value))).reverse();
}

describeVariants("randomized SVD", (core) => {
  const svd = (M: CsrMatrix, rank: number, options: SvdOptions = {}) =>
    randomizedSvd(core, M, rank, { threads: 1, ...options });
  const orthonormal = (Q: Float32Array, rows: number, rank: number) =>
    slowProduct(slowTranspose(Q, rows, rank), Q, rank, rows, rank);
  const eye = (n: number, ones = n) =>
    Float64Array.from({ length: n * n }, (_, p) => Number(p % (n + 1) === 0 && p / (n + 1) < ones));

  test("of all ranks: NumPy's singular values, and the product gives the matrix back", async () => {
    const { tall, singular } = golden<{ tall: number[][]; singular: number[] }>("linear-algebra");
    const { values, left, right } = await svd(csr(tall), 20);
    expect(farthest(values, singular)).toBeLessThan(1e-6 * singular[0]!);
    expect(farthest(orthonormal(left, 30, 20), eye(20))).toBeLessThan(2e-6);
    expect(farthest(orthonormal(right, 20, 20), eye(20))).toBeLessThan(2e-6);
    const scaled = left.map((entry, p) => entry * values[p % 20]!);
    expect(farthest(slowProduct(scaled, slowTranspose(right, 20, 20), 30, 20, 20), tall.flat())).toBeLessThan(1e-5);
  });

  test.each([
    [40, 30, 6],
    [30, 41, 5],
    [300, 70, 9],
    [65, 257, 3],
  ])("the leading part of %i × %i, rank %i: values, orthonormal sides, A V = U Σ", async (rows, columns, rank) => {
    const M = sparse(rows, columns, 6, rows);
    const { values, left, right } = await svd(M, rank, { iterations: 30, oversampling: 20 });
    expect(farthest(values, slowValues(M).subarray(0, rank))).toBeLessThan(1e-4);
    expect(farthest(orthonormal(left, rows, rank), eye(rank))).toBeLessThan(2e-6);
    expect(farthest(orthonormal(right, columns, rank), eye(rank))).toBeLessThan(2e-6);
    const scaled = left.map((entry, p) => entry * values[p % rank]!);
    expect(farthest(slowProduct(dense(M), right, rows, columns, rank), scaled)).toBeLessThan(0.02);
  });

  test("by hand: the matrix of all ones, 3 × 4, has √12 and 1/2 in all places of the right vector", async () => {
    const { values, left, right } = await svd(csr(Array.from({ length: 3 }, () => [1, 1, 1, 1])), 2);
    expect(values[0]).toBeCloseTo(Math.sqrt(12), 5);
    expect(values[1]).toBe(0);
    for (let i = 0; i < 4; i++) expect(right[2 * i]).toBeCloseTo(1 / 2, 6);
    for (let u = 0; u < 3; u++) expect(left[2 * u]).toBeCloseTo(1 / Math.sqrt(3), 6);
    for (const side of [left, right])
      expect(side.filter((_, p) => p % 2 === 1).every((entry) => entry === 0)).toBe(true);
  });

  test("what goes beyond the matrix's own rank is 0", async () => {
    const M = sparse(12, 5, 3, 1);
    const { values, left, right } = await svd(M, 9);
    expect(farthest(values.subarray(0, 5), slowValues(M))).toBeLessThan(1e-5);
    expect(Array.from(values.subarray(5))).toEqual([0, 0, 0, 0]);
    expect(farthest(orthonormal(left, 12, 9), eye(9, 5))).toBeLessThan(2e-6);
    expect(farthest(orthonormal(right, 5, 9), eye(9, 5))).toBeLessThan(2e-6);
  });

  test("what float32's rounding adds to a matrix of rank 2 is no singular value", async () => {
    const random = new Random(6);
    const [a, b] = [300, 200].map((n) => Float64Array.from({ length: 2 * n }, () => random.uniform() + 0.1));
    const rows = Array.from({ length: 300 }, (_, r) =>
      Array.from({ length: 200 }, (_, c) => a![2 * r]! * b![2 * c]! + a![2 * r + 1]! * b![2 * c + 1]!),
    );
    const { values, left, right } = await svd(csr(rows), 5);
    expect(values[1]).toBeGreaterThan(0.01 * values[0]!);
    expect(Array.from(values.subarray(2))).toEqual([0, 0, 0]);
    expect(farthest(orthonormal(left, 300, 5), eye(5, 2))).toBeLessThan(2e-6);
    expect(farthest(orthonormal(right, 200, 5), eye(5, 2))).toBeLessThan(2e-6);
  });

  test("no rows, no columns, no entries, one entry", async () => {
    const empty = (rows: number, columns: number) =>
      new CsrMatrix(columns, new Uint32Array(rows + 1), new Uint32Array(0), new Float64Array(0));
    for (const [rows, columns] of [
      [0, 3],
      [3, 0],
      [4, 4],
    ] as const) {
      const { values, left, right } = await svd(empty(rows, columns), 2);
      expect(Array.from(values)).toEqual([0, 0]);
      expect([left.length, right.length]).toEqual([2 * rows, 2 * columns]);
      expect([...left, ...right].every((entry) => entry === 0)).toBe(true);
    }
    const { values, left, right } = await svd(csr([[-3]]), 1);
    expect(values[0]).toBeCloseTo(3, 6);
    expect([left[0], right[0]]).toEqual([-1, 1]);
  });

  test("equal bits for equal seed on one, two and three threads; another start for another seed", async () => {
    const M = sparse(3000, 2000, 30, 2);
    const one = await svd(M, 12, { iterations: 1, seed: 4 });
    expect(await svd(M, 12, { iterations: 1, seed: 4, threads: 2 })).toEqual(one);
    expect(await svd(M, 12, { iterations: 1, seed: 4, threads: 3 })).toEqual(one);
    expect(await svd(M, 12, { iterations: 1, seed: 5 })).not.toEqual(one);
  });

  test("tells its progress, can be aborted, and leaves nothing behind", async () => {
    const M = sparse(200, 100, 5, 3);
    const used = core.used;
    const reported: number[] = [];
    await svd(M, 4, { iterations: 2, onProgress: (done) => reported.push(done) });
    expect(reported).toEqual([1, 2, 3]);
    const stop = new AbortController();
    const aborted = svd(M, 4, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(aborted).rejects.toThrow(/abort/i);
    expect(core.used - used).toBeLessThan(2 ** 16);
  });

  test("too many factors for the memory are refused before anything is computed", async () => {
    await expect(svd(sparse(2000, 2000, 2, 4), 50_000)).rejects.toThrow(MemoryLimitError);
  });
});
