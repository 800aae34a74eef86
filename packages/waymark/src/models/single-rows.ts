import { mostAlike } from "./factor-rows.ts";
import type { Ranked } from "./recommender.ts";

/** The float32 rows with the largest cosine to one row, itself and all-zero rows left out; none for an all-zero row. */
export function similarSingles(rows: Float32Array, width: number, row: number, limit: number): readonly Ranked[] {
  const product = (r: number, s: number): number => {
    let sum = 0;
    for (let f = 0; f < width; f++) sum += rows[r * width + f]! * rows[s * width + f]!;
    return sum;
  };
  return mostAlike(rows.length / width, product, row, limit);
}

/** True when no entry is NaN or infinite. */
export function allFinite(X: Float32Array): boolean {
  let sum = 0;
  for (let p = 0; p < X.length; p++) sum += X[p]! * 0;
  return sum === 0;
}

/** Rows of `factors` numbers without what fills them up to `width`; in memory of their own. */
export function compact(X: Float32Array, width: number, factors: number): Float32Array {
  if (width === factors) return new Float32Array(X);
  const rows = new Float32Array((X.length / width) * factors);
  for (let r = 0; r * width < X.length; r++) rows.set(X.subarray(r * width, r * width + factors), r * factors);
  return rows;
}
