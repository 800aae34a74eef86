import type { CallOptions, Core } from "../../../compute/core/core.ts";
import { gemm } from "../../../compute/linear-algebra/gemm.ts";

/** Coordinates in which the matrix B all rows share is the identity: B = RᵀR, W = R⁻¹. Shapes (width, width), row-major. */
export interface Whitening {
  readonly R: Float32Array;
  readonly W: Float32Array;
  /** WᵀW: what one unit of ridge beyond B's becomes. */
  readonly C: Float32Array;
}

/**
 * Factors B = G + ridge I in float64. O(width³).
 * @returns `undefined` when B is not safely positive definite, so that float32 could not hold R⁻¹
 */
export function whiten(G: Float32Array, width: number, ridge: number): Whitening | undefined {
  const R = new Float64Array(width * width);
  const W = new Float64Array(width * width);
  let largest = 0;
  for (let i = 0; i < width; i++) largest = Math.max(largest, G[i * width + i]! + ridge);
  for (let i = 0; i < width; i++) {
    for (let j = i; j < width; j++) {
      let sum = G[i * width + j]! + (i === j ? ridge : 0);
      for (let k = 0; k < i; k++) sum -= R[k * width + i]! * R[k * width + j]!;
      if (i === j) {
        if (!(sum > largest * 1e-7)) return undefined; // also NaN; float32 carries seven digits
        R[i * width + i] = Math.sqrt(sum);
      } else R[i * width + j] = sum / R[i * width + i]!;
    }
  }
  // W by columns from R W = I
  for (let j = 0; j < width; j++) {
    W[j * width + j] = 1 / R[j * width + j]!;
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum += R[i * width + k]! * W[k * width + j]!;
      W[i * width + j] = -sum / R[i * width + i]!;
    }
  }
  const C = new Float32Array(width * width);
  for (let i = 0; i < width; i++)
    for (let j = i; j < width; j++) {
      let sum = 0;
      for (let k = 0; k <= i; k++) sum += W[k * width + i]! * W[k * width + j]!;
      C[i * width + j] = sum;
      C[j * width + i] = sum;
    }
  return { R: Float32Array.from(R), W: Float32Array.from(W), C };
}

/** out = X · M or X · Mᵀ for `rows` rows; `out` and X in the core's memory, M anywhere. */
export async function turnRows(
  core: Core,
  X: Float32Array,
  rows: number,
  M: Float32Array,
  transposed: boolean,
  out: Float32Array,
  options: CallOptions,
): Promise<void> {
  const width = Math.round(Math.sqrt(M.length));
  out.fill(0);
  await gemm(core, X, { rows, columns: width }, M, { rows: width, columns: width, transposed }, out, options);
}
