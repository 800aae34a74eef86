import { at4, float, int, pointer } from "./args";
import { hsum } from "./simd";
import { axpy, axpy4, axpy4Copy, copy, copyRow, dot, dot4, symv, xpay } from "./vector";

// The same half iteration as als-exact.ts by conjugate gradient (Takács, Pilászy & Tikk 2011), started at the present X[u].
// Rows of Y are gathered once a row of X and then passed over once a step, four entries at a time. A Y that overflows the
// inner caches is gathered by a loop that does nothing else, so that the processor waits for many rows at once.

const FAR: f64 = 4194304; // bytes: measured, 1 MiB of second level cache a core; between 2 and 16 MiB it hardly matters

/**
 * args = [X, Y, offsets, columns, values, G, ridge, width, a, b, steps, longest, rows, rows of Y]; width a multiple of 16;
 * `longest` bounds the entries of a row. Scratch: 4 width (longest + 3) + 256 bytes.
 */
export function alsCg(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const X = pointer(args, 0), Y = pointer(args, 1), offsets = pointer(args, 2), columns = pointer(args, 3);
  const values = pointer(args, 4), G = pointer(args, 5), ridge = pointer(args, 6), width = int(args, 7);
  const a = float(args, 8), b = float(args, 9), steps = int(args, 10), bytes = <usize>width << 2;
  const far = <f64>int(args, 13) * <f64>bytes > FAR;
  const r = scratch, p = r + bytes, Ap = p + bytes, spill = Ap + bytes, rows = spill + 256;
  for (let u = lo; u < hi; u++) {
    const from = load<i32>(at4(offsets, u)), n = load<i32>(at4(offsets, u), 4) - from;
    const x = X + <usize>u * bytes;
    if (n == 0) {
      memory.fill(x, 0, bytes);
      continue;
    }
    const column = at4(columns, from), value = at4(values, from), own = load<f32>(at4(ridge, u));
    // r = Σ (v − (a v + b) y·x) y − G x − ridge x
    symv(G, x, width, own, r);
    negate(r, bytes);
    residual(Y, bytes, column, value, n, a, b, x, r, rows, spill, far);
    copy(r, p, bytes);
    let rs = dot(r, r, bytes);
    for (let step = 0; step < steps && rs >= 1e-20; step++) {
      symv(G, p, width, own, Ap);
      const last = step == steps - 1; // needs the length of the step only, not the residual after it
      const curvature = last
        ? dot(p, Ap, bytes) + bend(rows, bytes, value, n, a, b, p, spill)
        : apply(rows, bytes, value, n, a, b, p, Ap, spill);
      if (!(curvature > 0)) break; // no direction left, or not positive definite: keep the last step
      const alpha = rs / curvature;
      axpy(alpha, p, x, bytes);
      if (last) break;
      axpy(-alpha, Ap, r, bytes);
      const next = dot(r, r, bytes);
      xpay(r, next / rs, p, bytes);
      rs = next;
    }
  }
}

/** Σ (a v + b) (y·p)² over contiguous rows. */
function bend(rows: usize, bytes: usize, value: usize, n: i32, a: f32, b: f32, p: usize, spill: usize): f32 {
  const A = f32x4.splat(a), B = f32x4.splat(b);
  let sum = f32x4.splat(0), e = 0;
  for (; e + 4 <= n; e += 4, rows += bytes << 2) {
    const w = f32x4.add(f32x4.mul(A, v128.load(at4(value, e))), B);
    const d = dot4(rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, p, bytes, spill);
    sum = f32x4.add(sum, f32x4.mul(w, f32x4.mul(d, d)));
  }
  let total = hsum(sum);
  for (; e < n; e++, rows += bytes) {
    const d = dot(rows, p, bytes);
    total += (a * load<f32>(at4(value, e)) + b) * d * d;
  }
  return total;
}

/** out += Σ (a v + b) (y·p) y over contiguous rows. @returns p·out afterwards */
function apply(rows: usize, bytes: usize, value: usize, n: i32, a: f32, b: f32, p: usize, out: usize, spill: usize): f32 {
  const A = f32x4.splat(a), B = f32x4.splat(b);
  let e = 0;
  for (; e + 4 <= n; e += 4, rows += bytes << 2) {
    const w = f32x4.add(f32x4.mul(A, v128.load(at4(value, e))), B);
    const d = f32x4.mul(w, dot4(rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, p, bytes, spill));
    axpy4(d, rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, out, bytes);
  }
  for (; e < n; e++, rows += bytes) axpy((a * load<f32>(at4(value, e)) + b) * dot(rows, p, bytes), rows, out, bytes);
  return dot(p, out, bytes);
}

/** out += Σ (v − (a v + b) y·x) y over indexed rows, copying them to `rows`. */
function residual(
  Y: usize, bytes: usize, column: usize, value: usize, n: i32, a: f32, b: f32,
  x: usize, out: usize, rows: usize, spill: usize, far: bool,
): void {
  const A = f32x4.splat(a), B = f32x4.splat(b);
  let e = 0;
  if (far) {
    for (let q = 0; q < n; q++) copyRow(rowOf(Y, bytes, column, q), rows + <usize>q * bytes, bytes);
    for (; e + 4 <= n; e += 4, rows += bytes << 2) {
      const v = v128.load(at4(value, e)), w = f32x4.add(f32x4.mul(A, v), B);
      const d = dot4(rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, x, bytes, spill);
      axpy4(f32x4.sub(v, f32x4.mul(w, d)), rows, rows + bytes, rows + 2 * bytes, rows + 3 * bytes, out, bytes);
    }
  }
  for (; e + 4 <= n; e += 4, rows += bytes << 2) {
    const v = v128.load(at4(value, e)), w = f32x4.add(f32x4.mul(A, v), B);
    const y0 = rowOf(Y, bytes, column, e), y1 = rowOf(Y, bytes, column, e + 1);
    const y2 = rowOf(Y, bytes, column, e + 2), y3 = rowOf(Y, bytes, column, e + 3);
    const d = dot4(y0, y1, y2, y3, x, bytes, spill);
    axpy4Copy(f32x4.sub(v, f32x4.mul(w, d)), y0, y1, y2, y3, out, bytes, rows);
  }
  for (; e < n; e++, rows += bytes) {
    const v = load<f32>(at4(value, e)), y = rowOf(Y, bytes, column, e);
    axpy(v - (a * v + b) * dot(y, x, bytes), y, out, bytes);
    copy(y, rows, bytes);
  }
}

// @ts-ignore: decorator
@inline
function rowOf(Y: usize, bytes: usize, column: usize, e: i32): usize {
  return Y + <usize>load<u32>(at4(column, e)) * bytes;
}

function negate(x: usize, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = f32x4.neg(v128.load(x + o)), t = f32x4.neg(v128.load(x + o, 16));
    v128.store(x + o, s); v128.store(x + o, t, 16);
  }
}
