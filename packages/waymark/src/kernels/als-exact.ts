import { at4 } from "./addresses";
import { cholesky, choleskySolve } from "./cholesky";
import { AlsExactArgs } from "./generated/arguments";
import { syrk } from "./gram";
import { fma } from "./simd";

// One half of an iteration of alternating least squares, exactly. For every row u of a sparse matrix with values v:
//
//     X[u] = (G + ridge[u] I + Σ (a v + b) y yᵀ)⁻¹ Σ v y     over the entries of u, y = Y[column]
//
// Implicit feedback (Hu, Koren & Volinsky 2008): v = confidence, a = 1, b = −1, G = YᵀY. Explicit (ALS-WR): a = 0, b = 1, G = 0.

const BLOCK: i32 = 64; // gathered rows a SYRK: two 64 × width blocks stay in the caches

/**
 * G full. failures[0] counts rows whose system was not positive definite; their X is set to 0. Scratch: 4 (width² +
 * 2·64·width + 6·width) bytes.
 */
export function alsExact(args: AlsExactArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, Y = args.Y, offsets = args.offsets, columns = args.columns;
  const values = args.values, G = args.G, ridge = args.ridge, width = args.width;
  const a = args.a, b = args.b, failures = args.failures;
  const ld = <usize>width << 2, square = <usize>width * ld;
  const A = scratch, rows = A + square, scaled = rows + BLOCK * ld, right = scaled + BLOCK * ld, negated = right + ld;
  for (let u = lo; u < hi; u++) {
    const from = load<i32>(at4(offsets, u)), to = load<i32>(at4(offsets, u), 4);
    const x = X + <usize>u * ld;
    memory.fill(x, 0, ld);
    if (from == to) continue;
    memory.copy(A, G, square);
    const r = load<f32>(at4(ridge, u));
    for (let i: usize = 0; i < <usize>width; i++) {
      const diagonal = A + i * ld + (i << 2);
      store<f32>(diagonal, load<f32>(diagonal) + r);
    }
    memory.fill(right, 0, ld);
    for (let e = from; e < to; e += BLOCK) {
      const n = min(BLOCK, to - e);
      gather(Y, ld, at4(columns, e), at4(values, e), n, a, b, rows, scaled, right);
      syrk(scaled, rows, BLOCK << 6, 64, n, width, A, 0, width);
    }
    if (cholesky(A, width, ld, width, negated)) choleskySolve(A, width, ld, right, x);
    else atomic.add<i32>(failures, 1);
  }
}

/** right += v y; y and (a v + b) y go to column panels of 16, laid out [panel][BLOCK][16]. */
function gather(
  Y: usize, ld: usize, column: usize, value: usize, n: i32, a: f32, b: f32,
  rows: usize, scaled: usize, right: usize,
): void {
  for (let e: usize = 0; e < <usize>n; e++) {
    const y = Y + <usize>load<u32>(column + (e << 2)) * ld;
    const v = load<f32>(value + (e << 2));
    const V = f32x4.splat(v), W = f32x4.splat(a * v + b);
    let r = rows + (e << 6), s = scaled + (e << 6);
    for (let o: usize = 0; o < ld; o += 64, r += BLOCK << 6, s += BLOCK << 6) {
      gather8(y + o, r, s, right + o, V, W);
      gather8(y + o + 32, r + 32, s + 32, right + o + 32, V, W);
    }
  }
}

// @ts-ignore: decorator
@inline
function gather8(y: usize, row: usize, scaled: usize, right: usize, V: v128, W: v128): void {
  const p = v128.load(y), q = v128.load(y, 16);
  const s = fma(V, p, v128.load(right)), t = fma(V, q, v128.load(right, 16));
  v128.store(row, p); v128.store(row, q, 16);
  v128.store(scaled, f32x4.mul(W, p)); v128.store(scaled, f32x4.mul(W, q), 16);
  v128.store(right, s); v128.store(right, t, 16);
}
