import { at4 } from "./addresses";
import { pack } from "./gemm";
import { CholeskySolveRowsArgs } from "./generated/arguments";
import { fma } from "./simd";
import { tile } from "./tile";

/**
 * X of UᵀU X = B in place of B[n, columns], over panels of 16 columns; U[n, n] upper, n a multiple of 16. Four rows at
 * a time; what is known of a panel stands negated in scratch, [n][16], so that the tile, which adds, subtracts.
 * Scratch: 64 n · panels a chunk + 16 n bytes.
 */
export function choleskySolveRows(args: CholeskySolveRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const U = args.U, n = args.n, B = args.B, columns = args.columns;
  const ld = <usize>n << 2, ldb = <usize>columns << 2, size = <usize>n << 6, quads = scratch, X = scratch + (<usize>n << 4);
  for (let panel = lo; panel < hi; panel++) {
    const x = X + <usize>(panel - lo) * size, bytes = <usize>min(16, columns - (panel << 4)) << 2;
    memory.fill(x, 0, size);
    for (let r: usize = 0; r < <usize>n; r++) memory.copy(x + (r << 6), at4(B + r * ldb, panel << 4), bytes);
  }
  for (let i = 0; i < n; i += 4) { // Uᵀ Z = B: z_i = (b_i − Σ_{k<i} U[k, i] z_k) / U[i, i]
    const corner = at4(U + <usize>i * ld, i);
    pack(at4(U, i), 4, ld, 4, i, 4, quads);
    for (let x = X, end = X + <usize>(hi - lo) * size; x < end; x += size) {
      const own = x + (<usize>i << 6);
      tile(quads, 16, x, 64, own, 64, i);
      for (let q = 0; q < 4; q++) {
        for (let k = 0; k < q; k++) add(own + (<usize>q << 6), load<f32>(at4(corner + <usize>k * ld, q)), own + (<usize>k << 6));
        scale(own + (<usize>q << 6), -1 / load<f32>(at4(corner + <usize>q * ld, q)));
      }
    }
  }
  for (let i = n - 4; i >= 0; i -= 4) { // U X = Z: x_i = (z_i − Σ_{k>i} U[i, k] x_k) / U[i, i]
    const corner = at4(U + <usize>i * ld, i), rest = n - i - 4;
    pack(corner + 16, ld, 4, 4, rest, 4, quads);
    for (let x = X, end = X + <usize>(hi - lo) * size; x < end; x += size) {
      const own = x + (<usize>i << 6);
      for (let q: usize = 0; q < 4; q++) scale(own + (q << 6), -1);
      tile(quads, 16, own + 256, 64, own, 64, rest);
      for (let q = 3; q >= 0; q--) {
        for (let k = q + 1; k < 4; k++) add(own + (<usize>q << 6), load<f32>(at4(corner + <usize>q * ld, k)), own + (<usize>k << 6));
        scale(own + (<usize>q << 6), -1 / load<f32>(at4(corner + <usize>q * ld, q)));
      }
    }
  }
  for (let panel = lo; panel < hi; panel++) {
    const x = X + <usize>(panel - lo) * size, m = min(16, columns - (panel << 4));
    for (let r: usize = 0; r < <usize>n; r++) {
      const to = at4(B + r * ldb, panel << 4);
      for (let q = 0; q < m; q++) store<f32>(at4(to, q), -load<f32>(at4(x + (r << 6), q)));
    }
  }
}

/** to[16] += w · from[16] */
// @ts-ignore: decorator
@inline
function add(to: usize, w: f32, from: usize): void {
  const W = f32x4.splat(w);
  for (let o: usize = 0; o < 64; o += 32) {
    const s = fma(W, v128.load(from + o), v128.load(to + o)), t = fma(W, v128.load(from + o, 16), v128.load(to + o, 16));
    v128.store(to + o, s); v128.store(to + o, t, 16);
  }
}

/** row[16] *= w */
// @ts-ignore: decorator
@inline
function scale(row: usize, w: f32): void {
  const W = f32x4.splat(w);
  for (let o: usize = 0; o < 64; o += 32) {
    const s = f32x4.mul(W, v128.load(row + o)), t = f32x4.mul(W, v128.load(row + o, 16));
    v128.store(row + o, s); v128.store(row + o, t, 16);
  }
}
