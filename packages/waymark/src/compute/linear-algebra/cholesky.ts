import { InvalidInputError, ShapeError } from "../../errors.ts";
import type { Arena } from "../core/arena.ts";
import type { CallOptions, Core } from "../core/core.ts";
import { wholeVectors } from "../core/whole-vectors.ts";

const BLOCK = 128; // rows of a panel: two of them beside 512 columns stay in the caches

/** A = UᵀU. */
export interface CholeskyFactor {
  readonly n: number;
  /** n rounded up to a multiple of 16; the part beyond n is the identity. */
  readonly stride: number;
  /** Upper triangle; what lies below it means nothing. */
  readonly U: Float32Array; // (stride, stride), in the core's memory
}

/**
 * Cholesky factor of a symmetric positive definite matrix in float32, blocked: panels by a kernel, the rest by rank-128
 * updates. n³ / 3 operations on all threads; equal bits on any number of them.
 *
 * @param arena where the factor lives
 * @param matrix (n, n) row-major, anywhere; only the upper triangle is read
 * @throws {InvalidInputError} when `matrix` is not positive definite, in float32, or holds NaN or infinity
 * @throws {ShapeError} when it does not have n² entries
 * @throws {MemoryLimitError} before anything is computed
 * @see Golub & Van Loan, *Matrix Computations*, 4th ed., §4.2.9
 */
export async function cholesky(
  core: Core,
  arena: Arena,
  matrix: ArrayLike<number>,
  n: number,
  { threads, signal, onProgress }: CallOptions = {},
): Promise<CholeskyFactor> {
  if (matrix.length !== n * n) throw new ShapeError("matrix", `(${n}, ${n})`, `${matrix.length} entries`);
  const stride = wholeVectors(n);
  const needed = 4 * stride * (stride + 2 * BLOCK);
  core.ensureMemory(needed, `Factorizing a matrix of ${n} rows`, "Use a smaller matrix.");
  const A = arena.zerosF32(stride * stride);
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) A[i * stride + j] = matrix[i * n + j]!;
  for (let i = n; i < stride; i++) A[i * stride + i] = 1;
  const work = core.arena();
  try {
    const T = work.f32(stride * BLOCK);
    const negated = work.f32(stride * BLOCK);
    const failures = work.zerosU32(1);
    for (let k0 = 0; k0 < stride; k0 += BLOCK) {
      const block = Math.min(BLOCK, stride - k0);
      const args = { A, n: stride, k0, block, T, negated };
      const rest = stride - k0;
      const options = { threads, signal };
      await core.run(
        "choleskyPanel",
        rest / 16,
        { ...args, failures },
        { ...options, chunk: 32, cost: 16 * block * block * 0.1 },
      );
      if (failures[0]! > 0) throw notDefinite(n, k0, block);
      await core.run("choleskyUpdate", rest / 4, args, { ...options, chunk: 8, cost: 2 * rest * block * 0.02 });
      for (
        let i = k0;
        i < k0 + block;
        i++ // an infinite pivot gets past the panel
      )
        if (!Number.isFinite(A[i * stride + i]!)) throw notDefinite(n, k0, block);
      onProgress?.(Math.min(n, k0 + block));
    }
    return { n, stride, U: A };
  } finally {
    work.dispose();
  }
}

/**
 * X of A X = B for many right-hand sides at once, in place of B. 2 n² operations a column, on all threads; equal bits on
 * any number of them.
 *
 * @param B (n, columns) row-major, in the core's memory
 */
export async function solveCholesky(
  core: Core,
  { n, stride, U }: CholeskyFactor,
  B: Float32Array,
  columns: number,
  { threads, signal }: CallOptions = {},
): Promise<void> {
  if (B.length < n * columns) throw new ShapeError("right-hand sides", `(${n}, ${columns})`, `${B.length} entries`);
  const arena = core.arena();
  try {
    const X = stride === n ? B : arena.zerosF32(stride * columns);
    if (X !== B) X.set(B.subarray(0, n * columns));
    const cost = 16 * stride * stride * 0.1;
    const args = { U, n: stride, B: X, columns };
    await core.run("choleskySolveRows", Math.ceil(columns / 16), args, { threads, signal, chunk: 4, cost });
    if (X !== B) B.set(X.subarray(0, n * columns));
  } finally {
    arena.dispose();
  }
}

const notDefinite = (n: number, k0: number, block: number): InvalidInputError =>
  new InvalidInputError(
    "matrix",
    "positive definite",
    `one without a positive pivot in rows ${k0} to ${Math.min(n, k0 + block) - 1}`,
    "Add a larger number to its diagonal (regularization), or look for NaN in it.",
  );
