import { at4, int, pointer } from "./args";
import { drawOther, shuffled } from "./draws";
import { dot } from "./vector";

/**
 * Comparisons of a batch for a pairwise loss, over its places: each pair once an epoch in random order, beside an item the user
 * does not have, or `each` of them. args = [pairs (pairCount, 2) of user and item, offsets and columns of the items each user has, users out,
 * items out, others out (count, each), weights out, key, first, pairCount, items, bits, base, none, known, each]: `first` is the place of the batch in the
 * epoch, 2^bits at least pairCount, `base` is added to items; `known` as in `drawOther`. Past the last pair, and where a user has every item, the
 * weight is 0 and the rows are `none`.
 */
export function drawComparisons(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const pairs = pointer(args, 0), offsets = pointer(args, 1), columns = pointer(args, 2), users = pointer(args, 3);
  const itemsOut = pointer(args, 4), others = pointer(args, 5), weights = pointer(args, 6), key = <u32>int(args, 7);
  const first = <u32>int(args, 8), pairCount = <u32>int(args, 9), items = int(args, 10), bits = <u32>int(args, 11);
  const base = int(args, 12), none = int(args, 13), known = pointer(args, 14), each = int(args, 15);
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
 * Of the items drawn against each user the one with the largest product of rows, over users: args = [X (rows, width), users, drawn
 * (count, each), out, width, each, rows]. `rows` where that stands first among the drawn. The first of equals; width a multiple of 8.
 */
export function pickHardest(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const X = pointer(args, 0), users = pointer(args, 1), out = pointer(args, 3), bytes = <usize>int(args, 4) << 2;
  const each = int(args, 5), rows = int(args, 6);
  for (let b = lo; b < hi; b++) {
    const drawn = at4(pointer(args, 2), b * each);
    let best = load<i32>(drawn);
    if (best < rows) {
      const x = X + <usize>load<u32>(at4(users, b)) * bytes;
      let most = dot(x, X + <usize>best * bytes, bytes);
      for (let a = 1; a < each; a++) {
        const row = load<i32>(at4(drawn, a)), product = dot(x, X + <usize>row * bytes, bytes);
        if (product > most) {
          most = product;
          best = row;
        }
      }
    }
    store<i32>(at4(out, b), best);
  }
}
