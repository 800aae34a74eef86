import { at4, at8 } from "./addresses";
import { finishRow64, rowAfterRoom, rowBytes64 } from "./finish-row64";
import { RankUserRatingsArgs } from "./generated/arguments";

/**
 * Ranks by ratings predicted from the nearest users, shrunk by confidence: `score` of src/models/knn/explicit-user-knn-model.ts, sums
 * in the same order. `near`, `similarities` and `found` as `explicitNeighbours` writes them; `offsets`, `columns`, `deviations`: of
 * those users the items rated and what each rating is off from what was expected. `expectsMean`: an item is expected at the learner's
 * mean; `needsHistory`, `needsNeighbours`: NaN without one, or with too few.
 *
 * Scratch: room, row, sums (items, 2), users in order and as many to sort in (limit each) in 4 bytes each, 8 bytes, counts (items)
 * in 4 bytes each.
 */
export function rankUserRatings(args: RankUserRatingsArgs, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, limit = args.limit, scores = rowAfterRoom(args, scratch), sums = scores + rowBytes64(items);
  const order = sums + (<usize>items << 4), counts = at8(order, limit + 1);
  for (let query = lo; query < hi; query++) {
    const first = <usize>query * <usize>limit, near = args.near + (first << 2), similarities = args.similarities + (first << 3);
    const found = load<i32>(at4(args.found, query)), sorted = sortBySimilarity(similarities, found, order, at4(order, limit));
    memory.fill(sums, 0, <usize>items << 4);
    memory.fill(counts, 0, <usize>items << 2);
    for (let n = 0; n < found; n++) {
      const place = load<i32>(at4(sorted, n));
      addRatings(args, load<i32>(at4(near, place)), load<f64>(at8(similarities, place)), sums, counts);
    }
    for (let i = 0; i < items; i++)
      store<f64>(at8(scores, i), load<u8>(args.known + <usize>i) ? scoreOf(args, query, i, sums + (<usize>i << 4), load<i32>(at4(counts, i))) : NaN);
    finishRow64(args, query, scores, scratch);
  }
}

/** The ratings of one neighbour, for items that do not have enough of them yet. */
function addRatings(args: RankUserRatingsArgs, user: i32, near: f64, sums: usize, counts: usize): void {
  const row = at4(args.offsets, user), to = load<i32>(row, 4), neighbours = args.neighbours;
  const factor = near / load<f64>(at8(args.rowScale, user));
  for (let p = load<i32>(row); p < to; p++) {
    const item = load<i32>(at4(args.columns, p)), count = at4(counts, item), n = load<i32>(count);
    if (n >= neighbours) continue;
    store<i32>(count, n + 1);
    const at = sums + (<usize>(<u32>item) << 4);
    store<f64>(at, load<f64>(at) + factor * load<f64>(at8(args.deviations, p)));
    store<f64>(at, load<f64>(at, 8) + near, 8);
  }
}

/** From Σ s·d and Σ s of an item. */
// @ts-ignore: decorator
@inline
function scoreOf(args: RankUserRatingsArgs, query: i32, item: i32, sums: usize, count: i32): f64 {
  const base = load<f64>(at8(args.bases, query)) + load<f64>(at8(args.columnBase, item));
  const expected = args.expectsMean ? load<f64>(at8(args.means, query)) : base;
  const enough = count >= args.minNeighbours;
  const noScore = (args.needsHistory && load<i32>(at4(args.askedOffsets, query)) == load<i32>(at4(args.askedOffsets, query), 4)) ||
    (!enough && args.needsNeighbours);
  const moved = enough ? (load<f64>(at8(args.scales, query)) * load<f64>(sums)) / (load<f64>(sums, 8) + args.prior) : 0;
  return noScore ? NaN : expected + (base + moved - expected) * load<f64>(at8(args.confidences, item));
}

/** Places of the entries, most similar first, of equal ones the first: a merge sort from the bottom. Returns where they stand: a or b. */
function sortBySimilarity(similarities: usize, size: i32, a: usize, b: usize): usize {
  for (let n = 0; n < size; n++) store<i32>(at4(a, n), n);
  for (let width = 1; width < size; width <<= 1) {
    for (let from = 0; from < size; from += 2 * width)
      merge(similarities, a, b, from, min(from + width, size), min(from + 2 * width, size));
    const sorted = b;
    b = a;
    a = sorted;
  }
  return a;
}

/** Runs [from, middle) and [middle, end) of `a` become one in `b`. */
function merge(similarities: usize, a: usize, b: usize, from: i32, middle: i32, end: i32): void {
  let p = from, q = middle, to = from;
  while (p < middle && q < end) {
    const left = load<i32>(at4(a, p)), right = load<i32>(at4(a, q));
    const takesRight = load<f64>(at8(similarities, right)) > load<f64>(at8(similarities, left));
    store<i32>(at4(b, to++), select<i32>(right, left, takesRight)); // without a branch
    q += i32(takesRight);
    p += i32(!takesRight);
  }
  memory.copy(at4(b, to), at4(a, p), <usize>(middle - p) << 2);
  to += middle - p;
  memory.copy(at4(b, to), at4(a, q), <usize>(end - q) << 2);
}
