import { fma, hsum, hsum4 } from "./simd";

// Dense vectors of 32-bit floats whose length is a multiple of 8 (callers pad with zeros). `bytes` is 4 × length.

/** Σ aᵢ bᵢ */
export function dot(a: usize, b: usize, bytes: usize): f32 {
  let s = f32x4.splat(0), t = s;
  for (let o: usize = 0; o < bytes; o += 32) {
    s = fma(v128.load(a + o), v128.load(b + o), s);
    t = fma(v128.load(a + o, 16), v128.load(b + o, 16), t);
  }
  return hsum(f32x4.add(s, t));
}

/** Four dot products with p at once; `spill` is 128 bytes of scratch. */
// @ts-ignore: decorator
@inline
export function dot4(a: usize, b: usize, c: usize, d: usize, p: usize, bytes: usize, spill: usize): v128 {
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (let o: usize = 0; o < bytes; o += 32) {
    const p0 = v128.load(p + o), p1 = v128.load(p + o, 16);
    a0 = fma(v128.load(a + o), p0, a0); a1 = fma(v128.load(a + o, 16), p1, a1);
    b0 = fma(v128.load(b + o), p0, b0); b1 = fma(v128.load(b + o, 16), p1, b1);
    c0 = fma(v128.load(c + o), p0, c0); c1 = fma(v128.load(c + o, 16), p1, c1);
    d0 = fma(v128.load(d + o), p0, d0); d1 = fma(v128.load(d + o, 16), p1, d1);
  }
  // Adjacent stores are what the revectorizer starts from; reloading costs a few cycles.
  v128.store(spill, a0); v128.store(spill, a1, 16);
  v128.store(spill, b0, 32); v128.store(spill, b1, 48);
  v128.store(spill, c0, 64); v128.store(spill, c1, 80);
  v128.store(spill, d0, 96); v128.store(spill, d1, 112);
  return hsum4(
    f32x4.add(v128.load(spill), v128.load(spill, 16)), f32x4.add(v128.load(spill, 32), v128.load(spill, 48)),
    f32x4.add(v128.load(spill, 64), v128.load(spill, 80)), f32x4.add(v128.load(spill, 96), v128.load(spill, 112)),
  );
}

/** y += w x */
export function axpy(w: f32, x: usize, y: usize, bytes: usize): void {
  const W = f32x4.splat(w);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = fma(W, v128.load(x + o), v128.load(y + o)), t = fma(W, v128.load(x + o, 16), v128.load(y + o, 16));
    v128.store(y + o, s); v128.store(y + o, t, 16);
  }
}

/** out += w₀ a + w₁ b + w₂ c + w₃ d */
// @ts-ignore: decorator
@inline
export function axpy4(w: v128, a: usize, b: usize, c: usize, d: usize, out: usize, bytes: usize): void {
  const wa = f32x4.splat(f32x4.extract_lane(w, 0)), wb = f32x4.splat(f32x4.extract_lane(w, 1));
  const wc = f32x4.splat(f32x4.extract_lane(w, 2)), wd = f32x4.splat(f32x4.extract_lane(w, 3));
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = fma(wb, v128.load(b + o), fma(wa, v128.load(a + o), v128.load(out + o)));
    const t = fma(wb, v128.load(b + o, 16), fma(wa, v128.load(a + o, 16), v128.load(out + o, 16)));
    const u = fma(wd, v128.load(d + o), fma(wc, v128.load(c + o), s));
    const v = fma(wd, v128.load(d + o, 16), fma(wc, v128.load(c + o, 16), t));
    v128.store(out + o, u); v128.store(out + o, v, 16);
  }
}

/** y = x + w y */
export function xpay(x: usize, w: f32, y: usize, bytes: usize): void {
  const W = f32x4.splat(w);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = fma(W, v128.load(y + o), v128.load(x + o)), t = fma(W, v128.load(y + o, 16), v128.load(x + o, 16));
    v128.store(y + o, s); v128.store(y + o, t, 16);
  }
}

/** y = x */
// @ts-ignore: decorator
@inline
export function copy(x: usize, y: usize, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = v128.load(x + o), t = v128.load(x + o, 16);
    v128.store(y + o, s); v128.store(y + o, t, 16);
  }
}

/** x = 0 */
// @ts-ignore: decorator
@inline
export function clear(x: usize, bytes: usize): void {
  const zero = f32x4.splat(0);
  for (let o: usize = 0; o < bytes; o += 32) {
    v128.store(x + o, zero); v128.store(x + o, zero, 16);
  }
}

/** out = G x + ridge x for a full symmetric G of `width` (a multiple of 8): a sum of rows, so it shares axpy4. */
export function symv(G: usize, x: usize, width: i32, ridge: f32, out: usize): void {
  const bytes = <usize>width << 2;
  const R = f32x4.splat(ridge);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = f32x4.mul(R, v128.load(x + o)), t = f32x4.mul(R, v128.load(x + o, 16));
    v128.store(out + o, s); v128.store(out + o, t, 16);
  }
  for (let i = 0; i < width; i += 4, G += bytes << 2)
    axpy4(v128.load(x + (<usize>i << 2)), G, G + bytes, G + 2 * bytes, G + 3 * bytes, out, bytes);
}
