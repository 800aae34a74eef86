import { at4, at8 } from "./args";

// The largest of a row of similarities, in one pass: a buffer of twice as many as are wanted takes what beats the bar; when it
// is full the better half stays, and the least of it is the new bar.

/** Bytes of `buffer` in `selectBest` are 20 times this. */
// @ts-ignore: decorator
@inline
function roomFor(limit: i32): i32 {
  return 2 * limit + 16;
}

/**
 * The `limit` largest of `size` similarities that are above 0, of equal ones those that come first; 0, negative ones and NaN are
 * never taken. Writes them in order of place, `ids[place]` (the place itself where ids = 0) and the similarity; returns
 * how many. O(size + limit log(size / limit)) expected.
 */
export function selectBest(similarities: usize, ids: usize, size: i32, limit: i32, buffer: usize, outIds: usize, out: usize): i32 {
  let count = 0;
  if (size <= limit) {
    for (let t = 0; t < size; t++) {
      const s = load<f64>(at8(similarities, t));
      if (!(s > 0)) continue;
      store<f64>(at8(out, count), s);
      store<i32>(at4(outIds, count++), ids == 0 ? t : load<i32>(at4(ids, t)));
    }
    return count;
  }
  const room = roomFor(limit), places = at8(buffer, room), spare = at8(places, (room + 1) >> 1);
  let bar: f64 = 0, t = 0, s = similarities;
  for (; t + 4 <= size; t += 4, s += 32) {
    const B = f64x2.splat(bar);
    if (!v128.any_true(v128.or(f64x2.gt(v128.load(s), B), f64x2.gt(v128.load(s, 16), B)))) continue;
    for (let q = 0; q < 4; q++) {
      const value = load<f64>(at8(s, q));
      if (!(value > bar)) continue;
      store<f64>(at8(buffer, count), value);
      store<i32>(at4(places, count++), t + q);
      if (count < room) continue;
      bar = keepBest(buffer, places, room, limit, spare);
      count = limit;
    }
  }
  for (; t < size; t++, s += 8) {
    if (!(load<f64>(s) > bar)) continue;
    store<f64>(at8(buffer, count), load<f64>(s));
    store<i32>(at4(places, count++), t);
    if (count < room) continue;
    bar = keepBest(buffer, places, room, limit, spare);
    count = limit;
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

/** Moves the `limit` best of `size` entries to the front, in the order they had; returns the least of them. */
function keepBest(values: usize, places: usize, size: i32, limit: i32, spare: usize): f64 {
  memory.copy(spare, values, <usize>size << 3);
  const least = kthLargest(spare, size, limit);
  let ties = limit, kept = 0;
  for (let n = 0; n < size; n++) ties -= i32(load<f64>(at8(values, n)) > least);
  for (let n = 0; n < size; n++) {
    const value = load<f64>(at8(values, n));
    if (value < least || (value == least && ties-- <= 0)) continue;
    store<f64>(at8(values, kept), value);
    store<i32>(at4(places, kept++), load<i32>(at4(places, n)));
  }
  return least;
}

/** Hoare's selection; reorders the values. 1 ≤ k ≤ size. */
function kthLargest(values: usize, size: i32, k: i32): f64 {
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
