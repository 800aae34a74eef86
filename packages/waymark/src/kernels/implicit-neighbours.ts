import { at4, at8 } from "./addresses";
import { selectBest } from "./best-similar";
import { ImplicitNeighboursArgs } from "./generated/arguments";
import { mark, markBytes, takeMarks } from "./marks";
import { addAll } from "./neighbour-sums";
import { addTile, addedByTile, TILE } from "./tile-of-rows";

/**
 * For each 0/1 row the `limit` most similar rows of another matrix with the same columns, by the damped cosine of
 * src/models/knn/implicit-overlap.ts; over tiles of 4 rows. Sums are float64, in the order of the columns, so they are
 * those of the model's own arithmetic to the last bit.
 *
 * `order`: the rows, like ones next to each other. `columnOffsets`, `columnRows`: the transpose of the other matrix,
 * which has `others` rows; `norms`: the lengths of these. `selves`: for each row the other that is itself, if any.
 * Written: `near`, ascending, `similarities`, and how many in `found`.
 *
 * Scratch: 64 bytes, sums (others, 4), similarities (others), ids (others) in 4 bytes each, marks, buffer.
 */
export function implicitNeighbours(args: ImplicitNeighboursArgs, lo: i32, hi: i32, scratch: usize): void {
  const others = args.others, rows = args.rows, spill = scratch, sums = scratch + 64;
  const tileBytes = <usize>others << 5;
  memory.fill(sums, 0, tileBytes);
  memory.fill(marksOf(sums, others), 0, markBytes(others));
  for (let tile = lo; tile < hi; tile++) {
    const first = tile * TILE, end = min(first + TILE, rows);
    if (end - first == TILE && args.shrinkage == 0 && isWorthATile(args, first)) {
      addTile(args, first, spill, sums);
      for (let lane = 0; lane < TILE; lane++) {
        const row = load<i32>(at4(args.order, first + lane));
        divideStrided(at8(sums, lane), similaritiesOf(sums, others), args.norms, others, normOf(args, row));
        choose(args, row, sums, similaritiesOf(sums, others), 0, others);
      }
      memory.fill(sums, 0, tileBytes);
    } else for (let p = first; p < end; p++) nearestToOne(args, load<i32>(at4(args.order, p)), sums);
  }
}

// @ts-ignore: decorator
@inline
function similaritiesOf(sums: usize, others: i32): usize {
  return sums + (<usize>others << 5);
}
// @ts-ignore: decorator
@inline
function idsOf(sums: usize, others: i32): usize {
  return similaritiesOf(sums, others) + (<usize>others << 3);
}
// @ts-ignore: decorator
@inline
function marksOf(sums: usize, others: i32): usize {
  return idsOf(sums, others) + (<usize>((others + 1) & ~1) << 2);
}

/** Whether four rows share so many columns that adding to all four at once is less work. */
function isWorthATile(args: ImplicitNeighboursArgs, first: i32): bool {
  let alone: i64 = 0;
  for (let p = first; p < first + TILE; p++) alone += metBy(args, load<i32>(at4(args.order, p)));
  return alone > TILE * <i64>args.others && 5 * addedByTile(args, first) < 4 * alone;
}

/** How many entries of the others a row meets. */
function metBy(args: ImplicitNeighboursArgs, row: i32): i64 {
  const at = at4(args.offsets, row), columns = args.columns, end = at4(columns, load<i32>(at, 4));
  let met: i64 = 0;
  for (let c = at4(columns, load<i32>(at)); c < end; c += 4) {
    const list = at4(args.columnOffsets, load<i32>(c));
    met += load<i32>(list, 4) - load<i32>(list);
  }
  return met;
}

function normOf(args: ImplicitNeighboursArgs, row: i32): f64 {
  const at = at4(args.offsets, row), columns = args.columns, end = at4(columns, load<i32>(at, 4));
  let squared: f64 = 0;
  for (let c = at4(columns, load<i32>(at)); c < end; c += 4) squared += load<f64>(at8(args.weights, load<i32>(c)));
  return sqrt<f64>(squared);
}

/** out[o] = sums[4 o] / (norm · norms[o]) */
function divideStrided(sums: usize, out: usize, norms: usize, others: i32, norm: f64): void {
  const N = f64x2.splat(norm), end = out + (<usize>(others & ~1) << 3);
  for (; out < end; out += 16, sums += 64, norms += 16)
    v128.store(out, f64x2.div(f64x2.replace_lane(v128.load64_zero(sums), 1, load<f64>(sums, 32)), f64x2.mul(N, v128.load(norms))));
  if (others & 1) store<f64>(out, load<f64>(sums) / (norm * load<f64>(norms)));
}

/** out[o] = sums[o] / (norm · norms[o]) */
function divide(sums: usize, out: usize, norms: usize, others: i32, norm: f64): void {
  const N = f64x2.splat(norm), end = out + (<usize>(others & ~1) << 3);
  for (; out < end; out += 16, sums += 16, norms += 16)
    v128.store(out, f64x2.div(v128.load(sums), f64x2.mul(N, v128.load(norms))));
  if (others & 1) store<f64>(out, load<f64>(sums) / (norm * load<f64>(norms)));
}

/** Sums of a single row stand in the first (others) numbers of the tile's room, counts for shrinkage in the second. */
function nearestToOne(args: ImplicitNeighboursArgs, row: i32, sums: usize): void {
  const others = args.others, shrinkage = args.shrinkage, bytes = <usize>others << 3, counts = sums + bytes;
  const offsets = args.columnOffsets, rows = args.columnRows, weights = args.weights, norms = args.norms;
  const dense = metBy(args, row) > others, marks = marksOf(sums, others);
  const at = at4(args.offsets, row), columns = args.columns, last = at4(columns, load<i32>(at, 4));
  for (let c = at4(columns, load<i32>(at)); c < last; c += 4) {
    const list = at4(offsets, load<i32>(c)), from = at4(rows, load<i32>(list)), to = at4(rows, load<i32>(list, 4));
    const w = load<f64>(at8(weights, load<i32>(c)));
    if (dense) addAll(sums, from, to, w);
    else addMarking(sums, from, to, w, marks, others);
    if (shrinkage > 0) addAll(counts, from, to, 1);
  }
  const norm = normOf(args, row), out = similaritiesOf(sums, others);
  if (dense && shrinkage == 0) {
    divide(sums, out, norms, others, norm);
    memory.fill(sums, 0, bytes);
    choose(args, row, sums, out, 0, others);
    return;
  }
  const ids: usize = dense ? 0 : idsOf(sums, others), size = dense ? others : takeMarks(marks, others, ids);
  for (let t = 0; t < size; t++) {
    const o = dense ? t : load<i32>(at4(ids, t));
    let s = load<f64>(at8(sums, o)) / (norm * load<f64>(at8(norms, o)));
    if (shrinkage > 0) {
      const n = load<f64>(at8(counts, o));
      s *= n / (n + shrinkage);
      store<f64>(at8(counts, o), 0);
    }
    store<f64>(at8(sums, o), 0);
    store<f64>(at8(out, t), s);
  }
  choose(args, row, sums, out, ids, size);
}

function addMarking(sums: usize, p: usize, end: usize, w: f64, marks: usize, others: i32): void {
  for (; p < end; p += 4) {
    const row = load<u32>(p), at = at8(sums, row), sum = load<f64>(at);
    if (sum == 0) mark(marks, others, row);
    store<f64>(at, sum + w);
  }
}

/** Keeps the best of a row, itself left out. */
function choose(args: ImplicitNeighboursArgs, row: i32, sums: usize, similarities: usize, ids: usize, size: i32): void {
  const others = args.others, self = load<u32>(at4(args.selves, row)), limit = args.limit;
  if (ids == 0) {
    if (self < <u32>others) store<f64>(at8(similarities, self), 0);
  } else for (let t = 0; t < size; t++) if (load<u32>(at4(ids, t)) == self) store<f64>(at8(similarities, t), 0);
  const at = <usize>row * <usize>limit, marks = marksOf(sums, others);
  const count = selectBest(similarities, ids, size, limit, marks + markBytes(others), args.near + (at << 2), args.similarities + (at << 3));
  store<i32>(at4(args.found, row), count);
}
