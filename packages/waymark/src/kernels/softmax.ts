import { at4, at8 } from "./addresses";
import { exponential, exponential4 } from "./exponential";
import { SoftmaxArgs, SoftmaxBackArgs, SoftmaxLossArgs } from "./generated/arguments";
import { fma, hsum } from "./simd";

// Softmax by rows of any width, and the losses that end in it. A row stays in the cache between its passes, so memory is read
// once. All exponents are below 0, since the largest number of the row is taken off first.

/** Y = softmax(X), with `logs` 1 its logarithm, over rows. Y may be X. */
export function softmax(args: SoftmaxArgs, lo: i32, hi: i32, scratch: usize): void {
  const columns = args.columns, bytes = <usize>columns << 2, logs = args.logs, one: f32 = 1;
  for (let r = lo; r < hi; r++) {
    const x = args.X + <usize>r * bytes, y = args.Y + <usize>r * bytes, top = largest(x, bytes);
    if (logs) shift(x, y, bytes, top + Mathf.log(exponentials(x, scratch, bytes, top)));
    else multiply(y, y, bytes, one / exponentials(x, y, bytes, top));
  }
}

/**
 * Back from Y = softmax(X) or its logarithm, over rows. dX = (add) + y (dy − Σ y dy), of logarithms (add) + dy − e^y Σ
 * dy.
 */
export function softmaxBack(args: SoftmaxBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const columns = args.columns, ld = <usize>columns << 2, logs = args.logs, add = args.add;
  for (let r = lo; r < hi; r++) {
    const y = args.Y + <usize>r * ld, dY = args.dY + <usize>r * ld, dX = args.dX + <usize>r * ld;
    let sum: f32 = 0;
    for (let c = 0; c < columns; c++) {
      const d = load<f32>(at4(dY, c));
      sum += logs ? d : d * load<f32>(at4(y, c));
    }
    for (let c = 0; c < columns; c++) {
      const v = load<f32>(at4(y, c)), d = load<f32>(at4(dY, c)), to = at4(dX, c);
      const g = logs ? d - exponential(v) * sum : v * (d - sum);
      store<f32>(to, add ? load<f32>(to) + g : g);
    }
  }
}

/**
 * losses[b] = weights[b] · −Σ t ln softmax(x_b), over rows b, and with dX = (add) + unit · its gradient. The targets t,
 * by kind: 0 `values` (rows, columns); 1 the entries of the sparse row `rows[b]`, ones where `values` is 0, none for
 * `rowCount`; 2 a one at `index[b]`, none for `columns`.
 */
export function softmaxLoss(args: SoftmaxLossArgs, lo: i32, hi: i32, scratch: usize): void {
  const kind = args.kind, offsets = args.offsets, index = args.index, values = args.values;
  const weights = args.weights, dX = args.dX, losses = args.losses, unit = load<f32>(args.unit);
  const columns = args.columns, rowCount = args.rowCount, add = args.add, ld = <usize>columns << 2;
  for (let b = lo; b < hi; b++) {
    const x = args.X + <usize>b * ld, weight: f32 = weights == 0 ? 1 : load<f32>(at4(weights, b));
    let from = b * columns, to = from + columns, ones = values == 0;
    const first = from;
    if (kind == 1) {
      const row = load<i32>(at4(args.rows, b)), some = row < rowCount;
      from = some ? load<i32>(at4(offsets, row)) : 0; to = some ? load<i32>(at4(offsets, row), 4) : 0;
    } else if (kind == 2) {
      from = b; to = load<i32>(at4(index, b)) < columns ? b + 1 : b; ones = true;
    }
    let total: f32 = 0, product: f64 = 0;
    for (let e = from; e < to; e++) {
      const t: f32 = ones ? 1 : load<f32>(at4(values, e));
      total += t;
      product += <f64>(t * load<f32>(at4(x, kind == 0 ? e - first : load<i32>(at4(index, e)))));
    }
    const d = dX + <usize>b * ld, scale = unit * weight;
    if (total == 0 || weight == 0) {
      store<f64>(at8(losses, b), 0);
      if (dX != 0 && !add) memory.fill(d, 0, ld);
      continue;
    }
    const top = largest(x, ld), y = dX == 0 || add ? scratch : d, sum = exponentials(x, y, ld, top);
    store<f64>(at8(losses, b), <f64>weight * (<f64>total * (<f64>top + <f64>Mathf.log(sum)) - product));
    if (dX == 0) continue;
    if (add) addScaled(y, d, ld, (scale * total) / sum);
    else multiply(y, d, ld, (scale * total) / sum);
    for (let e = from; e < to; e++) {
      const place = at4(d, kind == 0 ? e - first : load<i32>(at4(index, e)));
      store<f32>(place, load<f32>(place) - scale * (ones ? 1 : load<f32>(at4(values, e))));
    }
  }
}

export function largest(x: usize, bytes: usize): f32 {
  const whole = bytes & ~31, lowest: f32 = -Infinity;
  let s = f32x4.splat(lowest), t = s;
  for (let o: usize = 0; o < whole; o += 32) {
    s = f32x4.max(s, v128.load(x + o)); t = f32x4.max(t, v128.load(x + o, 16));
  }
  s = f32x4.max(s, t);
  s = f32x4.max(s, i32x4.shuffle(s, s, 2, 3, 0, 1));
  s = f32x4.max(s, i32x4.shuffle(s, s, 1, 0, 3, 2));
  let top = f32x4.extract_lane(s, 0);
  for (let o = whole; o < bytes; o += 4) top = max<f32>(top, load<f32>(x + o));
  return top;
}

/** y = eˣ⁻ᵗᵒᵖ. @returns its sum */
function exponentials(x: usize, y: usize, bytes: usize, top: f32): f32 {
  const whole = bytes & ~31, T = f32x4.splat(top);
  let s = f32x4.splat(0), t = s;
  for (let o: usize = 0; o < whole; o += 32) {
    const p = exponential4(f32x4.sub(v128.load(x + o), T)), q = exponential4(f32x4.sub(v128.load(x + o, 16), T));
    v128.store(y + o, p); v128.store(y + o, q, 16);
    s = f32x4.add(s, p); t = f32x4.add(t, q);
  }
  let sum = hsum(f32x4.add(s, t));
  for (let o = whole; o < bytes; o += 4) {
    const e = exponential(load<f32>(x + o) - top);
    store<f32>(y + o, e);
    sum += e;
  }
  return sum;
}

/** y = factor · x */
function multiply(x: usize, y: usize, bytes: usize, factor: f32): void {
  const whole = bytes & ~31, F = f32x4.splat(factor);
  for (let o: usize = 0; o < whole; o += 32) {
    const p = f32x4.mul(F, v128.load(x + o)), q = f32x4.mul(F, v128.load(x + o, 16));
    v128.store(y + o, p); v128.store(y + o, q, 16);
  }
  for (let o = whole; o < bytes; o += 4) store<f32>(y + o, factor * load<f32>(x + o));
}

/** y += factor · x */
export function addScaled(x: usize, y: usize, bytes: usize, factor: f32): void {
  const whole = bytes & ~31, F = f32x4.splat(factor);
  for (let o: usize = 0; o < whole; o += 32) {
    const p = fma(F, v128.load(x + o), v128.load(y + o)), q = fma(F, v128.load(x + o, 16), v128.load(y + o, 16));
    v128.store(y + o, p); v128.store(y + o, q, 16);
  }
  for (let o = whole; o < bytes; o += 4) store<f32>(y + o, load<f32>(y + o) + factor * load<f32>(x + o));
}

/** y = x − less */
function shift(x: usize, y: usize, bytes: usize, less: f32): void {
  const whole = bytes & ~31, L = f32x4.splat(less);
  for (let o: usize = 0; o < whole; o += 32) {
    const p = f32x4.sub(v128.load(x + o), L), q = f32x4.sub(v128.load(x + o, 16), L);
    v128.store(y + o, p); v128.store(y + o, q, 16);
  }
  for (let o = whole; o < bytes; o += 4) store<f32>(y + o, load<f32>(x + o) - less);
}
