import { at4 } from "./addresses";
import { DotRowsArgs, GatherRowsArgs, ScatterRowsArgs, SparseRowsArgs } from "./generated/arguments";
import { axpy, axpy4, copy, dot } from "./vector";

// Rows of dense matrices, each `width` floats wide; width a multiple of 8.

/** out[r] = Y[index[r]], over r. */
export function gatherRows(args: GatherRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const Y = args.Y, index = args.index, bytes = <usize>args.width << 2, out = args.out;
  for (let r = lo; r < hi; r++) copy(Y + <usize>load<u32>(at4(index, r)) * bytes, out + <usize>r * bytes, bytes);
}

/** Y[index[r]] += w · rows[r], over columns in eights so that equal indexes add up in order. */
export function scatterRows(args: ScatterRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const Y = args.Y, index = args.index, bytes = <usize>args.width << 2, rows = args.source;
  const count = args.count, w = args.weight, from = <usize>lo << 5, length = <usize>(hi - lo) << 5;
  for (let r = 0; r < count; r++)
    axpy(w, rows + <usize>r * bytes + from, Y + <usize>load<u32>(at4(index, r)) * bytes + from, length);
}

/** out[r] = Y[r] · Z[r], over r. With Z = Y the squared lengths. */
export function dotRows(args: DotRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const Y = args.Y, Z = args.Z, bytes = <usize>args.width << 2, out = args.out;
  for (let r = lo; r < hi; r++) store<f32>(at4(out, r), dot(Y + <usize>r * bytes, Z + <usize>r * bytes, bytes));
}

/**
 * out[r] = (add out[r]) + Σ values · Y[column] over the entries of row r of a sparse matrix, over r; without `values`
 * each is 1.
 */
export function sparseRows(args: SparseRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const offsets = args.offsets, columns = args.columns, values = args.values, Y = args.Y;
  const bytes = <usize>args.width << 2, out = args.out, add = args.add, fours = (bytes & 63) == 0; // four rows of out's reads and writes in one
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
