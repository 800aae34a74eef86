import { at4, float, int, pointer } from "./args";
import { axpy, copy } from "./vector";
import { keepLargest } from "./walks";

// SLIM's columns: for each item j the w ≥ 0 with w_j = 0 that minimizes
//
//     ½ wᵀG w − g·w + l1 Σ w + ½ l2 |w|²,   G = XᵀX, g its row j
//
// by coordinate descent: w_i ← max(0, (r_i + G_ii w_i − l1) / (G_ii + l2)), r = g − G w. Few weights are above 0, so descent goes
// over a set of promising items whose part of G is packed together and stays in L2; then r is made anew for all items, those
// that want in join, and so on until none does. Where the set outgrows its room, descent goes on over all items and whole rows of G.

export const ROOM: i32 = 512; // items in the packed set
const JOINING: i32 = 64; // most that join at a time
const ROUNDS: i32 = 200;
const SWEEPS: i32 = 1000; // of one round

// Scratch, in order: r, gains (ld); set, joining, heap, spare, packed r, w, 1 / (G_ii + l2) (ROOM each); packed G (ROOM, ROOM).

/**
 * Over rows b of W (items first + b): args = [G (items, ld), W (count, ld), items, ld, l1, l2, tolerance, first]; ld a multiple of 8
 * with zeros in the padding. No weight misses its optimum, the others given, by more than `tolerance`. Scratch: 4 (2 ld + 7 ROOM + ROOM²) bytes.
 */
export function elasticNet(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const G = pointer(args, 0), W = pointer(args, 1), items = int(args, 2), ld = int(args, 3), bytes = <usize>ld << 2;
  const first = int(args, 7), r = scratch, gains = r + bytes, set = gains + bytes;
  for (let b = lo; b < hi; b++) {
    const j = first + b, w = W + <usize>b * bytes, g = G + <usize>j * bytes;
    memory.fill(w, 0, bytes);
    copy(g, r, bytes);
    store<f32>(at4(r, j), -Infinity);
    let size = 0;
    for (let round = 0; round < ROUNDS; round++) {
      size = join(args, w, r, gains, items, bytes, set, size);
      if (size < 0) break;
      if (size >= ROOM) {
        descendAll(args, w, r, items, bytes);
        break;
      }
      size = descendSet(args, w, set, size, bytes);
      copy(g, r, bytes);
      for (let a = 0; a < size; a++) {
        const i = load<i32>(at4(set, a));
        axpy(-load<f32>(at4(w, i)), G + <usize>i * bytes, r, bytes);
      }
      store<f32>(at4(r, j), -Infinity);
    }
  }
}

/** Adds to the set, whose members have w > 0, the items that would gain most; the new size, or −1 where none would gain. */
function join(args: usize, w: usize, r: usize, gains: usize, items: i32, bytes: usize, set: usize, size: i32): i32 {
  const G = pointer(args, 0), l1 = float(args, 4), l2 = float(args, 5), tolerance = float(args, 6);
  const joining = set + (<usize>ROOM << 2), heap = joining + (<usize>ROOM << 2), spare = heap + (<usize>ROOM << 2);
  for (let i = 0; i < items; i++) {
    const pull = load<f32>(at4(r, i)) - l1;
    let gain: f32 = 0;
    if (pull > 0 && load<f32>(at4(w, i)) == 0) {
      const curvature = load<f32>(at4(G + <usize>i * bytes, i)) + l2;
      if (pull > tolerance * curvature) gain = pull * (pull / curvature);
    }
    store<f32>(at4(gains, i), gain);
  }
  const count = keepLargest(gains, items, min(JOINING, ROOM - size), heap, joining, spare);
  if (count == 0) return -1;
  for (let a = 0; a < count; a++) store<i32>(at4(set, size + a), load<i32>(at4(joining, a)));
  return size + count;
}

/** Descends over the set, packed; leaves in it the items with w > 0 and returns their number. */
function descendSet(args: usize, w: usize, set: usize, size: i32, bytes: usize): i32 {
  const G = pointer(args, 0), l1 = float(args, 4), l2 = float(args, 5), tolerance = float(args, 6);
  const room = <usize>ROOM << 2, r = set + 4 * room, v = r + room, inverse = v + room, P = inverse + room;
  const width = (size + 7) & ~7, row = <usize>width << 2, j = <i32>0;
  for (let a = 0; a < size; a++) {
    const i = load<i32>(at4(set, a)), from = G + <usize>i * bytes, to = P + <usize>a * row;
    for (let c = 0; c < size; c++) store<f32>(at4(to, c), load<f32>(at4(from, load<i32>(at4(set, c)))));
    for (let c = size; c < width; c++) store<f32>(at4(to, c), 0);
    store<f32>(at4(v, a), load<f32>(at4(w, i)));
    store<f32>(at4(inverse, a), 1 / (load<f32>(at4(from, i)) + l2));
  }
  return 0;
}
