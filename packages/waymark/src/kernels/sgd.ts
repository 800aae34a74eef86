import { at4 } from "./addresses";
import { DescendArgs, DescendRowsArgs } from "./generated/arguments";
import { fma, fnma } from "./simd";

// Stochastic gradient descent with momentum μ: m ← μm + g, w ← w − γ·m. `coefficients` as in adam.ts.

/** All weights, over blocks of 16. */
export function descend(args: DescendArgs, lo: i32, hi: i32, scratch: usize): void {
  const o = <usize>lo << 6;
  span(args.coefficients, args.momentum, args.w + o, args.g + o, args.m + o, <usize>(hi - lo) << 6);
}

/** The rows a batch touched, over their positions. */
export function descendRows(args: DescendRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const table = args.table, sums = args.sums, m = args.m, touched = args.touched;
  const ld = <usize>args.columns << 2, end = min(hi, load<i32>(args.used));
  for (let p = lo; p < end; p++) {
    const o = <usize>load<u32>(at4(touched, p)) * ld;
    span(args.coefficients, args.momentum, table + o, sums + <usize>p * ld, m + o, ld);
  }
}

// @ts-ignore: decorator
@inline
function span(coefficients: usize, momentum: f32, w: usize, g: usize, m: usize, bytes: usize): void {
  const learningRate = load<f32>(coefficients), scale = load<f32>(coefficients, 8), decay: f32 = <f32>1 - load<f32>(coefficients, 12), regularization = load<f32>(coefficients, 16);
  const R = f32x4.splat(learningRate), S = f32x4.splat(scale), K = f32x4.splat(decay), P = f32x4.splat(regularization), M = f32x4.splat(momentum);
  const whole = bytes & ~31;
  for (let o: usize = 0; o < whole; o += 32) {
    const w0 = v128.load(w + o), w1 = v128.load(w + o, 16);
    const m0 = fma(M, v128.load(m + o), fma(P, w0, f32x4.mul(S, v128.load(g + o))));
    const m1 = fma(M, v128.load(m + o, 16), fma(P, w1, f32x4.mul(S, v128.load(g + o, 16))));
    const n0 = fnma(R, m0, f32x4.mul(K, w0)), n1 = fnma(R, m1, f32x4.mul(K, w1));
    v128.store(m + o, m0); v128.store(m + o, m1, 16);
    v128.store(w + o, n0); v128.store(w + o, n1, 16);
  }
  for (let o = whole; o < bytes; o += 4) {
    const old = load<f32>(w + o), m1 = momentum * load<f32>(m + o) + regularization * old + scale * load<f32>(g + o);
    store<f32>(m + o, m1);
    store<f32>(w + o, decay * old - learningRate * m1);
  }
}
