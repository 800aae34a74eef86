import { at4, at8 } from "./addresses";
import { keyOf } from "./chance";
import { BagArgs, BagBackArgs, BagPlacesArgs, EntryErrorsArgs, OverwriteEntriesArgs } from "./generated/arguments";
import { randomBits } from "./random";
import { fma, hsum } from "./simd";

// Layers between a batch of sparse rows and dense ones, in time that goes by the entries and not by the zeros. The batch names
// its rows in `rows`; `rowCount` stands for none. Entries are dropped by chance from a key, the run and their place, so that
// the backward pass drops the same ones.

/** What entry e weighs: 0 when it is dropped, else its value (1 without values) divided by the share that is kept. */
// @ts-ignore: decorator
@inline
function entryWeight(values: usize, e: i32, key: u32, keep: f32): f32 {
  const value: f32 = values == 0 ? 1 : load<f32>(at4(values, e));
  if (keep >= 1) return value;
  return <f32>(randomBits(key, <u32>e) >>> 8) < keep * 16777216 ? value / keep : 0;
}

/** Y[b] = bias (or 0) + Σ over the entries of row rows[b] of weight · W[column], over b. */
export function bag(args: BagArgs, lo: i32, hi: i32, scratch: usize): void {
  const offsets = args.offsets, columns = args.columns, values = args.values, rows = args.rows;
  const W = args.W, bias = args.bias, rowCount = args.rowCount, ld = <usize>args.width << 2;
  const keep = args.keep, key = keyOf(args.key, args.runs);
  for (let b = lo; b < hi; b++) {
    const y = args.Y + <usize>b * ld, row = load<i32>(at4(rows, b));
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
 * dW[column] += weight · dY[b] over the entries of all rows of the batch, over columns in sixteens. With `places` the
 * row of dW is places[column].
 */
export function bagBack(args: BagBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const offsets = args.offsets, columns = args.columns, values = args.values, rows = args.rows;
  const places = args.places, batch = args.batch, rowCount = args.rowCount, width = args.width, ld = <usize>width << 2;
  const keep = args.keep, key = keyOf(args.key, args.runs);
  const from = <usize>lo << 6, bytes = (<usize>min(width, hi << 4) << 2) - from;
  for (let b = 0; b < batch; b++) {
    const d = args.dY + <usize>b * ld + from, row = load<i32>(at4(rows, b));
    if (row >= rowCount) continue;
    for (let e = load<i32>(at4(offsets, row)), to = load<i32>(at4(offsets, row), 4); e < to; e++) {
      const w = entryWeight(values, e, key, keep);
      if (w == 0) continue;
      const column = load<u32>(at4(columns, e)), place = places == 0 ? column : load<u32>(at4(places, column));
      addScaled(w, d, args.dW + <usize>place * ld + from, bytes);
    }
  }
}

/**
 * Gives every column of the batch's rows a place among the rows of a sparse gradient, its sums 0 at first, one chunk
 * only, over the batch; see row-gradients.ts.
 */
export function bagPlaces(args: BagPlacesArgs, lo: i32, hi: i32, scratch: usize): void {
  const offsets = args.offsets, columns = args.columns, rows = args.rows, places = args.places;
  const touched = args.touched, count = args.count, rowCount = args.rowCount, ld = <usize>args.width << 2;
  let n = load<u32>(count);
  for (let b = lo; b < hi; b++) {
    const row = load<i32>(at4(rows, b));
    if (row >= rowCount) continue;
    for (let e = load<i32>(at4(offsets, row)), to = load<i32>(at4(offsets, row), 4); e < to; e++) {
      const column = load<u32>(at4(columns, e)), place = at4(places, column), p = load<u32>(place);
      if (p < n && load<u32>(at4(touched, p)) == column) continue;
      store<u32>(place, n);
      store<u32>(at4(touched, n), column);
      memory.fill(args.sums + <usize>n * ld, 0, ld);
      n++;
    }
  }
  store<u32>(count, n);
}

/**
 * The entries of the batch's rows against their predictions, over b: with e = H[b] · V[column] + bias[column] − value,
 * losses[b] = Σ e², slopes[entry] = 2 · unit · e and dH[b] = (add) + Σ slope · V[column]. Nothing is computed for what
 * is not there.
 */
export function entryErrors(args: EntryErrorsArgs, lo: i32, hi: i32, scratch: usize): void {
  const offsets = args.offsets, columns = args.columns, values = args.values, rows = args.rows;
  const V = args.V, bias = args.bias, slopes = args.slopes, dH = args.dH;
  const unit: f32 = 2 * load<f32>(args.unit), rowCount = args.rowCount, ld = <usize>args.width << 2;
  for (let b = lo; b < hi; b++) {
    const h = args.H + <usize>b * ld, d = dH + <usize>b * ld, row = load<i32>(at4(rows, b)), some = row < rowCount;
    if (dH != 0 && !args.add) memory.fill(d, 0, ld);
    let sum: f64 = 0;
    for (let e = some ? load<i32>(at4(offsets, row)) : 0, to = some ? load<i32>(at4(offsets, row), 4) : 0; e < to; e++) {
      const column = load<i32>(at4(columns, e)), v = V + <usize>column * ld;
      const error = product(h, v, ld) + load<f32>(at4(bias, column)) - load<f32>(at4(values, e)), slope = unit * error;
      sum += <f64>(error * error);
      store<f32>(at4(slopes, e), slope);
      if (dH != 0) addScaled(slope, v, d, ld);
    }
    store<f64>(at8(args.losses, b), sum);
  }
}

/** X[b, column] = value for the entries of row rows[b], over b. */
export function overwriteEntries(args: OverwriteEntriesArgs, lo: i32, hi: i32, scratch: usize): void {
  const offsets = args.offsets, columns = args.columns, rows = args.rows, rowCount = args.rowCount;
  const width = args.width, value = args.value;
  for (let b = lo; b < hi; b++) {
    const x = args.X + ((<usize>b * <usize>width) << 2), row = load<i32>(at4(rows, b));
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
