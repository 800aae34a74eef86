import { at4 } from "./addresses";
import { drawOther, shuffled } from "./draws";
import { DrawComparisonsArgs, PickHardestArgs } from "./generated/arguments";
import { dot } from "./vector";

/**
 * Comparisons of a batch for a pairwise loss, over its places: each pair once an epoch in random order, beside an item
 * the user does not have, or `each` of them. `pairs` holds user and item, `offsets` and `columns` the items of each
 * user; users, drawn, others (count, each) and weights are written. `first` is the place of the batch in the epoch,
 * 2^bits at least pairCount, `base` is added to items; `known` as in `drawOther`. Past the last pair, and where a user
 * has every item, the weight is 0 and the rows are `none`.
 */
export function drawComparisons(args: DrawComparisonsArgs, lo: i32, hi: i32, scratch: usize): void {
  const pairs = args.pairs, offsets = args.offsets, columns = args.columns, users = args.users;
  const itemsOut = args.drawn, others = args.others, weights = args.weights, key = <u32>args.key;
  const first = <u32>args.first, pairCount = <u32>args.pairCount, items = args.items, bits = <u32>args.bits;
  const base = args.base, none = args.none, known = args.known, each = args.each;
  for (let b = lo; b < hi; b++) {
    const q = first + <u32>b;
    let u = 0, i = 0, j = -1;
    if (q < pairCount) {
      const pair = pairs + (<usize>shuffled(q, pairCount, bits, key) << 3);
      u = load<i32>(pair);
      i = load<i32>(pair, 4);
      for (let a = 0; a < each; a++) {
        j = drawOther(offsets, columns, u, items, key, <i32>q * each + a, known);
        store<i32>(at4(others, b * each + a), j < 0 ? none : base + j);
      }
    } else for (let a = 0; a < each; a++) store<i32>(at4(others, b * each + a), none);
    const drawn = j >= 0;
    store<i32>(at4(users, b), drawn ? u : none);
    store<i32>(at4(itemsOut, b), drawn ? base + i : none);
    store<f32>(at4(weights, b), drawn ? 1 : 0);
  }
}

/**
 * Of the items drawn against each user, `drawn` (count, each), the one with the largest product of rows, over users.
 * `rows` where that stands first among the drawn. The first of equals; width a multiple of 8.
 */
export function pickHardest(args: PickHardestArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, users = args.users, out = args.out, bytes = <usize>args.width << 2;
  const each = args.each, rows = args.rows;
  for (let b = lo; b < hi; b++) {
    const drawn = at4(args.drawn, b * each);
    let best = load<i32>(drawn);
    if (best < rows) {
      const x = X + <usize>load<u32>(at4(users, b)) * bytes;
      let largest = dot(x, X + <usize>best * bytes, bytes);
      for (let a = 1; a < each; a++) {
        const row = load<i32>(at4(drawn, a)), product = dot(x, X + <usize>row * bytes, bytes);
        if (product > largest) {
          largest = product;
          best = row;
        }
      }
    }
    store<i32>(at4(out, b), best);
  }
}
