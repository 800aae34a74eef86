import { at4, int, pointer } from "./args";
import { inner } from "./attention-block";
import { addScaled } from "./softmax";

// Products of each row with a few rows of a table named by index: what a sequence so far says of the items that may come next.
// An index of `rows` or more stands for none: a product of 0, no gradient. Widths are any.

/** out[r, c] = X[r] · table[index[r, c]], over rows r: args = [X, table, index, out, count, columns, rows]. */
export function candidateScores(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const table = pointer(args, 1), index = pointer(args, 2), out = pointer(args, 3), count = int(args, 4);
  const ld = <usize>int(args, 5) << 2, rows = <u32>int(args, 6);
  for (let r = lo; r < hi; r++) {
    const x = pointer(args, 0) + <usize>r * ld;
    for (let e = r * count, end = e + count; e < end; e++) {
      const row = load<u32>(at4(index, e));
      store<f32>(at4(out, e), row < rows ? inner(x, table + <usize>row * ld, ld) : 0);
    }
  }
}

/** dX[r] = (add) + Σ_c d[r, c] · table[index[r, c]], over rows r: args = [d, table, index, dX, count, columns, rows, add]. */
export function candidateScoresBack(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const d = pointer(args, 0), table = pointer(args, 1), index = pointer(args, 2), count = int(args, 4);
  const ld = <usize>int(args, 5) << 2, rows = <u32>int(args, 6), add = int(args, 7);
  for (let r = lo; r < hi; r++) {
    const x = pointer(args, 3) + <usize>r * ld;
    if (!add) memory.fill(x, 0, ld);
    for (let e = r * count, end = e + count; e < end; e++) {
      const row = load<u32>(at4(index, e));
      if (row < rows) addScaled(table + <usize>row * ld, x, ld, load<f32>(at4(d, e)));
    }
  }
}

/**
 * The gradient of the table, gathered by row as in row-gradients.ts, one chunk only: args = [d, X, index, places, touched, sums, touchedCount,
 * count, columns, rows]. Products without a gradient touch nothing.
 */
export function collectScored(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const d = pointer(args, 0), index = pointer(args, 2), places = pointer(args, 3), touched = pointer(args, 4), sums = pointer(args, 5);
  const total = pointer(args, 6), count = int(args, 7), ld = <usize>int(args, 8) << 2, rows = <u32>int(args, 9);
  let n = load<u32>(total);
  for (let r = lo; r < hi; r++) {
    const x = pointer(args, 1) + <usize>r * ld;
    for (let e = r * count, end = e + count; e < end; e++) {
      const row = load<u32>(at4(index, e)), slope = load<f32>(at4(d, e));
      if (row >= rows || slope == 0) continue;
      const place = at4(places, row);
      let p = load<u32>(place);
      if (p >= n || load<u32>(at4(touched, p)) != row) {
        p = n++;
        store<u32>(place, p);
        store<u32>(at4(touched, p), row);
        memory.fill(sums + <usize>p * ld, 0, ld);
      }
      addScaled(x, sums + <usize>p * ld, ld, slope);
    }
  }
  store<u32>(total, n);
}
