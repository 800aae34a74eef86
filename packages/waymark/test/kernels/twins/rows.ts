import { Sums } from "./sums.ts";

// Slow, obvious twins of the kernels that multiply and add rows, in float64. Matrices are row-major.

/** C + A B for A (M, K) and B (K, N). */
export function slowGemm(C: Float32Array, A: Float32Array, B: Float32Array, M: number, N: number, K: number): Sums {
  const sums = new Sums(C);
  for (let i = 0; i < M; i++)
    for (let j = 0; j < N; j++) for (let k = 0; k < K; k++) sums.add(i * N + j, A[i * K + k]! * B[k * N + j]!);
  return sums;
}

/** G + YᵀY for Y (rows, width). */
export function slowGram(G: Float32Array, Y: Float32Array, rows: number, width: number): Sums {
  const sums = new Sums(G);
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) sums.add(i * width + j, Y[r * width + i]! * Y[r * width + j]!);
  return sums;
}

/** Y[r] · Z[r] */
export function slowDots(Y: Float32Array, Z: Float32Array, rows: number, width: number): Sums {
  const sums = new Sums(new Float64Array(rows));
  for (let p = 0; p < rows * width; p++) sums.add(Math.floor(p / width), Y[p]! * Z[p]!);
  return sums;
}

/** Y with weight · source[r] added to row index[r], in order of r. */
export function slowScatter(
  Y: Float32Array,
  index: Uint32Array,
  source: Float32Array,
  weight: number,
  width: number,
): Sums {
  const sums = new Sums(Y);
  index.forEach((to, r) => {
    for (let c = 0; c < width; c++) sums.add(to * width + c, weight * source[r * width + c]!);
  });
  return sums;
}

/** Σ value · Y[column] over the entries of each row, added to `start`. */
export function slowSparseRows(
  offsets: Uint32Array,
  columns: Uint32Array,
  values: Float32Array | undefined,
  Y: Float32Array,
  width: number,
  start?: Float32Array,
): Sums {
  const rows = offsets.length - 1;
  const sums = new Sums(start ?? new Float64Array(rows * width));
  for (let r = 0; r < rows; r++)
    for (let e = offsets[r]!; e < offsets[r + 1]!; e++)
      for (let c = 0; c < width; c++) sums.add(r * width + c, (values?.[e] ?? 1) * Y[columns[e]! * width + c]!);
  return sums;
}
