import { fma, fnma, hsum } from "./simd";
import { tile } from "./tile";

/**
 * A = UᵀU in place on the upper triangle of A[n, n] (row-major, n a multiple of 16, ld in bytes).
 * Four pivots at a time: one pass scales the pivot rows, then the trailing matrix takes a rank-4 update
 * through the micro-kernel. `neg` holds 4·n floats of scratch. Entries below the diagonal are overwritten.
 * Columns [0, n) are eliminated for pivots [0, m): m < n factors only a panel of rows.
 * @returns whether all pivots were positive; false also for NaN
 */
export function cholesky(A: usize, n: i32, ld: usize, m: i32, neg: usize): bool {
  const ldn = <usize>n << 2;
  for (let j = 0; j < m; j += 4) {
    if (!pivots(A, n, ld, j, neg)) return false;
    const u = A + <usize>j * ld;
    for (let p = (j + 4) & ~15; p < n; p += 16) {
      const b = u + (<usize>p << 2);
      for (let i = j + 4, end = min(m, p + 16); i < end; i += 4)
        tile(neg + (<usize>i << 2), ldn, b, ld, A + <usize>i * ld + (<usize>p << 2), ld, 4);
    }
  }
  return true;
}

function pivots(A: usize, n: i32, ld: usize, j: i32, neg: usize): bool {
  const r0 = A + <usize>j * ld, r1 = r0 + ld, r2 = r1 + ld, r3 = r2 + ld;
  const at = <usize>j << 2;
  const d0: f32 = 1 / sqrt(load<f32>(r0 + at));
  const u01 = load<f32>(r0 + at, 4) * d0, u02 = load<f32>(r0 + at, 8) * d0, u03 = load<f32>(r0 + at, 12) * d0;
  const d1: f32 = 1 / sqrt(load<f32>(r1 + at, 4) - u01 * u01);
  const u12 = (load<f32>(r1 + at, 8) - u01 * u02) * d1, u13 = (load<f32>(r1 + at, 12) - u01 * u03) * d1;
  const d2: f32 = 1 / sqrt(load<f32>(r2 + at, 8) - u02 * u02 - u12 * u12);
  const u23 = (load<f32>(r2 + at, 12) - u02 * u03 - u12 * u13) * d2;
  const d3: f32 = 1 / sqrt(load<f32>(r3 + at, 12) - u03 * u03 - u13 * u13 - u23 * u23);

  // A square root of a negative number is NaN, of 0 gives ∞: neither is below ∞ when added up.
  if (!(d0 + d1 + d2 + d3 < Infinity)) return false;

  const D0 = f32x4.splat(d0), D1 = f32x4.splat(d1), D2 = f32x4.splat(d2), D3 = f32x4.splat(d3);
  const U01 = f32x4.splat(u01), U02 = f32x4.splat(u02), U03 = f32x4.splat(u03);
  const U12 = f32x4.splat(u12), U13 = f32x4.splat(u13), U23 = f32x4.splat(u23);
  const n4 = <usize>n << 2;
  for (let o = <usize>(j & ~7) << 2; o < n4; o += 32) {
    const a0 = f32x4.mul(v128.load(r0 + o), D0), b0 = f32x4.mul(v128.load(r0 + o, 16), D0);
    const a1 = f32x4.mul(fnma(U01, a0, v128.load(r1 + o)), D1), b1 = f32x4.mul(fnma(U01, b0, v128.load(r1 + o, 16)), D1);
    const a2 = f32x4.mul(fnma(U12, a1, fnma(U02, a0, v128.load(r2 + o))), D2);
    const b2 = f32x4.mul(fnma(U12, b1, fnma(U02, b0, v128.load(r2 + o, 16))), D2);
    const a3 = f32x4.mul(fnma(U23, a2, fnma(U13, a1, fnma(U03, a0, v128.load(r3 + o)))), D3);
    const b3 = f32x4.mul(fnma(U23, b2, fnma(U13, b1, fnma(U03, b0, v128.load(r3 + o, 16)))), D3);
    v128.store(r0 + o, a0); v128.store(r0 + o, b0, 16);
    v128.store(r1 + o, a1); v128.store(r1 + o, b1, 16);
    v128.store(r2 + o, a2); v128.store(r2 + o, b2, 16);
    v128.store(r3 + o, a3); v128.store(r3 + o, b3, 16);
    const m0 = neg + o, m1 = m0 + n4, m2 = m1 + n4, m3 = m2 + n4;
    v128.store(m0, f32x4.neg(a0)); v128.store(m0, f32x4.neg(b0), 16);
    v128.store(m1, f32x4.neg(a1)); v128.store(m1, f32x4.neg(b1), 16);
    v128.store(m2, f32x4.neg(a2)); v128.store(m2, f32x4.neg(b2), 16);
    v128.store(m3, f32x4.neg(a3)); v128.store(m3, f32x4.neg(b3), 16);
  }
  return true;
}

/** Solves UᵀU x = b; b[n] is consumed, x[n] is written; n a multiple of 8. */
export function choleskySolve(U: usize, n: i32, ld: usize, b: usize, x: usize): void {
  const n4 = <usize>n << 2;
  for (let j = 0; j < n; j++) {
    const row = U + <usize>j * ld, at = <usize>j << 2;
    const z = load<f32>(b + at) / load<f32>(row + at);
    const Z = f32x4.splat(z);
    for (let o = <usize>(j & ~7) << 2; o < n4; o += 32) {
      const p = fnma(Z, v128.load(row + o), v128.load(b + o));
      const q = fnma(Z, v128.load(row + o, 16), v128.load(b + o, 16));
      v128.store(b + o, p); v128.store(b + o, q, 16);
    }
    store<f32>(x + at, z);
  }
  memory.copy(b, x, n4); // b holds z; x is rebuilt from the end
  memory.fill(x, 0, n4);
  for (let j = n - 1; j >= 0; j--) {
    const row = U + <usize>j * ld, at = <usize>j << 2;
    let s = f32x4.splat(0), t = s;
    for (let o = <usize>(j & ~7) << 2; o < n4; o += 32) {
      s = fma(v128.load(row + o), v128.load(x + o), s);
      t = fma(v128.load(row + o, 16), v128.load(x + o, 16), t);
    }
    store<f32>(x + at, (load<f32>(b + at) - hsum(f32x4.add(s, t))) / load<f32>(row + at));
  }
}
