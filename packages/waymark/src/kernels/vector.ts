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

/**
 * Four dot products with p at once; `spill` is 256 bytes of scratch. `bytes` a multiple of 64: two pairs a turn, since half
 * of what a shorter loop does is counting and adding addresses.
 */
// @ts-ignore: decorator
@inline
export function dot4(a: usize, b: usize, c: usize, d: usize, p: usize, bytes: usize, spill: usize): v128 {
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  let a2 = a0, a3 = a0, b2 = a0, b3 = a0, c2 = a0, c3 = a0, d2 = a0, d3 = a0;
  for (let o: usize = 0; o < bytes; o += 64) {
    const p0 = v128.load(p + o), p1 = v128.load(p + o, 16), p2 = v128.load(p + o, 32), p3 = v128.load(p + o, 48);
    a0 = fma(v128.load(a + o), p0, a0); a1 = fma(v128.load(a + o, 16), p1, a1);
    a2 = fma(v128.load(a + o, 32), p2, a2); a3 = fma(v128.load(a + o, 48), p3, a3);
    b0 = fma(v128.load(b + o), p0, b0); b1 = fma(v128.load(b + o, 16), p1, b1);
    b2 = fma(v128.load(b + o, 32), p2, b2); b3 = fma(v128.load(b + o, 48), p3, b3);
    c0 = fma(v128.load(c + o), p0, c0); c1 = fma(v128.load(c + o, 16), p1, c1);
    c2 = fma(v128.load(c + o, 32), p2, c2); c3 = fma(v128.load(c + o, 48), p3, c3);
    d0 = fma(v128.load(d + o), p0, d0); d1 = fma(v128.load(d + o, 16), p1, d1);
    d2 = fma(v128.load(d + o, 32), p2, d2); d3 = fma(v128.load(d + o, 48), p3, d3);
  }
  a0 = f32x4.add(a0, a2); a1 = f32x4.add(a1, a3);
  b0 = f32x4.add(b0, b2); b1 = f32x4.add(b1, b3);
  c0 = f32x4.add(c0, c2); c1 = f32x4.add(c1, c3);
  d0 = f32x4.add(d0, d2); d1 = f32x4.add(d1, d3);
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

/** out += w₀ a + w₁ b + w₂ c + w₃ d; `bytes` a multiple of 64. */
// @ts-ignore: decorator
@inline
export function axpy4(w: v128, a: usize, b: usize, c: usize, d: usize, out: usize, bytes: usize): void {
  const wa = f32x4.splat(f32x4.extract_lane(w, 0)), wb = f32x4.splat(f32x4.extract_lane(w, 1));
  const wc = f32x4.splat(f32x4.extract_lane(w, 2)), wd = f32x4.splat(f32x4.extract_lane(w, 3));
  for (let o: usize = 0; o < bytes; o += 64) {
    let s = fma(wb, v128.load(b + o), fma(wa, v128.load(a + o), v128.load(out + o)));
    let t = fma(wb, v128.load(b + o, 16), fma(wa, v128.load(a + o, 16), v128.load(out + o, 16)));
    let u = fma(wb, v128.load(b + o, 32), fma(wa, v128.load(a + o, 32), v128.load(out + o, 32)));
    let v = fma(wb, v128.load(b + o, 48), fma(wa, v128.load(a + o, 48), v128.load(out + o, 48)));
    s = fma(wd, v128.load(d + o), fma(wc, v128.load(c + o), s));
    t = fma(wd, v128.load(d + o, 16), fma(wc, v128.load(c + o, 16), t));
    u = fma(wd, v128.load(d + o, 32), fma(wc, v128.load(c + o, 32), u));
    v = fma(wd, v128.load(d + o, 48), fma(wc, v128.load(c + o, 48), v));
    v128.store(out + o, s); v128.store(out + o, t, 16);
    v128.store(out + o, u, 32); v128.store(out + o, v, 48);
  }
}

/** The same, and the four vectors copied to `rows`, one after the other. */
// @ts-ignore: decorator
@inline
export function axpy4Copy(w: v128, a: usize, b: usize, c: usize, d: usize, out: usize, bytes: usize, rows: usize): void {
  const wa = f32x4.splat(f32x4.extract_lane(w, 0)), wb = f32x4.splat(f32x4.extract_lane(w, 1));
  const wc = f32x4.splat(f32x4.extract_lane(w, 2)), wd = f32x4.splat(f32x4.extract_lane(w, 3));
  const second = rows + bytes, third = second + bytes, fourth = third + bytes;
  for (let o: usize = 0; o < bytes; o += 32) {
    const a0 = v128.load(a + o), a1 = v128.load(a + o, 16), b0 = v128.load(b + o), b1 = v128.load(b + o, 16);
    const c0 = v128.load(c + o), c1 = v128.load(c + o, 16), d0 = v128.load(d + o), d1 = v128.load(d + o, 16);
    const s = fma(wd, d0, fma(wc, c0, fma(wb, b0, fma(wa, a0, v128.load(out + o)))));
    const t = fma(wd, d1, fma(wc, c1, fma(wb, b1, fma(wa, a1, v128.load(out + o, 16)))));
    v128.store(out + o, s); v128.store(out + o, t, 16);
    v128.store(rows + o, a0); v128.store(rows + o, a1, 16);
    v128.store(second + o, b0); v128.store(second + o, b1, 16);
    v128.store(third + o, c0); v128.store(third + o, c1, 16);
    v128.store(fourth + o, d0); v128.store(fourth + o, d1, 16);
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

/** y = x; `bytes` a multiple of 64. Short, so that the processor has many rows under way at once. */
// @ts-ignore: decorator
@inline
export function copyRow(x: usize, y: usize, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 64) {
    const s = v128.load(x + o), t = v128.load(x + o, 16), u = v128.load(x + o, 32), v = v128.load(x + o, 48);
    v128.store(y + o, s); v128.store(y + o, t, 16);
    v128.store(y + o, u, 32); v128.store(y + o, v, 48);
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

/**
 * out = G x + ridge x for a full symmetric G of `width` (a multiple of 16): a sum of rows, eight at a time, so that `out` is
 * read and written seldom.
 */
export function symv(G: usize, x: usize, width: i32, ridge: f32, out: usize): void {
  const bytes = <usize>width << 2;
  const R = f32x4.splat(ridge);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = f32x4.mul(R, v128.load(x + o)), t = f32x4.mul(R, v128.load(x + o, 16));
    v128.store(out + o, s); v128.store(out + o, t, 16);
  }
  for (let i = 0; i < width; i += 8, G += bytes << 3) {
    const at = x + (<usize>i << 2), b = G + bytes, c = b + bytes, d = c + bytes;
    const e = d + bytes, f = e + bytes, g = f + bytes, h = g + bytes;
    const wa = v128.load32_splat(at), wb = v128.load32_splat(at, 4), wc = v128.load32_splat(at, 8), wd = v128.load32_splat(at, 12);
    const we = v128.load32_splat(at, 16), wf = v128.load32_splat(at, 20), wg = v128.load32_splat(at, 24), wh = v128.load32_splat(at, 28);
    for (let o: usize = 0; o < bytes; o += 32) {
      let s = fma(wb, v128.load(b + o), fma(wa, v128.load(G + o), v128.load(out + o)));
      let t = fma(wb, v128.load(b + o, 16), fma(wa, v128.load(G + o, 16), v128.load(out + o, 16)));
      let u = fma(wf, v128.load(f + o), f32x4.mul(we, v128.load(e + o)));
      let v = fma(wf, v128.load(f + o, 16), f32x4.mul(we, v128.load(e + o, 16)));
      s = fma(wd, v128.load(d + o), fma(wc, v128.load(c + o), s));
      t = fma(wd, v128.load(d + o, 16), fma(wc, v128.load(c + o, 16), t));
      u = fma(wh, v128.load(h + o), fma(wg, v128.load(g + o), u));
      v = fma(wh, v128.load(h + o, 16), fma(wg, v128.load(g + o, 16), v));
      v128.store(out + o, f32x4.add(s, u)); v128.store(out + o, f32x4.add(t, v), 16);
    }
  }
}
