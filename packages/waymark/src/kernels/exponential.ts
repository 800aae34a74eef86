import { fma } from "./simd";

// eˣ to about 2·10⁻⁷ of its size: Cody and Waite's reduction by ln 2 in two parts, then the series to the sixth power.

const LIMIT: f32 = 87; // e^±87 are the last before the exponent of a float32 runs over

/** x held to ±87; NaN stays NaN. */
export function exponential(x: f32): f32 {
  if (x != x) return x;
  x = min<f32>(max<f32>(x, -LIMIT), LIMIT);
  const n = nearest<f32>(x * 1.44269504);
  const r = x - n * 0.693359375 + n * 2.12194440e-4;
  const p: f32 = 1 + r * (1 + r * (0.5 + r * (0.16666667 + r * (0.041666668 + r * (0.008333334 + r * 0.0013888889)))));
  return p * reinterpret<f32>((<i32>n + 127) << 23);
}

/** The same for four; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function exponential4(x: v128): v128 {
  x = f32x4.min(f32x4.max(x, f32x4.splat(-LIMIT)), f32x4.splat(LIMIT));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  const r = fma(n, f32x4.splat(2.12194440e-4), f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))));
  let p = fma(r, f32x4.splat(0.0013888889), f32x4.splat(0.008333334));
  p = fma(r, p, f32x4.splat(0.041666668));
  p = fma(r, p, f32x4.splat(0.16666667));
  p = fma(r, p, f32x4.splat(0.5));
  const one = f32x4.splat(1);
  p = fma(r, p, one);
  p = fma(r, p, one);
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
}

/** 1 / (1 + e⁻ˣ) for four. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential4(f32x4.neg(x))));
}

/** tanh for four: 2σ(2x) − 1, to 10⁻⁷ absolutely. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const s = sigmoid4(f32x4.add(x, x));
  return f32x4.sub(f32x4.add(s, s), f32x4.splat(1));
}
