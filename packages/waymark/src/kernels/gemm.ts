import { at4 } from "./addresses";
import { GemmArgs, PackRightArgs } from "./generated/arguments";
import { tile } from "./tile";

export const KC: i32 = 256; // a 16-wide panel of B stays in L1
export const MC: i32 = 64; // a block of A stays in L2

/**
 * C[M, N] += op(A)·op(B), over blocks of 64 rows of C. Element (i, k) of A lies at A + 4 (i·rowStride +
 * k·columnStride); one of the two strides is 1. B as `packRight` leaves it. Each sum is taken in order of k. Scratch:
 * 4·64·256 + 256 bytes.
 */
export function gemm(args: GemmArgs, lo: i32, hi: i32, scratch: usize): void {
  const A = args.A, ai = <usize>args.rowStride << 2, ak = <usize>args.columnStride << 2, packed = args.packed;
  const C = args.C, M = args.M, N = args.N, K = args.K, ldc = <usize>N << 2;
  for (let block = lo; block < hi; block++) {
    const i0 = block * MC;
    addProduct(min(MC, M - i0), N, K, A + <usize>i0 * ai, ai, ak, packed, C + <usize>i0 * ldc, ldc, scratch);
  }
}

/**
 * C[mc, N] += A·packed for at most 64 rows, `ldc` bytes apart; element (i, k) of A at A + i·ai + k·ak, one of the two strides being 4
 * bytes. `packed` as `packRight` leaves it. Scratch: 4·64·256 + 256 bytes.
 */
export function addProduct(mc: i32, N: i32, K: i32, A: usize, ai: usize, ak: usize, packed: usize, C: usize, ldc: usize, scratch: usize): void {
  const left = scratch + 256, padded = <usize>((N + 15) & ~15);
  for (let k0 = 0; k0 < K; k0 += KC) {
    const kc = min(KC, K - k0);
    pack(A + <usize>k0 * ak, ai, ak, mc, kc, 4, left);
    panels(mc, N, kc, left, packed + padded * (<usize>k0 << 2), C, ldc, scratch);
  }
}

/**
 * B[K, N] for `gemm`, over panels of 16 columns; element (k, j) at B + 4 (k·rowStride + j·columnStride). Laid out
 * [block of 256 k][panel][k][16], the last panel filled up with zeros.
 */
export function packRight(args: PackRightArgs, lo: i32, hi: i32, scratch: usize): void {
  const B = args.B, bk = <usize>args.rowStride << 2, bj = <usize>args.columnStride << 2;
  const K = args.K, N = args.N, packed = args.packed, padded = <usize>((N + 15) & ~15);
  for (let k0 = 0; k0 < K; k0 += KC) {
    const kc = min(KC, K - k0), block = packed + padded * (<usize>k0 << 2), first = lo << 4;
    pack(
      B + <usize>k0 * bk + <usize>first * bj, bj, bk, min(N, hi << 4) - first, kc, 16,
      block + <usize>first * (<usize>kc << 2),
    );
  }
}

/**
 * Packs n vectors of length K into zero-padded panels [K][width], width 4 (left operand) or 16 (right).
 * Element k of vector i lies at src + i·is + k·ks; one of the strides must be 4 bytes.
 */
export function pack(src: usize, is: usize, ks: usize, n: i32, K: i32, width: i32, dst: usize): void {
  const row = <usize>width << 2;
  const padded = (n + width - 1) / width * width;
  for (let i = 0; i < padded; i += 4) {
    let d = dst + <usize>(i / width) * <usize>K * row + (<usize>(i % width) << 2);
    let s = src + <usize>i * is;
    const m = n - i;
    if (m < 4) {
      for (let k = 0; k < K; k++, s += ks, d += row) {
        v128.store(d, f32x4.splat(0));
        for (let q = 0; q < m; q++) store<f32>(d + (<usize>q << 2), load<f32>(s + <usize>q * is));
      }
    } else if (is == 4) {
      for (let k = 0; k < K; k++, s += ks, d += row) v128.store(d, v128.load(s));
    } else {
      let s1 = s + is, s2 = s1 + is, s3 = s2 + is, k = 0;
      for (; k + 4 <= K; k += 4) {
        const a = v128.load(s), b = v128.load(s1), c = v128.load(s2), e = v128.load(s3);
        const ab = i32x4.shuffle(a, b, 0, 4, 1, 5), AB = i32x4.shuffle(a, b, 2, 6, 3, 7);
        const ce = i32x4.shuffle(c, e, 0, 4, 1, 5), CE = i32x4.shuffle(c, e, 2, 6, 3, 7);
        v128.store(d, i64x2.shuffle(ab, ce, 0, 2)); d += row;
        v128.store(d, i64x2.shuffle(ab, ce, 1, 3)); d += row;
        v128.store(d, i64x2.shuffle(AB, CE, 0, 2)); d += row;
        v128.store(d, i64x2.shuffle(AB, CE, 1, 3)); d += row;
        s += 16; s1 += 16; s2 += 16; s3 += 16;
      }
      for (; k < K; k++, d += row) {
        store<f32>(d, load<f32>(s)); store<f32>(d, load<f32>(s1), 4);
        store<f32>(d, load<f32>(s2), 8); store<f32>(d, load<f32>(s3), 12);
        s += 4; s1 += 4; s2 += 4; s3 += 4;
      }
    }
  }
}

/** C[mc, N] += packed A · packed B; `edge` is 256 bytes of scratch. */
export function panels(mc: i32, N: i32, kc: i32, left: usize, right: usize, C: usize, ldc: usize, edge: usize): void {
  for (let j = 0; j < N; j += 16) {
    const b = right + <usize>j * (<usize>kc << 2);
    for (let i = 0; i < mc; i += 4) {
      const a = left + <usize>i * (<usize>kc << 2);
      const c = C + <usize>i * ldc + (<usize>j << 2);
      if (i + 4 <= mc && j + 16 <= N) {
        tile(a, 16, b, 64, c, ldc, kc);
      } else {
        memory.fill(edge, 0, 256);
        tile(a, 16, b, 64, edge, 64, kc);
        for (let r = 0, m = min(4, mc - i); r < m; r++)
          for (let q = 0, n = min(16, N - j); q < n; q++) {
            const to = at4(c + <usize>r * ldc, q);
            store<f32>(to, load<f32>(to) + load<f32>(at4(edge, (r << 4) + q)));
          }
      }
    }
  }
}
