import type { Arena } from "../core/arena.ts";
import type { CallOptions, Core } from "../core/core.ts";
import type { CsrMatrix } from "../csr-matrix.ts";
import { gemm } from "./gemm.ts";
import { type Qr, thinQr } from "./qr.ts";
import { fillNormal } from "./random.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

const ROUNDING = 1e-6; // of the largest singular value: float32 resolves nothing below it

export interface SvdOptions extends CallOptions {
  /** Oversampling: directions beside the `rank` requested; more converge faster. @defaultValue 10 */
  readonly oversampling?: number;
  /** Rounds of the power iteration; each brings the error down by (σ_next / σ_last)², σ_next the first not followed. @defaultValue 7 */
  readonly iterations?: number;
  readonly seed?: number | undefined;
}

/** The leading part of A ≈ left · diag(values) · rightᵀ; zeros where A has a lower rank. */
export interface TruncatedSvd {
  readonly values: Float64Array; // (rank), largest first
  readonly left: Float32Array; // (rows, rank), orthonormal columns
  readonly right: Float32Array; // (columns, rank), orthonormal columns, the largest entry of each positive
}

/**
 * The `rank` largest singular values of a sparse matrix and their vectors, by randomized subspace iteration: a block of random
 * directions goes through A and Aᵀ in turn, orthonormalized each time; the small problem left is solved in float64.
 * O((entries + (rows + columns) · l) · l) an iteration, l = rank + oversampling rounded up to a multiple of 8; memory 4 bytes
 * times (rows + columns) · l and twice the matrix. Float32: values are exact to about 1e-6 of the largest, once converged.
 * Equal for equal seed on any number of threads.
 *
 * @throws {MemoryLimitError} before anything is computed
 * @see Halko, Martinsson & Tropp 2011, doi:10.1137/090771806, algorithms 4.4 and 5.1. Deviation: the small matrix is
 * orthonormalized once more and its singular values taken from the eigenvalues of RᵀR.
 */
export async function randomizedSvd(
  core: Core,
  matrix: CsrMatrix,
  rank: number,
  { oversampling = 10, iterations = 7, seed, threads, signal, onProgress }: SvdOptions = {},
): Promise<TruncatedSvd> {
  const width = Math.ceil(Math.min(rank + oversampling, Math.max(rank, matrix.columnCount)) / 8) * 8;
  checkMemory(core, matrix, rank, width);
  const options = { threads, signal };
  const arena = core.arena();
  try {
    const forth = product(core, arena, matrix, width, options);
    const back = product(core, arena, matrix.transpose(), width, options);
    const Z = arena.f32(matrix.columnCount * width);
    const Y = arena.f32(matrix.rowCount * width);
    await fillNormal(core, Z, { seed, stream: 1 }, 0, 1, options);
    let R: Qr["R"] = new Float64Array(width * width);
    for (let iteration = 0; iteration <= iterations; iteration++) {
      await forth(Z, Y);
      await thinQr(core, Y, matrix.rowCount, width, options);
      await back(Y, Z);
      R = (await thinQr(core, Z, matrix.columnCount, width, options)).R;
      onProgress?.(iteration + 1);
    }
    // A ≈ Y Yᵀ A = Y (Z R)ᵀ, and R = P Σ Wᵀ: left = Y W, right = Z P, P = R W Σ⁻¹
    const { values, W, P } = smallSvd(R, width, rank);
    const times = async (Q: Float32Array, rows: number, small: Float64Array): Promise<Float32Array> => {
      const C = arena.zerosF32(rows * rank);
      const right = arena.copyF32(small);
      await gemm(core, Q, { rows, columns: width }, right, { rows: width, columns: rank }, C, options);
      return new Float32Array(C);
    };
    const left = await times(Y, matrix.rowCount, W);
    const right = await times(Z, matrix.columnCount, P);
    turnPositive(left, right, rank);
    return { values, left, right };
  } finally {
    arena.dispose();
  }
}

type Product = (X: Float32Array, out: Float32Array) => Promise<void>;

/** out = M X for blocks of `width` columns, M in the core's memory. */
function product(core: Core, arena: Arena, M: CsrMatrix, width: number, options: CallOptions): Product {
  const { rowCount: rows, columnCount } = M;
  const entries = {
    offsets: arena.copyU32(M.offsets),
    columns: arena.copyU32(M.columns),
    values: arena.copyF32(M.values),
  };
  const cost = (M.size / Math.max(1, rows) + 1) * width * 0.15;
  return (Y, out) =>
    core.run("sparseRows", rows, { ...entries, Y, width, out, add: 0, rows, columnCount }, { ...options, cost });
}

/** R = P Σ Wᵀ for the upper triangle R, the `rank` largest values first; W and P (width, rank). */
function smallSvd(
  R: Float64Array,
  width: number,
  rank: number,
): { readonly values: Float64Array; readonly W: Float64Array; readonly P: Float64Array } {
  const square = new Float64Array(width * width); // RᵀR
  for (let k = 0; k < width; k++)
    for (let i = k; i < width; i++)
      for (let j = i; j < width; j++) square[i * width + j]! += R[k * width + i]! * R[k * width + j]!;
  const eigen = symmetricEigen(square, width);
  const values = new Float64Array(rank);
  const W = new Float64Array(width * rank);
  const P = new Float64Array(width * rank);
  const largest = Math.sqrt(Math.max(0, eigen.values.at(-1) ?? 0));
  for (let k = 0; k < Math.min(rank, width); k++) {
    const value = Math.sqrt(Math.max(0, eigen.values[width - 1 - k]!));
    if (!(value > ROUNDING * largest)) break; // the rest is rounding
    values[k] = value;
    const w = eigen.vectors.subarray((width - 1 - k) * width, (width - k) * width);
    for (let i = 0; i < width; i++) {
      W[i * rank + k] = w[i]!;
      let sum = 0;
      for (let j = i; j < width; j++) sum += R[i * width + j]! * w[j]!;
      P[i * rank + k] = sum / value;
    }
  }
  return { values, W, P };
}

/** The signs of singular vectors are arbitrary; fixing them makes results reproducible. */
function turnPositive(left: Float32Array, right: Float32Array, rank: number): void {
  for (let k = 0; k < rank; k++) {
    let largest = 0;
    for (let p = k; p < right.length; p += rank) if (Math.abs(right[p]!) > Math.abs(largest)) largest = right[p]!;
    if (largest >= 0) continue;
    for (const rows of [left, right]) for (let p = k; p < rows.length; p += rank) rows[p] = -rows[p]!;
  }
}

function checkMemory(core: Core, { rowCount, columnCount, size }: CsrMatrix, rank: number, width: number): void {
  const needed = 4 * ((rowCount + columnCount) * (width + rank + 1) + 4 * size);
  const what = `A singular value decomposition of rank ${rank} of ${rowCount} × ${columnCount}`;
  core.ensureMemory(needed, what, "Use fewer factors.");
}
