import type { Random } from "../random.ts";

// Rows of equal width in one array, row after row: row r begins at r × width. Sums are 64-bit floats throughout.

export type Floats = Float32Array | Float64Array;

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

/** The same in one sum, from the first entry to the last: other bits than `dotAt`, in the last places. */
export function dotInOrder(a: Floats, aStart: number, b: Floats, bStart: number, width: number): number {
  let sum = 0;
  for (let f = 0; f < width; f++) sum += a[aStart + f]! * b[bStart + f]!;
  return sum;
}

/** target += weight · the entries of `rows` from `start` on, as many as `target` has. */
export function addScaled(target: Float64Array, rows: Floats, start: number, weight: number): void {
  for (let f = 0; f < target.length; f++) target[f]! += weight * rows[start + f]!;
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

/** Sets to zero, in place, the rows for which `keeps` is false. */
export function clearRows(rows: Float64Array, width: number, keeps: (row: number) => boolean): void {
  for (let r = 0; r * width < rows.length; r++) if (!keeps(r)) rows.fill(0, r * width, (r + 1) * width);
}

/** True when no entry is NaN or infinite. */
export function allFinite(X: Float32Array): boolean {
  let sum = 0;
  for (let p = 0; p < X.length; p++) sum += X[p]! * 0;
  return sum === 0;
}
