import { at4, at8 } from "./addresses";
import { paddedItems } from "./finish-row";
import { Ranking64Args } from "./generated/arguments";

// As finish-row.ts, for rows of 64-bit scores: what src/compute/top-k.ts and src/models/scoring/place-items.ts do with them, to
// the last bit. NaN and −∞ are no candidates; equal scores stand in order of item index.

/** Bytes of a row of scores. */
// @ts-ignore: decorator
@inline
export function rowBytes64(items: i32): usize {
  return <usize>paddedItems(items) << 3;
}

/** Rows of scores begin here, after the room in which `finishRow64` sorts relevant items. */
// @ts-ignore: decorator
@inline
export function rowAfterRoom(args: Ranking64Args, scratch: usize): usize {
  return scratch + 16 * <usize>args.mostRelevant + 16;
}

/**
 * `scores`: a padded row, which is overwritten. `room`: 16 mostRelevant + 16 bytes. Without `better` only `relevantScores` are
 * written, those of the history included.
 */
export function finishRow64(args: Ranking64Args, query: i32, scores: usize, room: usize): void {
  const k = args.k, items = args.items, padded = paddedItems(items);
  const listed = args.relevantOffsets != 0, counted = args.better != 0;
  if (listed && !counted) {
    copyScores(args, query, scores);
    if (k == 0) return;
  }
  for (let i = items; i < padded; i++) store<f64>(at8(scores, i), -Infinity);
  const offsets = args.historyOffsets, history = args.history, to = load<i32>(at4(offsets, query), 4);
  for (let e = load<i32>(at4(offsets, query)); e < to; e++) store<f64>(at8(scores, load<i32>(at4(history, e))), -Infinity);
  if (listed && counted) placeRelevant(args, query, scores, room);
  const first = <usize>query * <usize>k;
  if (k > 0) keepBest(scores, items, padded, k, args.best + (first << 2), args.bestScores + (first << 3));
}

/** No candidates at all. */
export function finishNothing64(args: Ranking64Args, query: i32, scores: usize, room: usize): void {
  for (let i = 0, items = args.items; i < items; i++) store<f64>(at8(scores, i), NaN);
  finishRow64(args, query, scores, room);
}

function copyScores(args: Ranking64Args, query: i32, scores: usize): void {
  const offsets = args.relevantOffsets, to = load<i32>(at4(offsets, query), 4);
  for (let e = load<i32>(at4(offsets, query)); e < to; e++)
    store<f64>(at8(args.relevantScores, e), load<f64>(at8(scores, load<i32>(at4(args.relevant, e)))));
}

/** The `k` best in a heap, its worst at the root; then in order. O(items · log k). */
function keepBest(scores: usize, items: i32, padded: i32, k: i32, ids: usize, best: usize): void {
  let size = 0, i = 0;
  for (; i < items && size < k; i++) {
    const score = load<f64>(at8(scores, i));
    if (score > -Infinity) siftUp(score, i, size++, ids, best);
  }
  for (let q = size; q < k; q++) {
    store<f64>(at8(best, q), -Infinity);
    store<i32>(at4(ids, q), -1);
  }
  for (; i < padded && (i & 7) != 0; i++) replaceWorst(load<f64>(at8(scores, i)), i, size, ids, best);
  let bar = v128.load64_splat(best);
  for (let s = at8(scores, i); i < padded; i += 8, s += 64) {
    const a = f64x2.gt(v128.load(s), bar), b = f64x2.gt(v128.load(s, 16), bar);
    const c = f64x2.gt(v128.load(s, 32), bar), d = f64x2.gt(v128.load(s, 48), bar);
    if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) continue;
    for (let q = 0; q < 8; q++) replaceWorst(load<f64>(at8(s, q)), i + q, size, ids, best);
    bar = v128.load64_splat(best);
  }
  for (let last = size - 1; last > 0; last--) {
    const score = load<f64>(at8(best, last)), id = load<i32>(at4(ids, last));
    store<f64>(at8(best, last), load<f64>(best));
    store<i32>(at4(ids, last), load<i32>(ids));
    siftDown(score, id, last, ids, best);
  }
}

/** A score later in the row than all in the heap: of equal ones it is the worse. */
// @ts-ignore: decorator
@inline
function replaceWorst(score: f64, id: i32, size: i32, ids: usize, best: usize): void {
  if (score > load<f64>(best)) siftDown(score, id, size, ids, best);
}

function siftUp(score: f64, id: i32, start: i32, ids: usize, best: usize): void {
  let at = start;
  while (at > 0) {
    const parent = (at - 1) >> 1, above = load<f64>(at8(best, parent));
    if (above < score) break;
    store<f64>(at8(best, at), above);
    store<i32>(at4(ids, at), load<i32>(at4(ids, parent)));
    at = parent;
  }
  store<f64>(at8(best, at), score);
  store<i32>(at4(ids, at), id);
}

/** Puts an entry in the place of the root. */
function siftDown(score: f64, id: i32, size: i32, ids: usize, best: usize): void {
  let at = 0;
  while (true) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && isWorse(child + 1, load<f64>(at8(best, child)), load<i32>(at4(ids, child)), ids, best)) child++;
    if (!isWorse(child, score, id, ids, best)) break;
    store<f64>(at8(best, at), load<f64>(at8(best, child)));
    store<i32>(at4(ids, at), load<i32>(at4(ids, child)));
    at = child;
  }
  store<f64>(at8(best, at), score);
  store<i32>(at4(ids, at), id);
}

/** Whether the entry at a place of the heap stands after the given one. */
// @ts-ignore: decorator
@inline
function isWorse(place: i32, score: f64, id: i32, ids: usize, best: usize): bool {
  const own = load<f64>(at8(best, place));
  return own < score || (own == score && load<i32>(at4(ids, place)) > id);
}

/** Fills `better`, `level`, `ahead` and `relevantScores`. A binary search for each candidate: O((items + w) · log w). */
function placeRelevant(args: Ranking64Args, query: i32, scores: usize, room: usize): void {
  const from = load<i32>(at4(args.relevantOffsets, query)), w = load<i32>(at4(args.relevantOffsets, query), 4) - from;
  if (w == 0) return;
  const relevant = at4(args.relevant, from), level = at4(args.level, from), ahead = at4(args.ahead, from);
  const own = room, order = at8(own, w), above = at4(order, w); // (w) ascending, (w) places, (w + 1) by how many of them are below
  for (let p = 0; p < w; p++) {
    const score = load<f64>(at8(scores, load<i32>(at4(relevant, p)))), known = score > -Infinity ? score : -Infinity;
    store<f64>(at8(args.relevantScores, from + p), known);
    store<f64>(at8(own, p), known);
    store<i32>(at4(order, p), p);
  }
  sortPlaces(own, order, relevant, w);
  for (let p = 0; p < w; p++) store<f64>(at8(scores, load<i32>(at4(relevant, p))), -Infinity); // others only
  memory.fill(above, 0, <usize>(w + 1) << 2);
  memory.fill(level, 0, <usize>w << 2);
  memory.fill(ahead, 0, <usize>w << 2);
  for (let i = 0, items = args.items; i < items; i++) {
    const score = load<f64>(at8(scores, i));
    if (!(score > -Infinity)) continue;
    const below = countBelow(own, w, score);
    increase(at4(above, below));
    for (let q = below; q < w && load<f64>(at8(own, q)) == score; q++) {
      const p = load<i32>(at4(order, q));
      increase(at4(level, p));
      if (i < load<i32>(at4(relevant, p))) increase(at4(ahead, p));
    }
  }
  for (let q = w - 1, higher = 0; q >= 0; q--) {
    const p = load<i32>(at4(order, q));
    higher += load<i32>(at4(above, q + 1));
    store<i32>(at4(args.better, from + p), higher);
    store<i32>(at4(ahead, p), load<i32>(at4(ahead, p)) + higher + (w - 1 - q));
    store<f64>(at8(scores, load<i32>(at4(relevant, p))), load<f64>(at8(own, q)));
  }
}

// @ts-ignore: decorator
@inline
function increase(at: usize): void {
  store<i32>(at, load<i32>(at) + 1);
}

/** Worst first: ascending scores, equal ones in descending order of item. Shell's sort: few entries. */
function sortPlaces(own: usize, order: usize, relevant: usize, w: i32): void {
  for (let gap = w >> 1; gap > 0; gap = gap == 2 ? 1 : (gap * 5) / 11) {
    for (let p = gap; p < w; p++) {
      const score = load<f64>(at8(own, p)), place = load<i32>(at4(order, p)), item = load<i32>(at4(relevant, place));
      let q = p;
      for (; q >= gap; q -= gap) {
        const other = load<f64>(at8(own, q - gap)), otherPlace = load<i32>(at4(order, q - gap));
        if (other < score || (other == score && load<i32>(at4(relevant, otherPlace)) > item)) break;
        store<f64>(at8(own, q), other);
        store<i32>(at4(order, q), otherPlace);
      }
      store<f64>(at8(own, q), score);
      store<i32>(at4(order, q), place);
    }
  }
}

/** How many of the `w` ascending scores are below `bar`; w ≥ 1. Without a branch, which nobody could foresee. */
// @ts-ignore: decorator
@inline
function countBelow(ascending: usize, w: i32, bar: f64): i32 {
  let base = ascending, n = w;
  while (n > 1) {
    const half = n >> 1;
    base = select<usize>(at8(base, half), base, load<f64>(at8(base, half - 1)) < bar);
    n -= half;
  }
  return <i32>((base - ascending) >> 3) + i32(load<f64>(base) < bar);
}
