import { at4, at8, double, int, pointer } from "./args";
import { fma64 } from "./simd";

export function descendUsers(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const X = pointer(args, 5), bytes = <usize>int(args, 7) << 3, squares = pointer(args, 12);
  for (let u = lo; u < hi; u++) {
    const x = X + <usize>u * bytes, work = scratch + 128;
    memory.copy(work, x, bytes);
    memory.fill(work + 2 * bytes, 0, bytes);
    const e = descend(args, u, work, x, 1, scratch);
    store<f64>(squares, load<f64>(squares) + e);
  }
}

export function descend(args: usize, u: i32, work: usize, out: usize, gain: f64, spill: usize): f64 {
  const offsets = pointer(args, 0), columns = pointer(args, 1), values = pointer(args, 2), itemBiases = pointer(args, 4);
  const Y = pointer(args, 6), bytes = <usize>int(args, 7) << 3, mean = double(args, 8), rate = double(args, 9);
  const pull = double(args, 10), biasRate = int(args, 11) ? rate : 0, kept = 1 - rate * pull, scales = pointer(args, 13);
  const from = load<i32>(at4(offsets, u)), to = load<i32>(at4(offsets, u), 4);
  if (from == to) return 0;
  const ownBias = at8(pointer(args, 3), u), zero = work + 2 * bytes;
  let x = work, y = work + bytes, s: f64 = 1;
  let bias = load<f64>(ownBias), squares: f64 = 0;
  let q = rowOf(Y, columns, from, to, bytes, zero), r = rowOf(Y, columns, from + 1, to, bytes, zero);
  forward(x, zero, zero, q, r, y, bytes, 0, 0, spill);
  x = y; y = work;
  backward(y, zero, zero, q, r, bytes, 0, 0, 0, spill + 64);
  for (let p = from; p < to; p += 2) {
    const two = p + 1 < to;
    const i = load<i32>(at4(columns, p)), j = load<i32>(at4(columns, two ? p + 1 : p));
    const own0 = load<f64>(at8(itemBiases, i)), own1 = load<f64>(at8(itemBiases, j));
    const c = load<f64>(at8(scales, i)), d = load<f64>(at8(scales, j));
    const s1 = kept * s, s2 = kept * s1;
    const a = pairSum(spill), b = pairSum(spill + 32), g = pairSum(spill + 64);
    const e0 = load<f64>(at8(values, p)) - (mean + bias + own0 + s * c * a);
    bias += biasRate * (e0 - pull * bias);
    store<f64>(at8(itemBiases, i), own0 + biasRate * (e0 - pull * own0));
    store<f64>(at8(scales, i), kept * c);
    const U0 = gain * rate * e0;
    let e1: f64 = 0;
    if (two) {
      e1 = load<f64>(at8(values, p), 8) - (mean + bias + own1 + (s1 * d * b + c * d * g * U0));
      bias += biasRate * (e1 - pull * bias);
      store<f64>(at8(itemBiases, j), own1 + biasRate * (e1 - pull * own1));
      store<f64>(at8(scales, j), kept * d);
    }
    squares += e0 * e0 + e1 * e1;
    const n = rowOf(Y, columns, p + 2, to, bytes, zero), m = rowOf(Y, columns, p + 3, to, bytes, zero);
    const u0 = c / s1 * U0, u1 = d / s2 * (gain * rate * e1);
    forward(x, q, r, n, m, y, bytes, u0, u1, spill);
    backward(x, q, r, n, m, bytes, u0, s / (kept * c) * (rate * e0), s1 / (kept * d) * (rate * e1), spill + 64);
    const t = x; x = y; y = t;
    s = two ? s2 : s1;
    q = n; r = m;
  }
  const S = f64x2.splat(s);
  for (let o: usize = 0; o < bytes; o += 32) {
    const a = f64x2.mul(S, v128.load(x + o)), b = f64x2.mul(S, v128.load(x + o, 16));
    v128.store(out + o, a); v128.store(out + o, b, 16);
  }
  store<f64>(ownBias, bias);
  return squares;
}

// @ts-ignore: decorator
@inline
function rowOf(Y: usize, columns: usize, p: i32, to: i32, bytes: usize, zero: usize): usize {
  return p < to ? Y + <usize>load<u32>(at4(columns, p)) * bytes : zero;
}

// @ts-ignore: decorator
@inline
function pairSum(spill: usize): f64 {
  const s = f64x2.add(v128.load(spill), v128.load(spill, 16));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** y = x + u₀ q + u₁ r, and y·n and y·m. */
function forward(x: usize, q: usize, r: usize, n: usize, m: usize, y: usize, bytes: usize, u0: f64, u1: f64, spill: usize): void {
  const U = f64x2.splat(u0), V = f64x2.splat(u1);
  let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  let o: usize = 0;
  for (const end = bytes & ~63; o < end; o += 64) {
    const y0 = fma64(V, v128.load(r + o), fma64(U, v128.load(q + o), v128.load(x + o)));
    const y1 = fma64(V, v128.load(r + o, 16), fma64(U, v128.load(q + o, 16), v128.load(x + o, 16)));
    const y2 = fma64(V, v128.load(r + o, 32), fma64(U, v128.load(q + o, 32), v128.load(x + o, 32)));
    const y3 = fma64(V, v128.load(r + o, 48), fma64(U, v128.load(q + o, 48), v128.load(x + o, 48)));
    a0 = fma64(y0, v128.load(n + o), a0); a1 = fma64(y1, v128.load(n + o, 16), a1);
    b0 = fma64(y0, v128.load(m + o), b0); b1 = fma64(y1, v128.load(m + o, 16), b1);
    c0 = fma64(y2, v128.load(n + o, 32), c0); c1 = fma64(y3, v128.load(n + o, 48), c1);
    d0 = fma64(y2, v128.load(m + o, 32), d0); d1 = fma64(y3, v128.load(m + o, 48), d1);
    v128.store(y + o, y0); v128.store(y + o, y1, 16); v128.store(y + o, y2, 32); v128.store(y + o, y3, 48);
  }
  if (o < bytes) {
    const y0 = fma64(V, v128.load(r + o), fma64(U, v128.load(q + o), v128.load(x + o)));
    const y1 = fma64(V, v128.load(r + o, 16), fma64(U, v128.load(q + o, 16), v128.load(x + o, 16)));
    a0 = fma64(y0, v128.load(n + o), a0); a1 = fma64(y1, v128.load(n + o, 16), a1);
    b0 = fma64(y0, v128.load(m + o), b0); b1 = fma64(y1, v128.load(m + o, 16), b1);
    v128.store(y + o, y0); v128.store(y + o, y1, 16);
  }
  v128.store(spill, f64x2.add(a0, c0)); v128.store(spill, f64x2.add(a1, c1), 16);
  v128.store(spill, f64x2.add(b0, d0), 32); v128.store(spill, f64x2.add(b1, d1), 48);
}

/** r += j (x + u q), then q += i x, and n·m. */
function backward(x: usize, q: usize, r: usize, n: usize, m: usize, bytes: usize, u: f64, i: f64, j: f64, spill: usize): void {
  const U = f64x2.splat(u), I = f64x2.splat(i), J = f64x2.splat(j);
  let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0;
  let o: usize = 0;
  for (const end = bytes & ~63; o < end; o += 64) {
    const x0 = v128.load(x + o), x1 = v128.load(x + o, 16), x2 = v128.load(x + o, 32), x3 = v128.load(x + o, 48);
    const q0 = v128.load(q + o), q1 = v128.load(q + o, 16), q2 = v128.load(q + o, 32), q3 = v128.load(q + o, 48);
    const r0 = fma64(J, fma64(U, q0, x0), v128.load(r + o)), r1 = fma64(J, fma64(U, q1, x1), v128.load(r + o, 16));
    const r2 = fma64(J, fma64(U, q2, x2), v128.load(r + o, 32)), r3 = fma64(J, fma64(U, q3, x3), v128.load(r + o, 48));
    const s0 = fma64(I, x0, q0), s1 = fma64(I, x1, q1), s2 = fma64(I, x2, q2), s3 = fma64(I, x3, q3);
    a0 = fma64(v128.load(n + o), v128.load(m + o), a0); a1 = fma64(v128.load(n + o, 16), v128.load(m + o, 16), a1);
    b0 = fma64(v128.load(n + o, 32), v128.load(m + o, 32), b0); b1 = fma64(v128.load(n + o, 48), v128.load(m + o, 48), b1);
    v128.store(q + o, s0); v128.store(q + o, s1, 16); v128.store(q + o, s2, 32); v128.store(q + o, s3, 48);
    v128.store(r + o, r0); v128.store(r + o, r1, 16); v128.store(r + o, r2, 32); v128.store(r + o, r3, 48);
  }
  if (o < bytes) {
    const x0 = v128.load(x + o), x1 = v128.load(x + o, 16), q0 = v128.load(q + o), q1 = v128.load(q + o, 16);
    const r0 = fma64(J, fma64(U, q0, x0), v128.load(r + o)), r1 = fma64(J, fma64(U, q1, x1), v128.load(r + o, 16));
    const s0 = fma64(I, x0, q0), s1 = fma64(I, x1, q1);
    a0 = fma64(v128.load(n + o), v128.load(m + o), a0); a1 = fma64(v128.load(n + o, 16), v128.load(m + o, 16), a1);
    v128.store(q + o, s0); v128.store(q + o, s1, 16);
    v128.store(r + o, r0); v128.store(r + o, r1, 16);
  }
  v128.store(spill, f64x2.add(a0, b0)); v128.store(spill, f64x2.add(a1, b1), 16);
}
