import { at4, at8, double, int, pointer } from "./args";
import { selectBest } from "./best-similar";
import { mark, markBytes, takeMarks } from "./marks";
import { addAll } from "./neighbour-sums";
import { addTile, addedByTile, TILE } from "./tile-of-rows";

/**
 * For each 0/1 row the `limit` most similar rows of another matrix with the same columns, by the damped cosine of
 * src/models/knn/implicit-overlap.ts; over tiles of 4 rows. Sums are float64, in the order of the columns, so they are those of
 * the model's own arithmetic to the last bit.
 *
 * args = [0 order: the rows, like ones next to each other   1 offsets (rows + 1)   2 columns
 *   3 the others' transpose: offsets (columns + 1)   4 others   5 weights of columns   6 norms of the others
 *   7 number of others   8 shrinkage   9 for each row the other that is itself, if any   10 limit
 *   11 nearest (rows, limit), ascending   12 their similarities   13 how many (rows)]
 *
 * Scratch: 64 bytes, sums (others, 4), similarities (others), ids (others) in 4 bytes each, marks, buffer.
 */
export function implicitNeighbours(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const others = int(args, 7), rows = int(args, 14), spill = scratch, sums = scratch + 64;
  const tileBytes = <usize>others << 5;
  memory.fill(sums, 0, tileBytes);
  memory.fill(marksOf(sums, others), 0, markBytes(others));
  for (let tile = lo; tile < hi; tile++) {
    const first = tile * TILE, end = min(first + TILE, rows);
    if (end - first == TILE && double(args, 8) == 0 && isWorthATile(args, first)) {
      addTile(args, first, spill, sums);
      for (let lane = 0; lane < TILE; lane++) {
        const row = load<i32>(at4(pointer(args, 0), first + lane));
        divideStrided(at8(sums, lane), similaritiesOf(sums, others), pointer(args, 6), others, normOf(args, row));
        choose(args, row, sums, similaritiesOf(sums, others), 0, others);
      }
      memory.fill(sums, 0, tileBytes);
    } else for (let p = first; p < end; p++) nearestToOne(args, load<i32>(at4(pointer(args, 0), p)), sums);
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
function isWorthATile(args: usize, first: i32): bool {
  let alone: i64 = 0;
  for (let p = first; p < first + TILE; p++) alone += metBy(args, load<i32>(at4(pointer(args, 0), p)));
  return alone > TILE * <i64>int(args, 7) && 5 * addedByTile(args, first) < 4 * alone;
}

/** How many entries of the others a row meets. */
function metBy(args: usize, row: i32): i64 {
  const at = at4(pointer(args, 1), row), columns = pointer(args, 2), end = at4(columns, load<i32>(at, 4));
  let met: i64 = 0;
  for (let c = at4(columns, load<i32>(at)); c < end; c += 4) {
    const list = at4(pointer(args, 3), load<i32>(c));
    met += load<i32>(list, 4) - load<i32>(list);
  }
  return met;
}

function normOf(args: usize, row: i32): f64 {
  const at = at4(pointer(args, 1), row), columns = pointer(args, 2), end = at4(columns, load<i32>(at, 4));
  let squared: f64 = 0;
  for (let c = at4(columns, load<i32>(at)); c < end; c += 4) squared += load<f64>(at8(pointer(args, 5), load<i32>(c)));
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
function nearestToOne(args: usize, row: i32, sums: usize): void {
  const others = int(args, 7), shrinkage = double(args, 8), bytes = <usize>others << 3, counts = sums + bytes;
  const offsets = pointer(args, 3), rows = pointer(args, 4), weights = pointer(args, 5), norms = pointer(args, 6);
  const dense = metBy(args, row) > others, marks = marksOf(sums, others);
  const at = at4(pointer(args, 1), row), columns = pointer(args, 2), last = at4(columns, load<i32>(at, 4));
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
function choose(args: usize, row: i32, sums: usize, similarities: usize, ids: usize, size: i32): void {
  const others = int(args, 7), self = load<u32>(at4(pointer(args, 9), row)), limit = int(args, 10);
  if (ids == 0) {
    if (self < <u32>others) store<f64>(at8(similarities, self), 0);
  } else for (let t = 0; t < size; t++) if (load<u32>(at4(ids, t)) == self) store<f64>(at8(similarities, t), 0);
  const at = <usize>row * <usize>limit, marks = marksOf(sums, others);
  const count = selectBest(similarities, ids, size, limit, marks + markBytes(others), pointer(args, 11) + (at << 2), pointer(args, 12) + (at << 3));
  store<i32>(at4(pointer(args, 13), row), count);
}
