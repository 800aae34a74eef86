import type { Random } from "../compute/random.ts";
import { topK } from "../compute/top-k.ts";
import type { Ranked } from "./recommender.ts";

/** Factors of many users or items lie in one array, row after row; a row begins at `index × width`. */

/** Σ a[aStart + f] · b[bStart + f] over `width` entries, in four interleaved sums. */
export function dotAt(a: Float64Array, aStart: number, b: Float64Array, bStart: number, width: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let f = 0;
  for (; f + 3 < width; f += 4) {
    s0 += a[aStart + f]! * b[bStart + f]!;
    s1 += a[aStart + f + 1]! * b[bStart + f + 1]!;
    s2 += a[aStart + f + 2]! * b[bStart + f + 2]!;
    s3 += a[aStart + f + 3]! * b[bStart + f + 3]!;
  }
  for (; f < width; f++) s0 += a[aStart + f]! * b[bStart + f]!;
  return s0 + s1 + (s2 + s3);
}

/** Multiplied in place; returns the same array. */
export function scaled(rows: Float64Array, factor: number): Float64Array {
  if (factor !== 1) for (let p = 0; p < rows.length; p++) rows[p]! *= factor;
  return rows;
}

/** N(0, deviation²) everywhere. */
export function normalRows(random: Random, count: number, width: number, deviation: number): Float64Array {
  const rows = new Float64Array(count * width);
  for (let p = 0; p < rows.length; p++) rows[p] = random.normal(0, deviation);
  return rows;
}

/** U[0, 1) everywhere. */
export function uniformRows(random: Random, count: number, width: number): Float64Array {
  const rows = new Float64Array(count * width);
  for (let p = 0; p < rows.length; p++) rows[p] = random.uniform();
  return rows;
}

/** Zeros, in place, where `keeps` says no. */
export function clearRows(rows: Float64Array, width: number, keeps: (row: number) => boolean): void {
  for (let r = 0; r * width < rows.length; r++) if (!keeps(r)) rows.fill(0, r * width, (r + 1) * width);
}

/** The rows with the largest cosine to one row, itself and all-zero rows left out; none for an all-zero row. */
export const similarRows = (rows: Float64Array, width: number, row: number, limit: number): readonly Ranked[] =>
  mostAlike(rows.length / width, (a, b) => dotAt(rows, a * width, rows, b * width, width), row, limit);

/** The same for any rows whose products can be had. */
export function mostAlike(
  count: number,
  product: (a: number, b: number) => number,
  row: number,
  limit: number,
): readonly Ranked[] {
  const own = Math.sqrt(product(row, row));
  const cosines = new Float64Array(count);
  for (let r = 0; r < count; r++)
    cosines[r] = r === row ? Number.NaN : product(row, r) / (own * Math.sqrt(product(r, r)));
  return Array.from(topK(cosines, limit), (item) => ({ item, score: cosines[item]! }));
}
