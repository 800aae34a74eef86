import { at4 } from "./addresses";
import { inner } from "./attention-block";
import { CandidateScoresArgs, CandidateScoresBackArgs, CollectScoredArgs } from "./generated/arguments";
import { addScaled } from "./softmax";

// Products of each row with a few rows of a table named by index: scores of candidates for the next item of a sequence.
// An index of `rows` or more stands for none: a product of 0, no gradient. Widths are any.

/** out[r, c] = X[r] · table[index[r, c]], over rows r. */
export function candidateScores(args: CandidateScoresArgs, lo: i32, hi: i32, scratch: usize): void {
  const table = args.table, index = args.index, out = args.out, count = args.candidates;
  const ld = <usize>args.columns << 2, rows = <u32>args.rows;
  for (let r = lo; r < hi; r++) {
    const x = args.X + <usize>r * ld;
    for (let e = r * count, end = e + count; e < end; e++) {
      const row = load<u32>(at4(index, e));
      store<f32>(at4(out, e), row < rows ? inner(x, table + <usize>row * ld, ld) : 0);
    }
  }
}

/** dX[r] = (add) + Σ_c d[r, c] · table[index[r, c]], over rows r. */
export function candidateScoresBack(args: CandidateScoresBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const d = args.d, table = args.table, index = args.index, count = args.candidates;
  const ld = <usize>args.columns << 2, rows = <u32>args.rows, add = args.add;
  for (let r = lo; r < hi; r++) {
    const x = args.dX + <usize>r * ld;
    if (!add) memory.fill(x, 0, ld);
    for (let e = r * count, end = e + count; e < end; e++) {
      const row = load<u32>(at4(index, e));
      if (row < rows) addScaled(table + <usize>row * ld, x, ld, load<f32>(at4(d, e)));
    }
  }
}

/**
 * The gradient of the table, gathered by row as in row-gradients.ts, one chunk only. Products without a gradient touch
 * nothing.
 */
export function collectScored(args: CollectScoredArgs, lo: i32, hi: i32, scratch: usize): void {
  const d = args.d, index = args.index, places = args.places, touched = args.touched, sums = args.sums;
  const total = args.touchedCount, count = args.candidates, ld = <usize>args.columns << 2, rows = <u32>args.rows;
  let n = load<u32>(total);
  for (let r = lo; r < hi; r++) {
    const x = args.X + <usize>r * ld;
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
