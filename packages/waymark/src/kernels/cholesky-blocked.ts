import { at4 } from "./addresses";
import { cholesky } from "./cholesky";
import { CholeskyPanelArgs, CholeskyUpdateArgs } from "./generated/arguments";
import { tile } from "./tile";

// A = UᵀU on the upper triangle of A[n, n], a block of rows at a time: the panel is solved into T, then A takes the panel's
// rows and, below them, A −= TᵀT on upper tiles. n and the block's size multiples of 16.

/**
 * Over panels of 16 columns from k0 on. T and `negated` = −T as packed panels [panel][block][16], counted from column
 * k0. failures[0] counts chunks that met a block which is not positive definite. A is not written, so chunks do not
 * depend on each other. Scratch: 4 (block + 16·panels a chunk)(block + 4) bytes.
 */
export function choleskyPanel(args: CholeskyPanelArgs, lo: i32, hi: i32, scratch: usize): void {
  const A = args.A, n = args.n, k0 = args.k0, NB = args.block, ld = <usize>n << 2;
  const T = args.T, N = args.negated, cols = (hi - lo) << 4, width = NB + cols, ldm = <usize>width << 2;
  const M = scratch, corner = at4(A + <usize>k0 * ld, k0), column = <usize>NB << 2;
  for (let r: usize = 0; r < <usize>NB; r++) {
    memory.copy(M + r * ldm, corner + r * ld, column);
    memory.copy(M + r * ldm + column, at4(corner + r * ld, lo << 4), <usize>cols << 2);
  }
  if (!cholesky(M, width, ldm, NB, M + <usize>NB * ldm)) {
    atomic.add<i32>(args.failures, 1);
    return;
  }
  for (let c = 0; c < cols; c += 16) {
    const panel = <usize>((lo << 4) + c) * column;
    for (let r: usize = 0; r < <usize>NB; r++) {
      const s = at4(M + r * ldm, NB + c), t = T + panel + (r << 6), m = N + panel + (r << 6);
      for (let o: usize = 0; o < 64; o += 32) {
        const u = v128.load(s + o), v = v128.load(s + o, 16);
        v128.store(t + o, u); v128.store(t + o, v, 16);
        v128.store(m + o, f32x4.neg(u)); v128.store(m + o, f32x4.neg(v), 16);
      }
    }
  }
}

/** Over quads of rows from k0 on, with the T and −T of `choleskyPanel`. */
export function choleskyUpdate(args: CholeskyUpdateArgs, lo: i32, hi: i32, scratch: usize): void {
  const A = args.A, n = args.n, k0 = args.k0, NB = args.block, ld = <usize>n << 2;
  const T = args.T, N = args.negated, corner = at4(A + <usize>k0 * ld, k0), column = <usize>NB << 2;
  const from = lo << 2, to = hi << 2, size = n - k0;
  for (let j = from & ~15; j < size; j += 16) {
    const b = T + <usize>j * column;
    for (let i = from, end = min(to, j + 16); i < end; i += 4) {
      const c = at4(corner + <usize>i * ld, j);
      if (i < NB) for (let r: usize = 0; r < 4; r++) memory.copy(c + r * ld, b + ((<usize>i + r) << 6), 64);
      else tile(N + <usize>(i & ~15) * column + (<usize>(i & 15) << 2), 64, b, 64, c, ld, NB);
    }
  }
}
