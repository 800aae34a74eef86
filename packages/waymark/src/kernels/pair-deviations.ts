import { at4, at8 } from "./addresses";
import { PairDeviationsArgs } from "./generated/arguments";

/**
 * For each item i the others j that share a user with it, the number of such users and the mean of r(u, i) − r(u, j)
 * over them; over items, from `first` on. `ratings` lie by item, `values` by user. Written: pairColumns, means and
 * counts (rows, items), and in `lengths` the entries of each row, rows beginning at `first`. Scratch: 16 bytes an item,
 * Σ of differences and number side by side.
 */
export function pairDeviations(args: PairDeviationsArgs, lo: i32, hi: i32, scratch: usize): void {
  const itemOffsets = args.itemOffsets, users = args.users, ratings = args.ratings, userOffsets = args.userOffsets;
  const items = args.columns, others = args.values, first = args.first, count = args.items;
  const columns = args.pairColumns, means = args.means, counts = args.counts, lengths = args.lengths;
  memory.fill(scratch, 0, <usize>count << 4);
  for (let r = lo; r < hi; r++) {
    const item = first + r, to = load<i32>(at4(itemOffsets, item), 4);
    for (let p = load<i32>(at4(itemOffsets, item)); p < to; p++) {
      const u = load<i32>(at4(users, p)), end = load<i32>(at4(userOffsets, u), 4);
      const own = f64x2(0, 1), rated = f64x2.replace_lane(own, 0, load<f64>(at8(ratings, p)));
      for (let e = load<i32>(at4(userOffsets, u)); e < end; e++) {
        const sums = scratch + (<usize>load<u32>(at4(items, e)) << 4);
        v128.store(sums, f64x2.add(v128.load(sums), f64x2.sub(rated, v128.load64_zero(at8(others, e)))));
      }
    }
    v128.store(scratch + (<usize>item << 4), f64x2.splat(0)); // an item is not compared with itself
    const row = <usize>r * <usize>count;
    store<u32>(at4(lengths, r), takeOut(scratch, count, columns + (row << 2), means + (row << 3), counts + (row << 2)));
  }
}

/**
 * Writes the pairs met, ascending, and clears the sums. Returns how many there are. Without a branch, which would be
 * mispredicted: an entry that does not count is overwritten by the next.
 */
function takeOut(sums: usize, count: i32, columns: usize, means: usize, counts: usize): i32 {
  let next = 0;
  for (let j = 0; j < count; j++, sums += 16) {
    const shared = load<f64>(sums, 8);
    store<u32>(at4(columns, next), j);
    store<f64>(at8(means, next), load<f64>(sums) / shared);
    store<u32>(at4(counts, next), <u32>shared);
    v128.store(sums, f64x2.splat(0));
    next += i32(shared != 0);
  }
  return next;
}
