import { at4, at8 } from "./addresses";

// The largest of a row of similarities, in two passes: the k-th largest of the maxima of small groups is a threshold that at least k
// reach and few more; those that reach it are collected, and thinned out whenever twice as many as `limit` are there.

/**
 * The `limit` largest of `size` similarities that are above 0, of equal ones those that come first; 0, negative ones and NaN are
 * never taken. Writes them in order of place, `ids[place]` (the place itself where ids = 0) and the similarity; returns
 * how many. O(size + limit) expected. `buffer`: see `bufferBytes` in src/compute/core/signatures/neighbours.ts.
 */
export function selectBest(similarities: usize, ids: usize, size: i32, limit: i32, buffer: usize, outIds: usize, out: usize): i32 {
  const room = 2 * limit + 16, places = at8(buffer, room), spare = at8(places, (room + 1) >> 1);
  if (size <= limit) return takeAll(similarities, ids, size, outIds, out);
  let bar = lowBar(similarities, size, limit, spare), count = 0, s = similarities;
  for (let t = 0; t < size; t += 8, s += 64) {
    const left = size - t;
    if (left >= 8) {
      const B = f64x2.splat(bar);
      const first = v128.or(f64x2.gt(v128.load(s), B), f64x2.gt(v128.load(s, 16), B));
      const second = v128.or(f64x2.gt(v128.load(s, 32), B), f64x2.gt(v128.load(s, 48), B));
      if (!v128.any_true(v128.or(first, second))) continue;
    }
    for (let q = 0; q < min(8, left); q++) {
      const value = load<f64>(at8(s, q));
      store<f64>(at8(buffer, count), value);
      store<i32>(at4(places, count), t + q);
      count += i32(value > bar); // without a branch, which would be mispredicted
      if (count < room) continue;
      bar = keepBest(buffer, places, count, limit, spare);
      count = limit;
    }
  }
  if (count > limit) {
    keepBest(buffer, places, count, limit, spare);
    count = limit;
  }
  for (let n = 0; n < count; n++) {
    const place = load<i32>(at4(places, n));
    store<f64>(at8(out, n), load<f64>(at8(buffer, n)));
    store<i32>(at4(outIds, n), ids == 0 ? place : load<i32>(at4(ids, place)));
  }
  return count;
}

function takeAll(similarities: usize, ids: usize, size: i32, outIds: usize, out: usize): i32 {
  let count = 0;
  for (let t = 0; t < size; t++) {
    const s = load<f64>(at8(similarities, t));
    store<f64>(at8(out, count), s);
    store<i32>(at4(outIds, count), ids == 0 ? t : load<i32>(at4(ids, t)));
    count += i32(s > 0);
  }
  return count;
}

/** A number at least 0 that the `limit` largest are all above. At most 6 limit + 16 maxima in `spare`. */
function lowBar(similarities: usize, size: i32, limit: i32, spare: usize): f64 {
  let span = 4; // numbers to a pair of maxima
  while ((size / span) * 2 > 6 * limit + 16) span += span;
  const groups = size / span;
  if (2 * groups < limit + (limit >> 1)) return 0; // too few maxima for a useful threshold
  let s = similarities;
  for (let g = 0; g < groups; g++) {
    let top = f64x2.splat(0);
    for (let end = s + (<usize>span << 3); s < end; s += 32) top = f64x2.pmax(f64x2.pmax(top, v128.load(s)), v128.load(s, 16));
    v128.store(spare + (<usize>g << 4), top);
  }
  const reached = kthLargest(spare, 2 * groups, limit);
  return reached > 0 ? reinterpret<f64>(reinterpret<u64>(reached) - 1) : 0; // the next smaller number
}

/** Moves the `limit` best of `size` entries to the front, in the order they had; returns the smallest of them. */
function keepBest(values: usize, places: usize, size: i32, limit: i32, spare: usize): f64 {
  memory.copy(spare, values, <usize>size << 3);
  const lowest = kthLargest(spare, size, limit);
  let ties = limit, kept = 0;
  for (let n = 0; n < size; n++) ties -= i32(load<f64>(at8(values, n)) > lowest);
  for (let n = 0; n < size; n++) {
    const value = load<f64>(at8(values, n));
    if (value < lowest || (value == lowest && ties-- <= 0)) continue;
    store<f64>(at8(values, kept), value);
    store<i32>(at4(places, kept++), load<i32>(at4(places, n)));
  }
  return lowest;
}

/** Hoare's selection; reorders the values. 1 ≤ k ≤ size. */
export function kthLargest(values: usize, size: i32, k: i32): f64 {
  const wanted = k - 1;
  let low = 0, high = size - 1;
  while (low < high) {
    const pivot = load<f64>(at8(values, (low + high) >>> 1));
    let i = low, j = high;
    while (i <= j) {
      while (load<f64>(at8(values, i)) > pivot) i++;
      while (load<f64>(at8(values, j)) < pivot) j--;
      if (i > j) break;
      const kept = load<f64>(at8(values, i));
      store<f64>(at8(values, i++), load<f64>(at8(values, j)));
      store<f64>(at8(values, j--), kept);
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return load<f64>(at8(values, wanted));
}
