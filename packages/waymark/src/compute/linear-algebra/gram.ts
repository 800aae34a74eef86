import type { Floats } from "./rows.ts";

/** A += weight · y yᵀ for the lower half of A, shape (width, width); y is the row of `rows` at `start`. O(width²). */
export function addOuter(A: Float64Array, rows: Floats, start: number, width: number, weight = 1): void {
  for (let r = 0; r < width; r++) {
    const x = weight * rows[start + r]!;
    for (let c = 0; c <= r; c++) A[r * width + c]! += x * rows[start + c]!;
  }
}

/** The lower half of YᵀY for rows Y, shape (width, width); 0 above the diagonal. O(rows × width²). */
export function lowerGram(rows: Floats, width: number): Float64Array {
  const gram = new Float64Array(width * width);
  for (let start = 0; start < rows.length; start += width) addOuter(gram, rows, start, width);
  return gram;
}

/** YᵀY for rows Y, shape (width, width). O(rows × width²). */
export function gramOf(rows: Floats, width: number): Float64Array {
  const gram = lowerGram(rows, width);
  for (let r = 0; r < width; r++) for (let c = 0; c < r; c++) gram[c * width + r] = gram[r * width + c]!;
  return gram;
}
