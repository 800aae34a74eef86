import { at4, at8, float, int, pointer } from "./args";
import { keyOf } from "./chance";
import { randomBits } from "./random";
import { fma, hsum } from "./simd";

// Layers between a batch of sparse rows and dense ones, in time that goes by the entries and not by the zeros. The batch names
// its rows in `rows`; `rowCount` stands for none. Entries are dropped by chance from a key, the run and their place, so that
// the way back drops the same ones.

/** What entry e weighs: 0 when it is dropped, else its value (1 without values) divided by the share that is kept. */
// @ts-ignore: decorator
@inline
function entryWeight(values: usize, e: i32, key: u32, keep: f32): f32 {
  const value: f32 = values == 0 ? 1 : load<f32>(at4(values, e));
  if (keep >= 1) return value;
  return <f32>(randomBits(key, <u32>e) >>> 8) < keep * 16777216 ? value / keep : 0;
}

/** Y[b] = bias (or 0) + Σ over the entries of row rows[b] of weight · W[column], over b: args = [offsets, columns, values, rows, W, bias, Y, rowCount, width, key, runs, keep]. */
export function bag(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const offsets = pointer(args, 0), columns = pointer(args, 1), values = pointer(args, 2), rows = pointer(args, 3);
  const W = pointer(args, 4), bias = pointer(args, 5), rowCount = int(args, 7), ld = <usize>int(args, 8) << 2;
  const keep = float(args, 11), key = keyOf(int(args, 9), pointer(args, 10));
  for (let b = lo; b < hi; b++) {
    const y = pointer(args, 6) + <usize>b * ld, row = load<i32>(at4(rows, b));
    if (bias == 0) memory.fill(y, 0, ld);
    else memory.copy(y, bias, ld);
    if (row >= rowCount) continue;
    for (let e = load<i32>(at4(offsets, row)), to = load<i32>(at4(offsets, row), 4); e < to; e++) {
      const w = entryWeight(values, e, key, keep);
      if (w != 0) addScaled(w, W + <usize>load<u32>(at4(columns, e)) * ld, y, ld);
    }
  }
}

/**
 * dW[column] += weight · dY[b] over the entries of all rows of the batch, over columns in sixteens: args = [offsets, columns, values,
 * rows, dY, dW, places, batch, rowCount, width, key, runs, keep]. With `places` the row of dW is places[column].
 */
export function bagBack(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const offsets = pointer(args, 0), columns = pointer(args, 1), values = pointer(args, 2), rows = pointer(args, 3);
  const places = pointer(args, 6), batch = int(args, 7), rowCount = int(args, 8), width = int(args, 9), ld = <usize>width << 2;
  const keep = float(args, 12), key = keyOf(int(args, 10), pointer(args, 11));
  const from = <usize>lo << 6, bytes = (<usize>min(width, hi << 4) << 2) - from;
  for (let b = 0; b < batch; b++) {
    const d = pointer(args, 4) + <usize>b * ld + from, row = load<i32>(at4(rows, b));
    if (row >= rowCount) continue;
    for (let e = load<i32>(at4(offsets, row)), to = load<i32>(at4(offsets, row), 4); e < to; e++) {
      const w = entryWeight(values, e, key, keep);
      if (w == 0) continue;
      const column = load<u32>(at4(columns, e)), place = places == 0 ? column : load<u32>(at4(places, column));
      addScaled(w, d, pointer(args, 5) + <usize>place * ld + from, bytes);
    }
  }
}

/**
 * Gives every column of the batch's rows a place among the rows of a sparse gradient, its sums 0 at first, one chunk only, over the
 * batch: args = [offsets, columns, rows, places, touched, sums, count, rowCount, width]; see row-gradients.ts.
 */
export function bagPlaces(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const offsets = pointer(args, 0), columns = pointer(args, 1), rows = pointer(args, 2), places = pointer(args, 3);
  const touched = pointer(args, 4), count = pointer(args, 6), rowCount = int(args, 7), ld = <usize>int(args, 8) << 2;
  let n = load<u32>(count);
  for (let b = lo; b < hi; b++) {
    const row = load<i32>(at4(rows, b));
    if (row >= rowCount) continue;
    for (let e = load<i32>(at4(offsets, row)), to = load<i32>(at4(offsets, row), 4); e < to; e++) {
      const column = load<u32>(at4(columns, e)), place = at4(places, column), p = load<u32>(place);
      if (p < n && load<u32>(at4(touched, p)) == column) continue;
      store<u32>(place, n);
      store<u32>(at4(touched, n), column);
      memory.fill(pointer(args, 5) + <usize>n * ld, 0, ld);
      n++;
    }
  }
  store<u32>(count, n);
}

/**
 * The entries of the batch's rows against their predictions, over b: with e = H[b] · V[column] + bias[column] − value, losses[b] = Σ e²,
 * slopes[entry] = 2 · unit · e and dH[b] = (add) + Σ slope · V[column]: args = [offsets, columns, values, rows, H, V, bias, slopes, dH,
 * losses, unit (1), rowCount, width, add]. Nothing is computed for what is not there.
 */
export function entryErrors(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const offsets = pointer(args, 0), columns = pointer(args, 1), values = pointer(args, 2), rows = pointer(args, 3);
  const V = pointer(args, 5), bias = pointer(args, 6), slopes = pointer(args, 7), dH = pointer(args, 8);
  const unit: f32 = 2 * load<f32>(pointer(args, 10)), rowCount = int(args, 11), ld = <usize>int(args, 12) << 2;
  for (let b = lo; b < hi; b++) {
    const h = pointer(args, 4) + <usize>b * ld, d = dH + <usize>b * ld, row = load<i32>(at4(rows, b)), some = row < rowCount;
    if (dH != 0 && !int(args, 13)) memory.fill(d, 0, ld);
    let sum: f64 = 0;
    for (let e = some ? load<i32>(at4(offsets, row)) : 0, to = some ? load<i32>(at4(offsets, row), 4) : 0; e < to; e++) {
      const column = load<i32>(at4(columns, e)), v = V + <usize>column * ld;
      const error = product(h, v, ld) + load<f32>(at4(bias, column)) - load<f32>(at4(values, e)), slope = unit * error;
      sum += <f64>(error * error);
      store<f32>(at4(slopes, e), slope);
      if (dH != 0) addScaled(slope, v, d, ld);
    }
    store<f64>(at8(pointer(args, 9), b), sum);
  }
}

/** X[b, column] = value for the entries of row rows[b], over b: args = [offsets, columns, rows, X, rowCount, width, value]. */
export function overwriteEntries(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const offsets = pointer(args, 0), columns = pointer(args, 1), rows = pointer(args, 2), rowCount = int(args, 4);
  const width = int(args, 5), value = float(args, 6);
  for (let b = lo; b < hi; b++) {
    const x = pointer(args, 3) + ((<usize>b * <usize>width) << 2), row = load<i32>(at4(rows, b));
    if (row >= rowCount) continue;
    for (let e = load<i32>(at4(offsets, row)), to = load<i32>(at4(offsets, row), 4); e < to; e++)
      store<f32>(at4(x, load<i32>(at4(columns, e))), value);
  }
}

/** y += w x; any number of floats. */
function addScaled(w: f32, x: usize, y: usize, bytes: usize): void {
  const whole = bytes & ~31, W = f32x4.splat(w);
  for (let o: usize = 0; o < whole; o += 32) {
    const p = fma(W, v128.load(x + o), v128.load(y + o)), q = fma(W, v128.load(x + o, 16), v128.load(y + o, 16));
    v128.store(y + o, p); v128.store(y + o, q, 16);
  }
  for (let o = whole; o < bytes; o += 4) store<f32>(y + o, load<f32>(y + o) + w * load<f32>(x + o));
}

/** Σ x y; any number of floats. */
function product(x: usize, y: usize, bytes: usize): f32 {
  const whole = bytes & ~31;
  let s = f32x4.splat(0), t = s;
  for (let o: usize = 0; o < whole; o += 32) {
    s = fma(v128.load(x + o), v128.load(y + o), s); t = fma(v128.load(x + o, 16), v128.load(y + o, 16), t);
  }
  let sum = hsum(f32x4.add(s, t));
  for (let o = whole; o < bytes; o += 4) sum += load<f32>(x + o) * load<f32>(y + o);
  return sum;
}
