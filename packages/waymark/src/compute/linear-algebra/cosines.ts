import { dotAt, dotInOrder } from "./rows.ts";

/**
 * Cosine of one row with every row; NaN for the row itself and where either is all zeros. O(rows × width).
 *
 * @returns shape (rows)
 */
export function cosinesWith(rows: Float32Array | Float64Array, width: number, row: number): Float64Array {
  // each width of floats keeps the order of summing that its lists were made with
  const product: (a: number, b: number) => number =
    rows instanceof Float64Array
      ? (a, b) => dotAt(rows, a * width, rows, b * width, width)
      : (a, b) => dotInOrder(rows, a * width, rows, b * width, width);
  const own = Math.sqrt(product(row, row));
  const cosines = new Float64Array(rows.length / width);
  for (let r = 0; r < cosines.length; r++)
    cosines[r] = r === row ? Number.NaN : product(row, r) / (own * Math.sqrt(product(r, r)));
  return cosines;
}
