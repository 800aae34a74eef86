import { addProduct, MC } from "./gemm";
import { ProductArgs } from "./generated/arguments";

/**
 * C[M, N] = (start) + op(A)·op(B), over rows of C. As `gemm`, but C starts from 0 (start 0), from what it holds (1) or
 * from `bias` (N) in each row (2), and with `relu` 1 ends at max(0, ·). For layers of a network, whose products are
 * small: everything a row needs is done while it is in the cache. Scratch: 4·64·256 + 256 bytes.
 */
export function product(args: ProductArgs, lo: i32, hi: i32, scratch: usize): void {
  const A = args.A, ai = <usize>args.rowStride << 2, ak = <usize>args.columnStride << 2, packed = args.packed;
  const C = args.C, N = args.N, K = args.K, bias = args.bias, start = args.start;
  const relu = args.relu, ldc = <usize>N << 2;
  for (let i0 = lo; i0 < hi; i0 += MC) {
    const mc = min(MC, hi - i0), c = C + <usize>i0 * ldc, bytes = <usize>mc * ldc;
    if (start == 0) memory.fill(c, 0, bytes);
    else if (start == 2) for (let r: usize = 0; r < bytes; r += ldc) memory.copy(c + r, bias, ldc);
    addProduct(mc, N, K, A + <usize>i0 * ai, ai, ak, packed, c, ldc, scratch);
    if (relu) rectify(c, bytes);
  }
}

/** c = max(0, c) */
export function rectify(c: usize, bytes: usize): void {
  const zero = f32x4.splat(0), whole = bytes & ~31;
  for (let o: usize = 0; o < whole; o += 32) {
    const p = f32x4.max(v128.load(c + o), zero), q = f32x4.max(v128.load(c + o, 16), zero);
    v128.store(c + o, p); v128.store(c + o, q, 16);
  }
  for (let o = whole; o < bytes; o += 4) store<f32>(c + o, max<f32>(load<f32>(c + o), 0));
}
