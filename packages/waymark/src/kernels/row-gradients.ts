import { at4 } from "./addresses";
import { AddAtRowsArgs, CollectRowsArgs, LookUpArgs } from "./generated/arguments";

// Rows of a table looked up by index, and the backward pass. An index of `rows` or more stands for "none": zeros, no gradient.
// The sparse gradient of a table lies in `sums`, one row for each row of the table that was touched, `touched` saying which;
// `places` leads from a row to its position and may hold anything where the row was not touched.

/** Y[b, offset + c] = table[index[b], c], over lookups. */
export function lookUp(args: LookUpArgs, lo: i32, hi: i32, scratch: usize): void {
  const table = args.table, index = args.index, rows = <u32>args.rows, ld = <usize>args.columns << 2;
  const ldy = <usize>args.width << 2;
  let y = at4(args.Y, args.offset) + <usize>lo * ldy;
  for (let b = lo; b < hi; b++, y += ldy) {
    const row = load<u32>(at4(index, b));
    if (row < rows) copyFloats(table + <usize>row * ld, y, ld);
    else memory.fill(y, 0, ld);
  }
}

/** Gathers dY's rows by table row, one chunk only. */
export function collectRows(args: CollectRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const index = args.index, places = args.places, touched = args.touched, sums = args.sums;
  const count = args.used, rows = <u32>args.rows, ld = <usize>args.columns << 2, ldy = <usize>args.width << 2;
  let d = at4(args.dY, args.offset) + <usize>lo * ldy, n = load<u32>(count);
  for (let b = lo; b < hi; b++, d += ldy) {
    const row = load<u32>(at4(index, b));
    if (row >= rows) continue;
    const place = at4(places, row), p = load<u32>(place);
    if (p < n && load<u32>(at4(touched, p)) == row) {
      addFloats(d, sums + <usize>p * ld, ld);
      continue;
    }
    store<u32>(place, n);
    store<u32>(at4(touched, n), row);
    copyFloats(d, sums + <usize>n * ld, ld);
    n++;
  }
  store<u32>(count, n);
}

/** gradient[index[b], c] += dY[b, offset + c], one chunk only. */
export function addAtRows(args: AddAtRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const index = args.index, gradient = args.gradient, rows = <u32>args.rows, ld = <usize>args.columns << 2;
  const ldy = <usize>args.width << 2;
  let d = at4(args.dY, args.offset) + <usize>lo * ldy;
  for (let b = lo; b < hi; b++, d += ldy) {
    const row = load<u32>(at4(index, b));
    if (row < rows) addFloats(d, gradient + <usize>row * ld, ld);
  }
}

/** y = x; any number of floats. */
// @ts-ignore: decorator
@inline
function copyFloats(x: usize, y: usize, bytes: usize): void {
  const whole = bytes & ~31;
  for (let o: usize = 0; o < whole; o += 32) {
    const p = v128.load(x + o), q = v128.load(x + o, 16);
    v128.store(y + o, p); v128.store(y + o, q, 16);
  }
  for (let o = whole; o < bytes; o += 4) store<f32>(y + o, load<f32>(x + o));
}

/** y += x; any number of floats. */
// @ts-ignore: decorator
@inline
function addFloats(x: usize, y: usize, bytes: usize): void {
  const whole = bytes & ~31;
  for (let o: usize = 0; o < whole; o += 32) {
    const p = f32x4.add(v128.load(y + o), v128.load(x + o)), q = f32x4.add(v128.load(y + o, 16), v128.load(x + o, 16));
    v128.store(y + o, p); v128.store(y + o, q, 16);
  }
  for (let o = whole; o < bytes; o += 4) store<f32>(y + o, load<f32>(y + o) + load<f32>(x + o));
}
