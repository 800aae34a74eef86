import { at4 } from "./addresses";
import { RankingArgs } from "./generated/arguments";

// What is done with the scores of one query, whichever model they come from: hide the items the learner has, keep the k
// best, count the items ranked before each relevant one.
//
// All ranking kernels begin with these arguments. `history` ascends within a query. For each relevant item, `better` receives
// the number of better candidates, relevant ones not counted, `level` those that are as good, and `ahead` those that are better,
// or as good and of lower index, relevant ones counted. Without `better` only `relevantScores` are computed, those of the history
// included, and nothing is counted.

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
export function finishRow(args: RankingArgs, query: i32, scores: usize, mayBeUnknown: bool): void {
  const k = args.k, items = args.items, padded = paddedItems(items);
  const ids = args.best + <usize>query * (<usize>k << 2), best = args.bestScores + <usize>query * (<usize>k << 2);
  const listed = args.relevantOffsets != 0, counted = args.better != 0;
  if (listed && !counted) {
    copyScores(args, query, scores);
    if (k == 0) return;
  }
  if (mayBeUnknown) lower(scores, padded);
  hide(args, query, scores, items, padded);
  for (let q = 0; q < k; q++) {
    store<f32>(at4(best, q), -Infinity);
    store<i32>(at4(ids, q), -1);
  }
  if (k > 0) scan(scores, padded, k, ids, best);
  if (listed && counted) countAhead(args, query, scores, padded);
}

/** Scores of the relevant items as they are; −∞ for those that are not usable. */
function copyScores(args: RankingArgs, query: i32, scores: usize): void {
  const offsets = args.relevantOffsets, relevant = args.relevant, scorable = args.scorable, out = args.relevantScores;
  const to = load<i32>(at4(offsets, query), 4);
  for (let e = load<i32>(at4(offsets, query)); e < to; e++) {
    const item = load<i32>(at4(relevant, e));
    const known = scorable == 0 || load<u8>(scorable + <usize>item) != 0;
    store<f32>(at4(out, e), known ? load<f32>(at4(scores, item)) : -Infinity);
  }
}

/** NaN becomes −∞, so that comparisons need no case for it. */
function lower(scores: usize, padded: i32): void {
  const low = f32x4.splat(-Infinity);
  for (let o: usize = 0, end = <usize>padded << 2; o < end; o += 32) {
    const a = v128.load(scores + o), b = v128.load(scores + o, 16);
    const s = v128.bitselect(a, low, f32x4.eq(a, a)), t = v128.bitselect(b, low, f32x4.eq(b, b));
    v128.store(scores + o, s); v128.store(scores + o, t, 16);
  }
}

/** History, unusable items and padding become −∞. */
function hide(args: RankingArgs, query: i32, scores: usize, items: i32, padded: i32): void {
  const scorable = args.scorable;
  if (scorable != 0)
    for (let i = 0; i < items; i++) if (load<u8>(scorable + <usize>i) == 0) store<f32>(at4(scores, i), -Infinity);
  for (let i = items; i < padded; i++) store<f32>(at4(scores, i), -Infinity);
  const offsets = args.historyOffsets, history = args.history, to = load<i32>(at4(offsets, query), 4);
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
      if (x > load<f32>(last)) insert(x, i + q, k, ids, best); // the k-th best may have risen
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

/** Fills `better`, `level` and `ahead`. History and hidden items stand at −∞ and are never ahead of a ranked item. */
function countAhead(args: RankingArgs, query: i32, scores: usize, padded: i32): void {
  const offsets = args.relevantOffsets, relevant = args.relevant;
  const from = load<i32>(at4(offsets, query)), to = load<i32>(at4(offsets, query), 4);
  for (let e = from; e < to; e++) {
    const item = load<i32>(at4(relevant, e)), own = load<f32>(at4(scores, item)), S = f32x4.splat(own);
    store<f32>(at4(args.relevantScores, e), own);
    let greater = i32x4.splat(0), equal = greater, before = 0;
    for (let i = 0; i < padded; i += 4) {
      const s = v128.load(at4(scores, i));
      greater = i32x4.sub(greater, f32x4.gt(s, S));
      equal = i32x4.sub(equal, f32x4.eq(s, S));
    }
    let better = sum(greater), level = sum(equal);
    // a scan for equals of lower index only where there are any
    if (level > 1) for (let i = 0; i < item; i++) if (load<f32>(at4(scores, i)) == own) before++;
    store<i32>(at4(args.ahead, e), better + before);
    for (let r = from; r < to; r++) {
      const other = load<f32>(at4(scores, load<i32>(at4(relevant, r))));
      if (other > own) better--;
      else if (other == own) level--;
    }
    store<i32>(at4(args.better, e), better);
    store<i32>(at4(args.level, e), level);
  }
}

// @ts-ignore: decorator
@inline
function sum(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}
