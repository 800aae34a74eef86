import { advance, barOf, generators, kept } from "./chance";
import { exponential4 } from "./exponential";
import { fma, hsum } from "./simd";
import { tile } from "./tile";

// Parts of attention over one sequence and one head, worked through 32 queries at a time: 32 rows of weights are all there ever is.

/** Queries at a time, a multiple of 4. */
export const BLOCK: i32 = 32;
const MASKED: f32 = -1e30; // where a query may not look

// @ts-ignore: decorator
@inline
export function whole16(n: i32): i32 {
  return (n + 15) & ~15;
}

// @ts-ignore: decorator
@inline
export function whole4(n: i32): i32 {
  return (n + 3) & ~3;
}

/**
 * C[m, N] = (add) + left · right over k < K: `left` packed in panels [K][4], `right` in panels [rightLength][16], m a multiple of 4 and N of 16; see
 * `pack`. ldc in bytes.
 */
export function blockProduct(m: i32, N: i32, K: i32, left: usize, right: usize, rightLength: i32, C: usize, ldc: usize, add: bool): void {
  if (!add) for (let i = 0; i < m; i++) memory.fill(C + <usize>i * ldc, 0, <usize>N << 2);
  for (let j = 0; j < N; j += 16) {
    const b = right + <usize>j * (<usize>rightLength << 2);
    for (let i = 0; i < m; i += 4) tile(left + <usize>i * (<usize>K << 2), 16, b, 64, C + <usize>i * ldc + (<usize>j << 2), ldc, K);
  }
}

/**
 * One row of products with keys turned into weights: softmax of scale · x over the first `count`, dropped out where `keep` < 1, 0 up to
 * `length` (a multiple of 8). `place` starts the random numbers of this row.
 * @returns the logarithm of the sum of exponentials
 */
export function weigh(x: usize, count: i32, length: i32, scale: f32, keep: f32, key: u32, place: u32): f32 {
  const bytes = <usize>((count + 7) & ~7) << 2, end = <usize>count << 2;
  for (let o = end; o < bytes; o += 4) store<f32>(x + o, MASKED);
  let s = v128.load(x), t = v128.load(x, 16);
  for (let o: usize = 32; o < bytes; o += 32) {
    s = f32x4.max(s, v128.load(x + o)); t = f32x4.max(t, v128.load(x + o, 16));
  }
  s = f32x4.max(s, t);
  s = f32x4.max(s, i32x4.shuffle(s, s, 2, 3, 0, 1));
  s = f32x4.max(s, i32x4.shuffle(s, s, 1, 0, 3, 2));
  const top = f32x4.extract_lane(s, 0) * scale, S = f32x4.splat(scale), T = f32x4.splat(top);
  s = f32x4.splat(0); t = s;
  for (let o: usize = 0; o < bytes; o += 32) {
    const p = exponential4(f32x4.sub(f32x4.mul(S, v128.load(x + o)), T)), q = exponential4(f32x4.sub(f32x4.mul(S, v128.load(x + o, 16)), T));
    v128.store(x + o, p); v128.store(x + o, q, 16);
    s = f32x4.add(s, p); t = f32x4.add(t, q);
  }
  const sum = hsum(f32x4.add(s, t)), F = f32x4.splat(<f32>1 / (sum * keep)), bar = barOf(keep);
  if (keep < 1) {
    let g0 = generators(key, place << 3), g1 = generators(key, (place << 3) + 4);
    for (let o: usize = 0; o < bytes; o += 32) {
      g0 = advance(g0); g1 = advance(g1);
      const p = v128.and(f32x4.mul(F, v128.load(x + o)), kept(g0, bar)), q = v128.and(f32x4.mul(F, v128.load(x + o, 16)), kept(g1, bar));
      v128.store(x + o, p); v128.store(x + o, q, 16);
    }
  } else {
    for (let o: usize = 0; o < bytes; o += 32) {
      const p = f32x4.mul(F, v128.load(x + o)), q = f32x4.mul(F, v128.load(x + o, 16));
      v128.store(x + o, p); v128.store(x + o, q, 16);
    }
  }
  memory.fill(x + end, 0, (<usize>length << 2) - end);
  return top + Mathf.log(sum);
}

/**
 * The backward pass through `weigh`. In: x the products, d the gradient by the weights after dropout, `lse` what `weigh` returned, `own` the
 * product of output and gradient of this query. Out: x the weights after dropout, d the gradient by the products.
 */
export function weighBack(x: usize, d: usize, count: i32, length: i32, scale: f32, lse: f32, own: f32, keep: f32, key: u32, place: u32): void {
  const bytes = <usize>((count + 7) & ~7) << 2, end = <usize>count << 2, bar = barOf(keep);
  const S = f32x4.splat(scale), L = f32x4.splat(lse), D = f32x4.splat(own), F = f32x4.splat(<f32>1 / keep);
  let g0 = f32x4.splat(0), g1 = g0;
  if (keep < 1) {
    g0 = generators(key, place << 3); g1 = generators(key, (place << 3) + 4);
  }
  for (let o: usize = 0; o < bytes; o += 32) {
    g0 = advance(g0); g1 = advance(g1);
    const p = exponential4(f32x4.sub(f32x4.mul(S, v128.load(x + o)), L)), q = exponential4(f32x4.sub(f32x4.mul(S, v128.load(x + o, 16)), L));
    let m = F, n = F;
    if (keep < 1) {
      m = v128.and(F, kept(g0, bar)); n = v128.and(F, kept(g1, bar));
    }
    const a = f32x4.mul(f32x4.mul(S, p), f32x4.sub(f32x4.mul(m, v128.load(d + o)), D)), b = f32x4.mul(f32x4.mul(S, q), f32x4.sub(f32x4.mul(n, v128.load(d + o, 16)), D));
    const v = f32x4.mul(p, m), w = f32x4.mul(q, n);
    v128.store(d + o, a); v128.store(d + o, b, 16);
    v128.store(x + o, v); v128.store(x + o, w, 16);
  }
  memory.fill(x + end, 0, (<usize>length << 2) - end);
  memory.fill(d + end, 0, (<usize>length << 2) - end);
}

/** y = (add) + x, any number of floats. */
export function put(x: usize, y: usize, bytes: usize, add: i32): void {
  if (!add) {
    memory.copy(y, x, bytes);
    return;
  }
  for (let o: usize = 0; o < bytes; o += 4) store<f32>(y + o, load<f32>(y + o) + load<f32>(x + o));
}

/** Σ x·y, any number of floats. */
export function inner(x: usize, y: usize, bytes: usize): f32 {
  const whole = bytes & ~31;
  let s = f32x4.splat(0), t = s;
  for (let o: usize = 0; o < whole; o += 32) {
    s = fma(v128.load(x + o), v128.load(y + o), s); t = fma(v128.load(x + o, 16), v128.load(y + o, 16), t);
  }
  let sum = hsum(f32x4.add(s, t));
  for (let o = whole; o < bytes; o += 4) sum += load<f32>(x + o) * load<f32>(y + o);
  return sum;
}
