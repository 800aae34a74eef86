import { at4 } from "./addresses";
import { DrawExamplesArgs } from "./generated/arguments";
import { randomBits } from "./random";

/** A number below `bound`, by the upper half of a product (Lemire 2019, doi:10.1145/3230636, without rejection: bias below bound / 2³²). */
// @ts-ignore: decorator
@inline
export function below(bound: i32, key: u32, counter: i32): i32 {
  return <i32>((<u64>randomBits(key, <u32>counter) * <u64>(<u32>bound)) >> 32);
}

/**
 * Whether row u of a sparse matrix has column j; columns ascend within a row. Halves without branches, so that searches of
 * a batch overlap.
 */
export function hasColumn(offsets: usize, columns: usize, u: i32, j: i32): bool {
  const from = load<i32>(at4(offsets, u));
  let length = load<i32>(at4(offsets, u), 4) - from;
  if (length == 0) return false;
  let base = at4(columns, from);
  while (length > 1) {
    const half = length >>> 1, middle = at4(base, half);
    base = select<usize>(middle, base, load<i32>(middle) <= j);
    length -= half;
  }
  return load<i32>(base) == j;
}

const ATTEMPTS: i32 = 16; // at random; then the next free one from a random place on

/**
 * A column row u does not have, uniform but for rows that have nearly all; −1 where there is none. `known` is one bit a row and
 * column, or 0: then the row is searched.
 */
export function drawOther(offsets: usize, columns: usize, u: i32, bound: i32, key: u32, counter: i32, known: usize = 0): i32 {
  let j = 0;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    j = below(bound, key + <u32>attempt * 0x9e3779b9, counter);
    if (!(known ? hasBit(known, <u64>u * bound + j) : hasColumn(offsets, columns, u, j))) return j;
  }
  for (let step = 0; step < bound; step++) {
    if (!hasColumn(offsets, columns, u, j)) return j;
    j = j + 1 == bound ? 0 : j + 1;
  }
  return -1;
}

/**
 * Place `n` of a random order of 0 … total − 1 without storing it: rounds of steps that each turn numbers of so many bits into one
 * another, walked until one lands below `total` (Black & Rogaway 2002, doi:10.1007/3-540-45760-7_9). 2^bits ≥ total.
 */
// @ts-ignore: decorator
@inline
export function shuffled(n: u32, total: u32, bits: u32, key: u32): u32 {
  const mask: u32 = <u32>(((<u64>1) << bits) - 1), shift: u32 = (bits + 1) >>> 1;
  do {
    n = (n * 0x9e3779b1 + key) & mask;
    n ^= n >>> shift;
    n = (n * 0x85ebca6b + (key >>> 7)) & mask;
    n ^= n >>> shift;
    n = (n * 0xc2b2ae35 + (key >>> 13)) & mask;
    n ^= n >>> shift;
  } while (n >= total);
  return n;
}

// @ts-ignore: decorator
@inline
export function hasBit(bits: usize, index: u64): bool {
  return ((load<u32>(bits + <usize>((index >> 5) << 2)) >> (<u32>index & 31)) & 1) != 0;
}

/**
 * Examples of a batch for a loss on single pairs, over their places: each positive pair comes once an epoch and
 * `negatives` times with another item instead, one the user does not have; all in random order. `pairs` holds user and
 * item, `offsets` and `columns` the items of each user; users, drawn, labels and weights are written. A positive's
 * label is its value, 1 without `values`; `first` is the place of the batch in the epoch, 2^bits ≥ pairCount·(1 +
 * negatives); `known` as in `drawOther`. Weight 0 where a user has every item.
 */
export function drawExamples(args: DrawExamplesArgs, lo: i32, hi: i32, scratch: usize): void {
  const pairs = args.pairs, offsets = args.offsets, columns = args.columns, users = args.users;
  const itemsOut = args.drawn, labels = args.labels, weights = args.weights, key = <u32>args.key;
  const first = <u32>args.first, each = <u32>args.negatives + 1, total = <u32>args.pairCount * each, items = args.items;
  const bits = <u32>args.bits, values = args.values, known = args.known;
  for (let b = lo; b < hi; b++) {
    const q = shuffled(first + <u32>b, total, bits, key), p = q / each, positive = q - p * each == 0;
    const pair = pairs + (<usize>p << 3), u = load<i32>(pair);
    const item = positive ? load<i32>(pair, 4) : drawOther(offsets, columns, u, items, key, <i32>q, known);
    store<i32>(at4(users, b), u);
    store<i32>(at4(itemsOut, b), item < 0 ? 0 : item);
    store<f32>(at4(labels, b), !positive ? 0 : values == 0 ? 1 : load<f32>(at4(values, <i32>p)));
    store<f32>(at4(weights, b), item < 0 ? 0 : 1);
  }
}
