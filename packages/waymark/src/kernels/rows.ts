import { at4, float, int, pointer } from "./args";
import { axpy, axpy4, copy, dot } from "./vector";

// Rows of dense matrices, each `width` floats wide; width a multiple of 8.

/** out[r] = Y[index[r]], over r: args = [Y, index, width, out]. */
export function gatherRows(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const Y = pointer(args, 0), index = pointer(args, 1), bytes = <usize>int(args, 2) << 2, out = pointer(args, 3);
  for (let r = lo; r < hi; r++) copy(Y + <usize>load<u32>(at4(index, r)) * bytes, out + <usize>r * bytes, bytes);
}

/** Y[index[r]] += w · rows[r], over columns in eights so that equal indexes add up in order: args = [Y, index, width, rows, count, w]. */
export function scatterRows(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const Y = pointer(args, 0), index = pointer(args, 1), bytes = <usize>int(args, 2) << 2, rows = pointer(args, 3);
  const count = int(args, 4), w = float(args, 5), from = <usize>lo << 5, length = <usize>(hi - lo) << 5;
  for (let r = 0; r < count; r++)
    axpy(w, rows + <usize>r * bytes + from, Y + <usize>load<u32>(at4(index, r)) * bytes + from, length);
}

/** out[r] = Y[r] · Z[r], over r: args = [Y, Z, width, out]. With Z = Y the squared lengths. */
export function dotRows(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const Y = pointer(args, 0), Z = pointer(args, 1), bytes = <usize>int(args, 2) << 2, out = pointer(args, 3);
  for (let r = lo; r < hi; r++) store<f32>(at4(out, r), dot(Y + <usize>r * bytes, Z + <usize>r * bytes, bytes));
}

/**
 * out[r] = (add out[r]) + Σ values · Y[column] over the entries of row r of a sparse matrix, over r: args = [offsets, columns, values or 0
 * for ones, Y, width, out, add].
 */
export function sparseRows(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const offsets = pointer(args, 0), columns = pointer(args, 1), values = pointer(args, 2), Y = pointer(args, 3);
  const bytes = <usize>int(args, 4) << 2, out = pointer(args, 5), add = int(args, 6), fours = (bytes & 63) == 0; // four rows of out's reads and writes in one
  for (let r = lo; r < hi; r++) {
    const row = out + <usize>r * bytes, to = load<i32>(at4(offsets, r), 4);
    let e = load<i32>(at4(offsets, r));
    if (!add) memory.fill(row, 0, bytes);
    for (; fours && e + 4 <= to; e += 4) {
      const c = at4(columns, e), w = values == 0 ? f32x4.splat(1) : v128.load(at4(values, e));
      axpy4(
        w,
        Y + <usize>load<u32>(c) * bytes, Y + <usize>load<u32>(c, 4) * bytes,
        Y + <usize>load<u32>(c, 8) * bytes, Y + <usize>load<u32>(c, 12) * bytes,
        row,
        bytes,
      );
    }
    for (; e < to; e++)
      axpy(values == 0 ? 1 : load<f32>(at4(values, e)), Y + <usize>load<u32>(at4(columns, e)) * bytes, row, bytes);
  }
}
