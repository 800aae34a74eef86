import { at4 } from "./addresses";
import { hsum } from "./simd";
import { axpy, axpy4, axpy4Copy, copy, copyRow, dot, dot4 } from "./vector";

// What conjugate gradient does with the entries of one row of a sparse matrix: `value` and `column` are their first, n their
// number, y the row of Y each column names; `bytes` (a multiple of 64) the length of a vector.

const FAR: f64 = 4194304; // bytes: measured, 1 MiB of second level cache a core; between 2 and 16 MiB it hardly matters

/** Whether Y overflows the inner caches, so that its rows are better gathered by a loop that does nothing else. */
// @ts-ignore: decorator
@inline
export function isFar(rows: i32, bytes: usize): bool {
  return <f64>rows * <f64>bytes > FAR;
}

/** Σ (a v + b) (y·p)² over contiguous rows. */
export function bend(rows: usize, bytes: usize, value: usize, n: i32, a: f32, b: f32, p: usize, spill: usize): f32 {
  const A = f32x4.splat(a), B = f32x4.splat(b);
  let sum = f32x4.splat(0), e = 0;
  for (; e + 4 <= n; e += 4, rows += bytes << 2) {
    const w = f32x4.add(f32x4.mul(A, v128.load(at4(value, e))), B);
    const d = dot4(rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, p, bytes, spill);
    sum = f32x4.add(sum, f32x4.mul(w, f32x4.mul(d, d)));
  }
  let total = hsum(sum);
  for (; e < n; e++, rows += bytes) {
    const d = dot(rows, p, bytes);
    total += (a * load<f32>(at4(value, e)) + b) * d * d;
  }
  return total;
}

/** out += Σ (a v + b) (y·p) y over contiguous rows. @returns p·out afterwards */
export function apply(rows: usize, bytes: usize, value: usize, n: i32, a: f32, b: f32, p: usize, out: usize, spill: usize): f32 {
  const A = f32x4.splat(a), B = f32x4.splat(b);
  let e = 0;
  for (; e + 4 <= n; e += 4, rows += bytes << 2) {
    const w = f32x4.add(f32x4.mul(A, v128.load(at4(value, e))), B);
    const d = f32x4.mul(w, dot4(rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, p, bytes, spill));
    axpy4(d, rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, out, bytes);
  }
  for (; e < n; e++, rows += bytes) axpy((a * load<f32>(at4(value, e)) + b) * dot(rows, p, bytes), rows, out, bytes);
  return dot(p, out, bytes);
}

/** out += Σ (v − (a v + b) y·x) y over indexed rows, copying them to `rows`. */
export function residual(
  Y: usize, bytes: usize, column: usize, value: usize, n: i32, a: f32, b: f32,
  x: usize, out: usize, rows: usize, spill: usize, far: bool,
): void {
  const A = f32x4.splat(a), B = f32x4.splat(b);
  let e = 0;
  if (far) {
    for (let q = 0; q < n; q++) copyRow(rowOf(Y, bytes, column, q), rows + <usize>q * bytes, bytes);
    for (; e + 4 <= n; e += 4, rows += bytes << 2) {
      const v = v128.load(at4(value, e)), w = f32x4.add(f32x4.mul(A, v), B);
      const d = dot4(rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, x, bytes, spill);
      axpy4(f32x4.sub(v, f32x4.mul(w, d)), rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, out, bytes);
    }
  }
  for (; e + 4 <= n; e += 4, rows += bytes << 2) {
    const v = v128.load(at4(value, e)), w = f32x4.add(f32x4.mul(A, v), B);
    const y0 = rowOf(Y, bytes, column, e), y1 = rowOf(Y, bytes, column, e + 1);
    const y2 = rowOf(Y, bytes, column, e + 2), y3 = rowOf(Y, bytes, column, e + 3);
    const d = dot4(y0, y1, y2, y3, x, bytes, spill);
    axpy4Copy(f32x4.sub(v, f32x4.mul(w, d)), y0, y1, y2, y3, out, bytes, rows);
  }
  for (; e < n; e++, rows += bytes) {
    const v = load<f32>(at4(value, e)), y = rowOf(Y, bytes, column, e);
    axpy(v - (a * v + b) * dot(y, x, bytes), y, out, bytes);
    copy(y, rows, bytes);
  }
}

// @ts-ignore: decorator
@inline
function rowOf(Y: usize, bytes: usize, column: usize, e: i32): usize {
  return Y + <usize>load<u32>(at4(column, e)) * bytes;
}

export function negate(x: usize, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = f32x4.neg(v128.load(x + o)), t = f32x4.neg(v128.load(x + o, 16));
    v128.store(x + o, s); v128.store(x + o, t, 16);
  }
}
