import { at4 } from "./addresses";
import { cholesky } from "./cholesky";
import { SweepPanelArgs, SweepUpdateArgs } from "./generated/arguments";
import { tile } from "./tile";

// In-place inverse of a symmetric positive definite A[n, n] held as upper tiles: a blocked sweep. For each block k of
// NB rows: D = A_kk = UᵀU, T = U⁻ᵀ·[A_k: with A_kk replaced by −I], zero row and column k, then A −= TᵀT. After all
// blocks A is −A⁻¹. The whole cost is one rank-NB update a block through the micro-kernel: n³ operations in all.

/**
 * Over panels of 16 columns; n a multiple of `block`, `block` of 16. T and `negated` = −T in packed panels
 * [panel][block][16]. failures[0] counts blocks that were not positive definite. Scratch: 4 (block + 16·panels a
 * chunk)(block + 4) bytes.
 */
export function sweepPanel(args: SweepPanelArgs, lo: i32, hi: i32, scratch: usize): void {
  const A = args.A, n = args.n, k0 = args.k0, NB = args.block, ld = <usize>n << 2;
  const T = args.T, N = args.negated, failures = args.failures;
  const cols = (hi - lo) << 4, width = NB + cols, ldm = <usize>width << 2, M = scratch, negated = M + <usize>NB * ldm;
  for (let r = 0; r < NB; r++) {
    const m = M + <usize>r * ldm;
    memory.copy(m, A + <usize>(k0 + r) * ld + (<usize>k0 << 2), <usize>NB << 2);
    const p = m + (<usize>NB << 2);
    for (let c = 0; c < cols; c += 16) {
      const j = (lo << 4) + c, to = at4(p, c);
      if (j >= k0 + NB) memory.copy(to, at4(A + <usize>(k0 + r) * ld, j), 64);
      else if (j >= k0) {
        memory.fill(to, 0, 64);
        if (k0 + r >= j && k0 + r < j + 16) store<f32>(at4(to, k0 + r - j), -1);
      } else for (let q = 0; q < 16; q++) store<f32>(at4(to, q), load<f32>(at4(A + <usize>(j + q) * ld, k0 + r)));
    }
  }
  if (!cholesky(M, width, ldm, NB, negated)) {
    atomic.add<i32>(failures, 1);
    return;
  }
  for (let c = 0; c < cols; c += 16) {
    const panel = <usize>((lo << 4) + c) * (<usize>NB << 2);
    for (let r = 0; r < NB; r++) {
      const s = at4(M + <usize>r * ldm, NB + c), t = T + panel + (<usize>r << 6), m = N + panel + (<usize>r << 6);
      for (let o: usize = 0; o < 64; o += 16) {
        const v = v128.load(s + o);
        v128.store(t + o, v);
        v128.store(m + o, f32x4.neg(v));
      }
    }
  }
}

/**
 * Over quads of rows: A −= TᵀT on upper tiles, starting from zero in row and column block k, with the T and −T of
 * `sweepPanel`.
 */
export function sweepUpdate(args: SweepUpdateArgs, lo: i32, hi: i32, scratch: usize): void {
  const A = args.A, n = args.n, k0 = args.k0, NB = args.block, ld = <usize>n << 2;
  const T = args.T, N = args.negated, from = lo << 2, to = hi << 2, column = <usize>NB << 2;
  for (let j = from & ~15; j < n; j += 16) {
    const b = T + <usize>j * column, inColumn = j >= k0 && j < k0 + NB;
    for (let i = from, end = min(to, j + 16); i < end; i += 4) {
      const c = at4(A + <usize>i * ld, j);
      if (inColumn || (i >= k0 && i < k0 + NB)) for (let r: usize = 0; r < 4; r++) memory.fill(c + r * ld, 0, 64);
      tile(N + <usize>(i & ~15) * column + (<usize>(i & 15) << 2), 64, b, 64, c, ld, NB);
    }
  }
}
