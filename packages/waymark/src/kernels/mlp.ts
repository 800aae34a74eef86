import { at4 } from "./addresses";
import { addProduct, KC, MC } from "./gemm";
import { ScoreMlpArgs } from "./generated/arguments";
import { rectify } from "./product";
import { hsum } from "./simd";

const BLOCK: i32 = 32; // items at a time: two layers of 128 and less stay in the first level cache

/**
 * Outputs of an MLP for every pair of a query and an item, the first layer split in the part of either side: out[q, i]
 * = offset + T[q]·E[i] + w·h, h = ReLU of layer after layer on ReLU(P[i] + R[q]). Over blocks of 32 items, query after
 * query. P (items, first) and R (queries, first) are the two parts; `widths` (layers + 1) ends with 1; `packed` holds
 * the weights of all layers but the last, one after the other as `packRight` leaves them, `biases` theirs, `last` the
 * w. E (items, extra) and T (queries, extra) may be 0; out is (queries, stride). All widths but the last a multiple of
 * 8, `extra` of 4. Scratch: 4·(64·256 + 64) + 2·32·4·widest bytes.
 */
export function scoreMlp(args: ScoreMlpArgs, lo: i32, hi: i32, scratch: usize): void {
  const P = args.P, R = args.R, widths = args.widths, last = args.last;
  const out = args.out, items = args.items, layers = args.layers, stride = args.stride;
  const blocks = (items + BLOCK - 1) / BLOCK, first = args.first;
  let x = scratch + 256 + 4 * <usize>MC * <usize>KC, y = x + <usize>args.widest * (4 * <usize>BLOCK);
  for (let index = lo; index < hi; index++) {
    const q = index / blocks, i0 = (index % blocks) * BLOCK, mc = min(BLOCK, items - i0);
    joinFirst(P + <usize>i0 * (<usize>first << 2), R + <usize>q * (<usize>first << 2), x, mc, <usize>first << 2);
    let W = args.packed, bias = args.biases, K = first;
    for (let layer = 1; layer < layers; layer++) {
      const N = load<i32>(at4(widths, layer)), ldc = <usize>N << 2, padded = <usize>((N + 15) & ~15);
      for (let r: usize = 0; r < <usize>mc * ldc; r += ldc) memory.copy(y + r, bias, ldc);
      addProduct(mc, N, K, x, <usize>K << 2, 4, W, y, ldc, scratch);
      rectify(y, <usize>mc * ldc);
      const next = x;
      x = y;
      y = next;
      W += padded * (<usize>K << 2);
      bias += ldc;
      K = N;
    }
    finish(args, q, i0, mc, x, K, last, out + <usize>q * (<usize>stride << 2));
  }
}

/** out[i] = offset + T·E[i] + last·x[i] of a block. */
function finish(args: ScoreMlpArgs, q: i32, i0: i32, mc: i32, x: usize, K: i32, last: usize, out: usize): void {
  const E = args.E, extra = <usize>args.extra << 2, T = args.T + <usize>q * extra, offset = args.offset;
  const ld = <usize>K << 2;
  for (let r = 0; r < mc; r++) {
    let sum: f32 = offset + product(x + <usize>r * ld, last, ld);
    if (E != 0) sum += product(E + <usize>(i0 + r) * extra, T, extra);
    store<f32>(at4(out, i0 + r), sum);
  }
}

/** ReLU(p + r) row by row. */
function joinFirst(p: usize, r: usize, x: usize, rows: i32, bytes: usize): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < rows; i++, p += bytes, x += bytes)
    for (let o: usize = 0; o < bytes; o += 32) {
      const a = f32x4.max(f32x4.add(v128.load(p + o), v128.load(r + o)), zero);
      const b = f32x4.max(f32x4.add(v128.load(p + o, 16), v128.load(r + o, 16)), zero);
      v128.store(x + o, a); v128.store(x + o, b, 16);
    }
}

// @ts-ignore: decorator
@inline
function product(a: usize, b: usize, bytes: usize): f32 {
  let s = f32x4.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) s = f32x4.add(s, f32x4.mul(v128.load(a + o), v128.load(b + o)));
  return hsum(s);
}
