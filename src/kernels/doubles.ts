import { fma64 } from "./simd";

// Dense vectors of 64-bit floats whose length is a multiple of 4 (callers pad with zeros). `bytes` is 8 × length.

/** Sum of the four doubles at p. */
// @ts-ignore: decorator
@inline
export function sum4(p: usize): f64 {
  const v = f64x2.add(v128.load(p), v128.load(p, 16));
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Σ aᵢ bᵢ; `spill` is 32 bytes of scratch. */
export function dotDoubles(a: usize, b: usize, bytes: usize, spill: usize): f64 {
  let s = f64x2.splat(0), t = s;
  for (let o: usize = 0; o < bytes; o += 32) {
    s = fma64(v128.load(a + o), v128.load(b + o), s);
    t = fma64(v128.load(a + o, 16), v128.load(b + o, 16), t);
  }
  v128.store(spill, s); v128.store(spill, t, 16);
  return sum4(spill);
}

/** Four dot products with p: at `out`, `out` + 32, + 64 and + 96, four parts each that `sum4` adds up. */
export function dotDoubles4(a: usize, b: usize, c: usize, d: usize, p: usize, bytes: usize, out: usize): void {
  let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (let o: usize = 0; o < bytes; o += 32) {
    const p0 = v128.load(p + o), p1 = v128.load(p + o, 16);
    a0 = fma64(v128.load(a + o), p0, a0); a1 = fma64(v128.load(a + o, 16), p1, a1);
    b0 = fma64(v128.load(b + o), p0, b0); b1 = fma64(v128.load(b + o, 16), p1, b1);
    c0 = fma64(v128.load(c + o), p0, c0); c1 = fma64(v128.load(c + o, 16), p1, c1);
    d0 = fma64(v128.load(d + o), p0, d0); d1 = fma64(v128.load(d + o, 16), p1, d1);
  }
  v128.store(out, a0); v128.store(out, a1, 16);
  v128.store(out, b0, 32); v128.store(out, b1, 48);
  v128.store(out, c0, 64); v128.store(out, c1, 80);
  v128.store(out, d0, 96); v128.store(out, d1, 112);
}

/** y += w x */
export function axpyDoubles(w: f64, x: usize, y: usize, bytes: usize): void {
  const W = f64x2.splat(w);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = fma64(W, v128.load(x + o), v128.load(y + o)), t = fma64(W, v128.load(x + o, 16), v128.load(y + o, 16));
    v128.store(y + o, s); v128.store(y + o, t, 16);
  }
}

/** out += w₀ a + w₁ b + w₂ c + w₃ d, in this order. */
export function axpyDoubles4(
  w0: f64, w1: f64, w2: f64, w3: f64, a: usize, b: usize, c: usize, d: usize, out: usize, bytes: usize,
): void {
  const A = f64x2.splat(w0), B = f64x2.splat(w1), C = f64x2.splat(w2), D = f64x2.splat(w3);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = fma64(B, v128.load(b + o), fma64(A, v128.load(a + o), v128.load(out + o)));
    const t = fma64(B, v128.load(b + o, 16), fma64(A, v128.load(a + o, 16), v128.load(out + o, 16)));
    const u = fma64(D, v128.load(d + o), fma64(C, v128.load(c + o), s));
    const v = fma64(D, v128.load(d + o, 16), fma64(C, v128.load(c + o, 16), t));
    v128.store(out + o, u); v128.store(out + o, v, 16);
  }
}

/** y = w x */
export function scaleDoubles(w: f64, x: usize, y: usize, bytes: usize): void {
  const W = f64x2.splat(w);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = f64x2.mul(W, v128.load(x + o)), t = f64x2.mul(W, v128.load(x + o, 16));
    v128.store(y + o, s); v128.store(y + o, t, 16);
  }
}
