import { at4 } from "./addresses";
import { AdamArgs, AdamRowsArgs } from "./generated/arguments";
import { fma } from "./simd";

// Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − γ·m/(√v·correction + ε), where the learning rate γ holds 1/(1 − β₁ᵗ) and correction
// is 1/√(1 − β₂ᵗ). `coefficients` = [γ, correction, scale of the gradient, decay of the weight itself (AdamW), L2 regularization added to the gradient].

/** All weights, over blocks of 16. */
export function adam(args: AdamArgs, lo: i32, hi: i32, scratch: usize): void {
  const o = <usize>lo << 6;
  span(args.coefficients, args.beta1, args.beta2, args.epsilon, args.w + o, args.g + o, args.m + o, args.v + o, <usize>(hi - lo) << 6);
}

/**
 * The rows a batch touched, over their positions; see row-gradients.ts. Moments of other rows do not change (lazy Adam).
 */
export function adamRows(args: AdamRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const table = args.table, sums = args.sums, m = args.m, v = args.v;
  const touched = args.touched, ld = <usize>args.columns << 2, end = min(hi, load<i32>(args.used));
  for (let p = lo; p < end; p++) {
    const o = <usize>load<u32>(at4(touched, p)) * ld;
    span(args.coefficients, args.beta1, args.beta2, args.epsilon, table + o, sums + <usize>p * ld, m + o, v + o, ld);
  }
}

// @ts-ignore: decorator
@inline
function span(coefficients: usize, beta1: f32, beta2: f32, epsilon: f32, w: usize, g: usize, m: usize, v: usize, bytes: usize): void {
  const one: f32 = 1;
  const learningRate = load<f32>(coefficients), correction = load<f32>(coefficients, 4), scale = load<f32>(coefficients, 8);
  const decay: f32 = one - load<f32>(coefficients, 12), regularization = load<f32>(coefficients, 16);
  const b1 = f32x4.splat(beta1), i1 = f32x4.splat(one - beta1), b2 = f32x4.splat(beta2), i2 = f32x4.splat(one - beta2);
  const R = f32x4.splat(learningRate), C = f32x4.splat(correction), E = f32x4.splat(epsilon), S = f32x4.splat(scale);
  const K = f32x4.splat(decay), P = f32x4.splat(regularization), whole = bytes & ~31;
  for (let o: usize = 0; o < whole; o += 32) {
    const w0 = v128.load(w + o), w1 = v128.load(w + o, 16);
    const g0 = fma(P, w0, f32x4.mul(S, v128.load(g + o))), g1 = fma(P, w1, f32x4.mul(S, v128.load(g + o, 16)));
    const m0 = fma(b1, v128.load(m + o), f32x4.mul(i1, g0)), m1 = fma(b1, v128.load(m + o, 16), f32x4.mul(i1, g1));
    const v0 = fma(b2, v128.load(v + o), f32x4.mul(i2, f32x4.mul(g0, g0)));
    const v1 = fma(b2, v128.load(v + o, 16), f32x4.mul(i2, f32x4.mul(g1, g1)));
    const n0 = f32x4.sub(f32x4.mul(K, w0), f32x4.div(f32x4.mul(R, m0), fma(f32x4.sqrt(v0), C, E)));
    const n1 = f32x4.sub(f32x4.mul(K, w1), f32x4.div(f32x4.mul(R, m1), fma(f32x4.sqrt(v1), C, E)));
    v128.store(m + o, m0); v128.store(m + o, m1, 16);
    v128.store(v + o, v0); v128.store(v + o, v1, 16);
    v128.store(w + o, n0); v128.store(w + o, n1, 16);
  }
  for (let o = whole; o < bytes; o += 4) {
    const old = load<f32>(w + o), g1 = regularization * old + scale * load<f32>(g + o);
    const m1 = beta1 * load<f32>(m + o) + (one - beta1) * g1, v1 = beta2 * load<f32>(v + o) + (one - beta2) * g1 * g1;
    store<f32>(m + o, m1);
    store<f32>(v + o, v1);
    store<f32>(w + o, decay * old - (learningRate * m1) / (sqrt<f32>(v1) * correction + epsilon));
  }
}
