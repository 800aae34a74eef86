import { at4, pointer, int } from "./args";

// What is done with the scores of one query, whichever model they come from: hide what the learner has, keep the k best,
// count who stands before each relevant item.
//
// `job` is the start of every ranking kernel's arguments:
//   0 history offsets (queries + 1)   1 history items, ascending within a query
//   2 k   3 best items (queries, k)   4 best scores (queries, k)
//   5 relevant offsets (queries + 1), or 0   6 relevant items
//   7 candidates better than each relevant item, relevant ones not counted   8 as good   9 better or as good and of lower index, relevant ones counted
//   10 usable items, one byte each, or 0   11 items   12 scores of the relevant items
// Without slot 7 only the scores of the relevant items are wanted, those of the history included, and nothing is counted.

export const FIRST: usize = 13; // first slot of the kernel's own arguments

/** Rounds the number of items up to whole vectors of 16: the length of a row of scores. */
// @ts-ignore: decorator
@inline
export function paddedItems(items: i32): i32 {
  return (items + 15) & ~15;
}

/**
 * `scores` holds a padded row; entries that are −∞ count as "cannot say". `mayBeUnknown`: NaN too; kernels whose sums are
 * of finite numbers save the pass over the row.
 */
export function finishRow(job: usize, query: i32, scores: usize, mayBeUnknown: bool): void {
  const k = int(job, 2), items = int(job, 11), padded = paddedItems(items);
  const ids = pointer(job, 3) + <usize>query * (<usize>k << 2), best = pointer(job, 4) + <usize>query * (<usize>k << 2);
  const listed = pointer(job, 5) != 0, counted = pointer(job, 7) != 0;
  if (listed && !counted) {
    copyScores(job, query, scores);
    if (k == 0) return;
  }
  if (mayBeUnknown) lower(scores, padded);
  hide(job, query, scores, items, padded);
  for (let q = 0; q < k; q++) {
    store<f32>(at4(best, q), -Infinity);
    store<i32>(at4(ids, q), -1);
  }
  if (k > 0) scan(scores, padded, k, ids, best);
  if (listed && counted) countAhead(job, query, scores, padded);
}

/** Scores of the relevant items as they are; −∞ for those that are not usable. */
function copyScores(job: usize, query: i32, scores: usize): void {
  const offsets = pointer(job, 5), relevant = pointer(job, 6), scorable = pointer(job, 10), out = pointer(job, 12);
  const to = load<i32>(at4(offsets, query), 4);
  for (let e = load<i32>(at4(offsets, query)); e < to; e++) {
    const item = load<i32>(at4(relevant, e));
    const known = scorable == 0 || load<u8>(scorable + <usize>item) != 0;
    store<f32>(at4(out, e), known ? load<f32>(at4(scores, item)) : -Infinity);
  }
}

/** NaN becomes −∞, so that comparisons need not think of it. */
function lower(scores: usize, padded: i32): void {
  const low = f32x4.splat(-Infinity);
  for (let o: usize = 0, end = <usize>padded << 2; o < end; o += 32) {
    const a = v128.load(scores + o), b = v128.load(scores + o, 16);
    const s = v128.bitselect(a, low, f32x4.eq(a, a)), t = v128.bitselect(b, low, f32x4.eq(b, b));
    v128.store(scores + o, s); v128.store(scores + o, t, 16);
  }
}

/** History, unusable items and padding become −∞. */
function hide(job: usize, query: i32, scores: usize, items: i32, padded: i32): void {
  const scorable = pointer(job, 10);
  if (scorable != 0)
    for (let i = 0; i < items; i++) if (load<u8>(scorable + <usize>i) == 0) store<f32>(at4(scores, i), -Infinity);
  for (let i = items; i < padded; i++) store<f32>(at4(scores, i), -Infinity);
  const offsets = pointer(job, 0), history = pointer(job, 1), to = load<i32>(at4(offsets, query), 4);
  for (let e = load<i32>(at4(offsets, query)); e < to; e++) store<f32>(at4(scores, load<i32>(at4(history, e))), -Infinity);
}

/** Sixteen scores at a time against the k-th best so far; the rare winners go through insertion. Equal scores keep the lower index. */
function scan(scores: usize, padded: i32, k: i32, ids: usize, best: usize): void {
  const last = at4(best, k - 1);
  let bar = v128.load32_splat(last), s = scores;
  for (let i = 0; i < padded; i += 16, s += 64) {
    const a = v128.load(s), b = v128.load(s, 16), c = v128.load(s, 32), d = v128.load(s, 48);
    const over = v128.or(v128.or(f32x4.gt(a, bar), f32x4.gt(b, bar)), v128.or(f32x4.gt(c, bar), f32x4.gt(d, bar)));
    if (!v128.any_true(over)) continue;
    let winners = i32x4.bitmask(f32x4.gt(a, bar)) | (i32x4.bitmask(f32x4.gt(b, bar)) << 4)
      | (i32x4.bitmask(f32x4.gt(c, bar)) << 8) | (i32x4.bitmask(f32x4.gt(d, bar)) << 12);
    for (; winners != 0; winners &= winners - 1) {
      const q = ctz(winners), x = load<f32>(at4(s, q));
      if (x > load<f32>(last)) insert(x, i + q, k, ids, best); // the bar rises meanwhile
    }
    bar = v128.load32_splat(last);
  }
}

function insert(x: f32, id: i32, k: i32, ids: usize, best: usize): void {
  let at = k - 1;
  for (; at > 0 && load<f32>(at4(best, at - 1)) < x; at--) {
    store<f32>(at4(best, at), load<f32>(at4(best, at - 1)));
    store<i32>(at4(ids, at), load<i32>(at4(ids, at - 1)));
  }
  store<f32>(at4(best, at), x);
  store<i32>(at4(ids, at), id);
}

/** For each relevant item: see slots 7 to 9. History and hidden items stand at −∞ and are never ahead of a ranked item. */
function countAhead(job: usize, query: i32, scores: usize, padded: i32): void {
  const offsets = pointer(job, 5), relevant = pointer(job, 6);
  const from = load<i32>(at4(offsets, query)), to = load<i32>(at4(offsets, query), 4);
  for (let e = from; e < to; e++) {
    const item = load<i32>(at4(relevant, e)), own = load<f32>(at4(scores, item)), S = f32x4.splat(own);
    store<f32>(at4(pointer(job, 12), e), own);
    let greater = i32x4.splat(0), equal = greater, before = 0;
    for (let i = 0; i < padded; i += 4) {
      const s = v128.load(at4(scores, i));
      greater = i32x4.sub(greater, f32x4.gt(s, S));
      equal = i32x4.sub(equal, f32x4.eq(s, S));
    }
    let better = sum(greater), level = sum(equal);
    // a scan for equals of lower index only where there are any
    if (level > 1) for (let i = 0; i < item; i++) if (load<f32>(at4(scores, i)) == own) before++;
    store<i32>(at4(pointer(job, 9), e), better + before);
    for (let r = from; r < to; r++) {
      const other = load<f32>(at4(scores, load<i32>(at4(relevant, r))));
      if (other > own) better--;
      else if (other == own) level--;
    }
    store<i32>(at4(pointer(job, 7), e), better);
    store<i32>(at4(pointer(job, 8), e), level);
  }
}

// @ts-ignore: decorator
@inline
function sum(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}
