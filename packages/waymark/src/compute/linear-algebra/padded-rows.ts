import type { Arena } from "../core/arena.ts";
import { roundUp } from "../core/whole-vectors.ts";
import { scaled } from "./rows.ts";

// Kernels read rows in whole vectors: rows lie in the core's memory filled up with zeros. `arena.padded` does so in float32.

/** Width at which rows of so many 64-bit floats lie in the core's memory: whole 256-bit vectors. */
export const paddedWidth = (factors: number): number => roundUp(factors, 4);

/** A copy of rows of `factors` numbers in the core's memory, each filled up with zeros. Shape (rows, paddedWidth). */
export function padRows(arena: Arena, rows: Float64Array, factors: number): Float64Array {
  const width = paddedWidth(factors);
  if (width === factors) return arena.copyF64(rows);
  const padded = arena.f64((rows.length / factors) * width).fill(0);
  for (let from = 0, to = 0; from < rows.length; from += factors, to += width)
    padded.set(rows.subarray(from, from + factors), to);
  return padded;
}

/** A copy without the zeros, outside the core's memory, multiplied by `scale`. */
export function takeRows(padded: Float64Array, factors: number, scale = 1): Float64Array {
  const width = paddedWidth(factors);
  return scaled(compactInto(new Float64Array((padded.length / width) * factors), padded, width, factors), scale);
}

/** The same for 32-bit floats, whose rows are `width` apart. */
export const compact = (padded: Float32Array, width: number, factors: number): Float32Array =>
  compactInto(new Float32Array((padded.length / width) * factors), padded, width, factors);

function compactInto<T extends Float32Array | Float64Array>(rows: T, padded: T, width: number, factors: number): T {
  if (width === factors) rows.set(padded);
  else
    for (let from = 0, to = 0; from < padded.length; from += width, to += factors)
      rows.set(padded.subarray(from, from + factors), to);
  return rows;
}
