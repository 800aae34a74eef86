import { fma64 } from "./simd";

// Dense vectors of 64-bit floats whose length is a multiple of 4 (callers pad with zeros). `bytes` is 8 × length.

/** Sum of the four numbers at `from`: what a loop left there, since the revectorizer starts from stores. */
// @ts-ignore: decorator
@inline
export function sum4(from: usize): f64 {
  const s = f64x2.add(v128.load(from), v128.load(from, 16));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** Σ aᵢ bᵢ; `spill` is 32 bytes of scratch. */
// @ts-ignore: decorator
@inline
export function dot64(a: usize, b: usize, bytes: usize, spill: usize): f64 {
  let s = f64x2.splat(0), t = s;
  for (let o: usize = 0; o < bytes; o += 32) {
    s = fma64(v128.load(a + o), v128.load(b + o), s);
    t = fma64(v128.load(a + o, 16), v128.load(b + o, 16), t);
  }
  v128.store(spill, s); v128.store(spill, t, 16);
  return sum4(spill);
}

/** y += w x */
export function axpy64(w: f64, x: usize, y: usize, bytes: usize): void {
  const W = f64x2.splat(w);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = fma64(W, v128.load(x + o), v128.load(y + o)), t = fma64(W, v128.load(x + o, 16), v128.load(y + o, 16));
    v128.store(y + o, s); v128.store(y + o, t, 16);
  }
}

/** y = w y + x */
export function scaleAdd64(w: f64, y: usize, x: usize, bytes: usize): void {
  const W = f64x2.splat(w);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = fma64(W, v128.load(y + o), v128.load(x + o)), t = fma64(W, v128.load(y + o, 16), v128.load(x + o, 16));
    v128.store(y + o, s); v128.store(y + o, t, 16);
  }
}

/** out += w × Σ of the rows of Y [rows, width] that `index` names, `n` of them. */
export function addRows64(w: f64, Y: usize, index: usize, n: i32, out: usize, bytes: usize): void {
  const end = index + (<usize>n << 2), W = f64x2.splat(w);
  for (; index + 16 <= end; index += 16) {
    const a = Y + <usize>load<u32>(index) * bytes, b = Y + <usize>load<u32>(index, 4) * bytes;
    const c = Y + <usize>load<u32>(index, 8) * bytes, d = Y + <usize>load<u32>(index, 12) * bytes;
    for (let o: usize = 0; o < bytes; o += 32) {
      const p = f64x2.add(v128.load(a + o), v128.load(b + o)), q = f64x2.add(v128.load(a + o, 16), v128.load(b + o, 16));
      const r = f64x2.add(v128.load(c + o), v128.load(d + o)), s = f64x2.add(v128.load(c + o, 16), v128.load(d + o, 16));
      const t = fma64(W, f64x2.add(p, r), v128.load(out + o)), u = fma64(W, f64x2.add(q, s), v128.load(out + o, 16));
      v128.store(out + o, t); v128.store(out + o, u, 16);
    }
  }
  for (; index < end; index += 4) axpy64(w, Y + <usize>load<u32>(index) * bytes, out, bytes);
}
