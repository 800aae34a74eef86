import { at4, at8 } from "./addresses";
import { selectBest } from "./best-similar";
import { ExplicitNeighboursArgs } from "./generated/arguments";
import { mark, markBytes, takeMarks } from "./marks";

const MSD = 1, PEARSON = 2, BASELINE = 3; // 0: cosine

/**
 * For each row of ratings the `limit` most similar rows of another matrix with the same columns, by
 * src/models/knn/rating-overlap.ts; over rows. The moments of two rows stand side by side, a 256-bit vector: n, Σab,
 * Σa², Σb²; Σa, Σb apart, for pearson only. Float64, in the order of the columns.
 *
 * `columnOffsets`, `columnRows`, `columnValues`: the transpose of the other matrix, which has `others` rows. `selves`:
 * for each row the other that is itself, if any. `after`: for each entry of the rows the place in the others' lists
 * from which on others count, or 0 for all of them. Written: `near`, ascending, `similarities`, and how many in
 * `found`.
 *
 * Scratch: moments (others, 4), sums (others, 2), similarities (others), ids (others) in 4 bytes each, marks, buffer.
 */
export function explicitNeighbours(args: ExplicitNeighboursArgs, lo: i32, hi: i32, scratch: usize): void {
  const others = args.others, limit = args.limit, kind = args.kind, n = <usize>others;
  const sums = scratch + (n << 5), similarities = sums + (n << 4), ids = similarities + (n << 3);
  const marks = ids + (<usize>((others + 1) & ~1) << 2), buffer = marks + markBytes(others);
  memory.fill(scratch, 0, n * 48);
  memory.fill(marks, 0, markBytes(others));
  for (let row = lo; row < hi; row++) {
    const dense = metBy(args, row) > others;
    gather(args, row, scratch, sums, dense ? 0 : marks);
    const size = dense ? others : takeMarks(marks, others, ids);
    const self = load<i32>(at4(args.selves, row)), shrinkage = args.shrinkage;
    for (let t = 0; t < size; t++) {
      const o = dense ? t : load<i32>(at4(ids, t)), at = scratch + (<usize>o << 5), sum = sums + (<usize>o << 4);
      store<f64>(at8(similarities, t), o == self ? 0 : similarity(kind, shrinkage, at, sum));
      if (dense) continue;
      const zero = f64x2.splat(0);
      v128.store(at, zero); v128.store(at, zero, 16); v128.store(sum, zero);
    }
    if (dense) memory.fill(scratch, 0, n * (kind == PEARSON ? 48 : 32));
    const to = <usize>row * <usize>limit;
    const count = selectBest(similarities, dense ? 0 : ids, size, limit, buffer, args.near + (to << 2), args.similarities + (to << 3));
    store<i32>(at4(args.found, row), count);
  }
}

/** How many entries of the others a row meets. */
function metBy(args: ExplicitNeighboursArgs, row: i32): i64 {
  const at = at4(args.offsets, row), last = load<i32>(at, 4);
  let met: i64 = 0;
  for (let e = load<i32>(at); e < last; e++) {
    const list = at4(args.columnOffsets, load<i32>(at4(args.columns, e)));
    met += load<i32>(list, 4) - startOf(args, list, e);
  }
  return met;
}

// @ts-ignore: decorator
@inline
function startOf(args: ExplicitNeighboursArgs, list: usize, entry: i32): i32 {
  const after = args.after;
  return after == 0 ? load<i32>(list) : load<i32>(at4(after, entry));
}

/** The moments of one row with all others; others met for the first time are marked where there are marks. */
function gather(args: ExplicitNeighboursArgs, row: i32, moments: usize, sums: usize, marks: usize): void {
  const at = at4(args.offsets, row), last = load<i32>(at, 4), others = args.others;
  const columns = args.columns, values = args.values, rows = args.columnRows, theirs = args.columnValues;
  const pearson = args.kind == PEARSON;
  for (let e = load<i32>(at); e < last; e++) {
    const list = at4(args.columnOffsets, load<i32>(at4(columns, e))), from = startOf(args, list, e), to = load<i32>(list, 4);
    const a = load<f64>(at8(values, e)), p = at4(rows, from), end = at4(rows, to), v = at8(theirs, from);
    if (marks != 0) addMarks(moments, p, end, marks, others);
    addMoments(moments, p, end, v, a);
    if (pearson) addSums(sums, p, end, v, a);
  }
}

function addMarks(moments: usize, p: usize, end: usize, marks: usize, others: i32): void {
  for (; p < end; p += 4) {
    const row = load<u32>(p);
    if (load<f64>(moments + (<usize>row << 5)) == 0) mark(marks, others, row);
  }
}

/** The hot loop: one value of the row against all values of a column. */
function addMoments(moments: usize, p: usize, end: usize, v: usize, a: f64): void {
  const A = f64x2.replace_lane(f64x2.splat(1), 1, a), AA = f64x2.splat(a * a);
  for (; p < end; p += 4, v += 8) {
    const at = moments + (<usize>load<u32>(p) << 5), b = load<f64>(v);
    const s = f64x2.add(v128.load(at), f64x2.mul(A, f64x2.replace_lane(f64x2.splat(1), 1, b)));
    const t = f64x2.add(v128.load(at, 16), f64x2.replace_lane(AA, 1, b * b));
    v128.store(at, s); v128.store(at, t, 16);
  }
}

function addSums(sums: usize, p: usize, end: usize, v: usize, a: f64): void {
  const A = f64x2.splat(a);
  for (; p < end; p += 4, v += 8) {
    const at = sums + (<usize>load<u32>(p) << 4);
    v128.store(at, f64x2.add(v128.load(at), f64x2.replace_lane(A, 1, load<f64>(v))));
  }
}

/** Not positive, or NaN, where the rows are no neighbours or share nothing. */
// @ts-ignore: decorator
@inline
function similarity(kind: i32, shrinkage: f64, moments: usize, sums: usize): f64 {
  const n = load<f64>(moments), ab = load<f64>(moments, 8), aa = load<f64>(moments, 16), bb = load<f64>(moments, 24);
  if (n == 0 || (kind == BASELINE && n < 2)) return 0;
  const support = kind == BASELINE ? n - 1 : n;
  const plain = kind == MSD ? 1 / (max<f64>(0, aa - 2 * ab + bb) / n + 1)
    : kind == PEARSON ? correlation(n, ab, aa, bb, load<f64>(sums), load<f64>(sums, 8))
    : ab / sqrt<f64>(aa * bb);
  return shrinkage == 0 ? plain : plain * (support / (support + shrinkage));
}

function correlation(n: f64, ab: f64, aa: f64, bb: f64, a: f64, b: f64): f64 {
  const varianceA = n * aa - a * a, varianceB = n * bb - b * b;
  // 1e-12: what rounding leaves of a constant row of decimals; of whole stars it leaves exactly 0
  if (varianceA <= 1e-12 * n * aa || varianceB <= 1e-12 * n * bb) return 0;
  return (n * ab - a * b) / sqrt<f64>(varianceA * varianceB);
}
