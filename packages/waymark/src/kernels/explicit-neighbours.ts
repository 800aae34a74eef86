import { at4, at8, double, int, pointer } from "./args";
import { selectBest } from "./best-similar";
import { mark, markBytes, takeMarks } from "./marks";

const MSD = 1, PEARSON = 2, BASELINE = 3; // 0: cosine

/**
 * For each row of ratings the `limit` most similar rows of another matrix with the same columns, by
 * src/models/knn/rating-overlap.ts; over rows. The moments of two rows stand side by side, a 256-bit vector: n, Σab, Σa², Σb²;
 * Σa, Σb apart, for pearson only. Float64, in the order of the columns.
 *
 * args = [0 offsets (rows + 1)   1 columns   2 values   3 the others' transpose: offsets (columns + 1)   4 others   5 values
 *   6 number of others   7 kind   8 shrinkage   9 for each row the other that is itself, if any   10 limit
 *   11 nearest (rows, limit), ascending   12 their similarities   13 how many (rows)   14 for each entry of the rows the place in
 *   the others' lists from which on others count, or 0 for all of them]
 *
 * Scratch: moments (others, 4), sums (others, 2), similarities (others), ids (others) in 4 bytes each, marks, buffer.
 */
export function explicitNeighbours(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const others = int(args, 6), limit = int(args, 10), kind = int(args, 7), n = <usize>others;
  const sums = scratch + (n << 5), similarities = sums + (n << 4), ids = similarities + (n << 3);
  const marks = ids + (<usize>((others + 1) & ~1) << 2), buffer = marks + markBytes(others);
  memory.fill(scratch, 0, n * 48);
  memory.fill(marks, 0, markBytes(others));
  for (let row = lo; row < hi; row++) {
    const dense = metBy(args, row) > others;
    gather(args, row, scratch, sums, dense ? 0 : marks);
    const size = dense ? others : takeMarks(marks, others, ids);
    const self = load<i32>(at4(pointer(args, 9), row)), shrinkage = double(args, 8);
    for (let t = 0; t < size; t++) {
      const o = dense ? t : load<i32>(at4(ids, t)), at = scratch + (<usize>o << 5), sum = sums + (<usize>o << 4);
      store<f64>(at8(similarities, t), o == self ? 0 : similarity(kind, shrinkage, at, sum));
      if (dense) continue;
      const zero = f64x2.splat(0);
      v128.store(at, zero); v128.store(at, zero, 16); v128.store(sum, zero);
    }
    if (dense) memory.fill(scratch, 0, n * (kind == PEARSON ? 48 : 32));
    const to = <usize>row * <usize>limit;
    const count = selectBest(similarities, dense ? 0 : ids, size, limit, buffer, pointer(args, 11) + (to << 2), pointer(args, 12) + (to << 3));
    store<i32>(at4(pointer(args, 13), row), count);
  }
}

/** How many entries of the others a row meets. */
function metBy(args: usize, row: i32): i64 {
  const at = at4(pointer(args, 0), row), last = load<i32>(at, 4);
  let met: i64 = 0;
  for (let e = load<i32>(at); e < last; e++) {
    const list = at4(pointer(args, 3), load<i32>(at4(pointer(args, 1), e)));
    met += load<i32>(list, 4) - startOf(args, list, e);
  }
  return met;
}

// @ts-ignore: decorator
@inline
function startOf(args: usize, list: usize, entry: i32): i32 {
  const after = pointer(args, 14);
  return after == 0 ? load<i32>(list) : load<i32>(at4(after, entry));
}

/** The moments of one row with all others; others met for the first time are marked where there are marks. */
function gather(args: usize, row: i32, moments: usize, sums: usize, marks: usize): void {
  const at = at4(pointer(args, 0), row), last = load<i32>(at, 4), others = int(args, 6);
  const columns = pointer(args, 1), values = pointer(args, 2), rows = pointer(args, 4), theirs = pointer(args, 5);
  const pearson = int(args, 7) == PEARSON;
  for (let e = load<i32>(at); e < last; e++) {
    const list = at4(pointer(args, 3), load<i32>(at4(columns, e))), from = startOf(args, list, e), to = load<i32>(list, 4);
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
