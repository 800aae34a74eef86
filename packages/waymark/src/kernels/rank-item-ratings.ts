import { at4, at8 } from "./addresses";
import { kthLargest } from "./best-similar";
import { finishRow64, rowAfterRoom, rowBytes64 } from "./finish-row64";
import { RankItemRatingsArgs } from "./generated/arguments";

const BLOCK: i32 = 32; // items looked at together: what a history says of them stays in L2
const BUCKETS: i32 = 64;
const FEW: i32 = 48; // so few similarities are chosen from without buckets

/**
 * Ranks by ratings predicted from the nearest items of the history, shrunk by confidence: `score` of
 * src/models/knn/explicit-item-knn-model.ts, sums in the same order. `rows`, `columns`, `values`: row j holds the items j is a
 * neighbour of. `deviations`: of each entry asked, at most `mostAsked` a query. `expectsMean`: an item is expected at the learner's
 * mean, otherwise at its base and the learner's bias; `needsNeighbours`: NaN where there are too few.
 *
 * Scratch: room, row, buckets (64) and counts (32) in 4 bytes each, similarities and deviations (32, mostAsked), those chosen
 * (mostAsked each), places (mostAsked) in 4 bytes each.
 */
export function rankItemRatings(args: RankItemRatingsArgs, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, width = <usize>args.mostAsked << 3, scores = rowAfterRoom(args, scratch);
  const buckets = scores + rowBytes64(items), near = buckets + ((BUCKETS + BLOCK) << 2);
  const deviations = near + BLOCK * width, spare = deviations + BLOCK * width, next = spare + 2 * width;
  const counts = at4(buckets, BUCKETS);
  for (let query = lo; query < hi; query++) {
    const first = load<i32>(at4(args.askedOffsets, query)), size = load<i32>(at4(args.askedOffsets, query), 4) - first;
    for (let e = 0; e < size; e++) store<i32>(at4(next, e), load<i32>(at4(args.rows, load<i32>(at4(args.asked, first + e)))));
    const mean = load<f64>(at8(args.means, query)), bias = load<f64>(at8(args.biases, query));
    for (let block = 0; block < items; block += BLOCK) {
      const end = min(block + BLOCK, items);
      memory.fill(counts, 0, BLOCK << 2);
      for (let e = 0; e < size; e++) gather(args, first + e, at4(next, e), block, end, counts, near, deviations);
      for (let i = block; i < end; i++) {
        const base = load<f64>(at8(args.rowBase, i)) + bias, expected = args.expectsMean ? mean : base, at = <usize>(i - block) * width;
        const predicted = load<u8>(args.known + <usize>i)
          ? estimate(args, i, base, near + at, deviations + at, load<i32>(at4(counts, i - block)), spare, buckets)
          : NaN;
        store<f64>(at8(scores, i), expected + (predicted - expected) * load<f64>(at8(args.confidences, i)));
      }
    }
    finishRow64(args, query, scores, scratch);
  }
}

/** Adds one entry of the history to the neighbours of the items [block, end) it is a neighbour of; `next`: its place in its row. */
function gather(args: RankItemRatingsArgs, entry: i32, next: usize, block: i32, end: i32, counts: usize, near: usize, deviations: usize): void {
  const columns = args.columns, values = args.values, width = args.mostAsked, deviation = load<f64>(at8(args.deviations, entry));
  const last = load<i32>(at4(args.rows, load<i32>(at4(args.asked, entry))), 4);
  let p = load<i32>(next);
  for (; p < last; p++) {
    const item = load<i32>(at4(columns, p));
    if (item >= end) break;
    const count = at4(counts, item - block), n = load<i32>(count), at = <usize>((item - block) * width + n) << 3;
    store<i32>(count, n + 1);
    store<f64>(near + at, load<f64>(at8(values, p)));
    store<f64>(deviations + at, deviation);
  }
  store<i32>(next, p);
}

/** What was expected of the item, moved by its nearest neighbours: Σ s·d and Σ s over those with the largest s, of equal ones the first. */
function estimate(args: RankItemRatingsArgs, item: i32, base: f64, near: usize, deviations: usize, size: i32, spare: usize, buckets: usize): f64 {
  const limit = args.neighbours;
  if (min(limit, size) < args.minNeighbours) return args.needsNeighbours ? NaN : base;
  let weighted: f64 = 0, total: f64 = 0, s = near, d = deviations, left = size;
  if (size > limit) {
    const lowest = threshold(near, size, limit, spare, buckets);
    s = spare; d = at8(spare, args.mostAsked);
    left = keepFrom(near, deviations, size, lowest, s, d);
    if (left > limit) left = dropTies(s, d, left, lowest, left - limit);
  }
  for (let p = 0; p < left; p++) {
    const similarity = load<f64>(at8(s, p));
    weighted += similarity * load<f64>(at8(d, p));
    total += similarity;
  }
  return base + (load<f64>(at8(args.rowScale, item)) * weighted) / (total + args.prior);
}

/** Copies the neighbours with at least the lowest similarity, in order, without a branch; returns how many. */
function keepFrom(near: usize, deviations: usize, size: i32, lowest: f64, s: usize, d: usize): i32 {
  let kept = 0;
  for (let p = 0; p < size; p++) {
    const similarity = load<f64>(at8(near, p));
    store<f64>(at8(s, kept), similarity);
    store<f64>(at8(d, kept), load<f64>(at8(deviations, p)));
    kept += i32(similarity >= lowest);
  }
  return kept;
}

/** Leaves out the last of those that have just the lowest similarity; returns how many are left. */
function dropTies(s: usize, d: usize, size: i32, lowest: f64, excess: i32): i32 {
  let ties = -excess, kept = 0;
  for (let p = 0; p < size; p++) ties += i32(load<f64>(at8(s, p)) == lowest);
  for (let p = 0; p < size; p++) {
    const similarity = load<f64>(at8(s, p));
    if (similarity == lowest && ties-- <= 0) continue;
    store<f64>(at8(s, kept), similarity);
    store<f64>(at8(d, kept++), load<f64>(at8(d, p)));
  }
  return kept;
}

/** The `limit`-th largest of more positive numbers: counts them by their share of the largest, and looks into one bucket only. */
function threshold(near: usize, size: i32, limit: i32, spare: usize, buckets: usize): f64 {
  let top = load<f64>(near);
  for (let p = 1; p < size; p++) top = max<f64>(top, load<f64>(at8(near, p)));
  const scale: f64 = (BUCKETS - 1) / top;
  if (size < FEW || !(scale > 0 && scale < Infinity)) {
    memory.copy(spare, near, <usize>size << 3);
    return kthLargest(spare, size, limit);
  }
  memory.fill(buckets, 0, BUCKETS << 2);
  for (let p = 0; p < size; p++) {
    const at = at4(buckets, bucketOf(load<f64>(at8(near, p)), scale));
    store<i32>(at, load<i32>(at) + 1);
  }
  let bucket = BUCKETS - 1, left = limit;
  for (; left > load<i32>(at4(buckets, bucket)); bucket--) left -= load<i32>(at4(buckets, bucket));
  let found = 0;
  for (let p = 0; p < size; p++) {
    const similarity = load<f64>(at8(near, p));
    store<f64>(at8(spare, found), similarity);
    found += i32(bucketOf(similarity, scale) == bucket);
  }
  return kthLargest(spare, found, left);
}

/** Larger for larger numbers. */
// @ts-ignore: decorator
@inline
function bucketOf(similarity: f64, scale: f64): i32 {
  return min(<i32>max<f64>(similarity * scale, 0), BUCKETS - 1);
}
