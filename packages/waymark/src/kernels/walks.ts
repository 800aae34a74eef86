import { at4 } from "./addresses";
import { WalkWeightsArgs } from "./generated/arguments";

/**
 * RP3beta's weights, over items i, the k largest of each: W_ij = from_i · to_j · Σ over users of both of steps_u, j ≠
 * i. Columns ascend; of equal weights the lower index is kept; only weights above 0 are. One dense row of sums stays in
 * the thread's cache. Scratch: 4 (items + k) bytes, items rounded up to 16.
 */
export function walkWeights(args: WalkWeightsArgs, lo: i32, hi: i32, scratch: usize): void {
  const itemOffsets = args.itemOffsets, itemUsers = args.itemUsers, userOffsets = args.userOffsets, userItems = args.userItems;
  const steps = args.steps, from = args.from, to = args.to, k = args.k, counts = args.counts;
  const columns = args.columns, values = args.values, items = args.items;
  const sums = scratch, heap = scratch + (<usize>((items + 15) & ~15) << 2);
  for (let i = lo; i < hi; i++) {
    memory.fill(sums, 0, <usize>items << 2);
    const end = load<i32>(at4(itemOffsets, i), 4);
    for (let e = load<i32>(at4(itemOffsets, i)); e < end; e++) {
      const u = load<i32>(at4(itemUsers, e)), step = load<f32>(at4(steps, u));
      const last = at4(userItems, load<i32>(at4(userOffsets, u), 4));
      for (let p = at4(userItems, load<i32>(at4(userOffsets, u))); p < last; p += 4) {
        const sum = at4(sums, load<i32>(p));
        store<f32>(sum, load<f32>(sum) + step);
      }
    }
    const own = load<f32>(at4(from, i));
    for (let j = 0; j < items; j++) store<f32>(at4(sums, j), own * (load<f32>(at4(to, j)) * load<f32>(at4(sums, j))));
    store<f32>(at4(sums, i), 0);
    const row = <usize>i * (<usize>k << 2);
    store<i32>(at4(counts, i), keepLargest(sums, items, k, heap, columns + row, values + row));
  }
}

/** The k largest numbers above 0, in order of index; returns how many there are. `heap` is 4 k bytes of scratch. */
export function keepLargest(x: usize, length: i32, k: i32, heap: usize, columns: usize, values: usize): i32 {
  let held = 0;
  for (let j = 0; j < length; j++) {
    const v = load<f32>(at4(x, j));
    if (!(v > 0)) continue;
    if (held < k) rise(heap, held++, v);
    else if (v > load<f32>(heap)) sink(heap, k, v);
  }
  if (held == 0) return 0;
  // the smallest kept is the threshold; equal numbers are kept while there is room, lower index first
  const bar: f32 = held < k ? 0 : load<f32>(heap);
  let room = 0;
  for (let q = 0; q < held; q++) if (load<f32>(at4(heap, q)) == bar) room++;
  let kept = 0;
  for (let j = 0; j < length && kept < held; j++) {
    const v = load<f32>(at4(x, j));
    if (!(v > bar) && !(v == bar && room-- > 0)) continue;
    store<i32>(at4(columns, kept), j);
    store<f32>(at4(values, kept++), v);
  }
  return kept;
}

/** Adds v to a heap of `size` numbers, the smallest on top. */
function rise(heap: usize, size: i32, v: f32): void {
  let at = size;
  while (at > 0) {
    const above = (at - 1) >> 1, a = load<f32>(at4(heap, above));
    if (!(v < a)) break;
    store<f32>(at4(heap, at), a);
    at = above;
  }
  store<f32>(at4(heap, at), v);
}

/** Puts v in place of the smallest. */
function sink(heap: usize, size: i32, v: f32): void {
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= size) break;
    if (below + 1 < size && load<f32>(at4(heap, below + 1)) < load<f32>(at4(heap, below))) below++;
    const b = load<f32>(at4(heap, below));
    if (!(b < v)) break;
    store<f32>(at4(heap, at), b);
    at = below;
  }
  store<f32>(at4(heap, at), v);
}
