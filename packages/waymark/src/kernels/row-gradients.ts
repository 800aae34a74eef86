import { at4, int, pointer } from "./args";

// Rows of a table looked up by index, and the way back. An index of `rows` or more stands for "none": zeros, no gradient.
// The sparse gradient of a table lies in `sums`, one row for each row of the table that was touched, `touched` saying which;
// `places` leads from a row to its position and may hold anything where the row was not touched.

/** Y[b, offset + c] = table[index[b], c], over lookups: args = [table, index, Y, rows, columns, width, offset]. */
export function lookUp(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const table = pointer(args, 0), index = pointer(args, 1), rows = <u32>int(args, 3), ld = <usize>int(args, 4) << 2;
  const ldy = <usize>int(args, 5) << 2;
  let y = at4(pointer(args, 2), int(args, 6)) + <usize>lo * ldy;
  for (let b = lo; b < hi; b++, y += ldy) {
    const row = load<u32>(at4(index, b));
    if (row < rows) copyFloats(table + <usize>row * ld, y, ld);
    else memory.fill(y, 0, ld);
  }
}

/** Gathers dY's rows by table row, one chunk only: args = [dY, index, places, touched, sums, count, rows, columns, width, offset]. */
export function collectRows(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const index = pointer(args, 1), places = pointer(args, 2), touched = pointer(args, 3), sums = pointer(args, 4);
  const count = pointer(args, 5), rows = <u32>int(args, 6), ld = <usize>int(args, 7) << 2, ldy = <usize>int(args, 8) << 2;
  let d = at4(pointer(args, 0), int(args, 9)) + <usize>lo * ldy, n = load<u32>(count);
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

/** gradient[index[b], c] += dY[b, offset + c], one chunk only: args = [dY, index, gradient, rows, columns, width, offset]. */
export function addAtRows(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const index = pointer(args, 1), gradient = pointer(args, 2), rows = <u32>int(args, 3), ld = <usize>int(args, 4) << 2;
  const ldy = <usize>int(args, 5) << 2;
  let d = at4(pointer(args, 0), int(args, 6)) + <usize>lo * ldy;
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
