import { at4 } from "./addresses";
import { ElasticNetArgs } from "./generated/arguments";
import { axpy, copy } from "./vector";
import { keepLargest } from "./walks";

// SLIM's columns: for each item j the w ≥ 0 with w_j = 0 that minimizes
//
//     ½ wᵀG w − g·w + l1 Σ w + ½ l2 |w|²,   G = XᵀX, g its row j
//
// by coordinate descent: w_i ← max(0, (r_i + G_ii w_i − l1) / (G_ii + l2)), r = g − G w. Few weights are above 0, so descent goes
// over a set of promising items whose part of G is packed together and stays in L2; then r is made anew for all items, those
// that want in join, and so on until none does. Where the set outgrows its room, descent goes on over all items and whole rows of G.

const ROOM: i32 = 512; // items in the packed set
const JOINING: i32 = 64; // maximum number of items that join at a time
const ROUNDS: i32 = 200;
const SWEEPS: i32 = 1000; // of one round

// Scratch, in order: r, gains (ld); set, heap, spare, packed r, w and 1 / (G_ii + l2) (ROOM each); packed G (ROOM, ROOM).

/**
 * Over rows b of W, items first + b; ld a multiple of 8 with zeros in the padding. Ends when no step would be longer
 * than `tolerance`. Scratch: 4 (2 ld + 6 ROOM + ROOM²) bytes.
 */
export function elasticNet(args: ElasticNetArgs, lo: i32, hi: i32, scratch: usize): void {
  const G = args.G, W = args.W, items = args.items, bytes = <usize>args.ld << 2, first = args.first;
  const r = scratch, gains = r + bytes, set = gains + bytes;
  for (let b = lo; b < hi; b++) {
    const w = W + <usize>b * bytes;
    memory.fill(w, 0, bytes);
    let size = 0;
    for (let round = 0; round < ROUNDS; round++) {
      rest(G, first + b, w, set, size, bytes, r);
      if (size > ROOM - JOINING) {
        descendAll(args, w, r, bytes);
        break;
      }
      const joined = join(args, w, r, gains, items, bytes, set, size);
      if (joined == size) break;
      size = descendSet(args, w, r, set, joined, bytes);
    }
  }
}

/** r = g − G w, g row j of G, w above 0 on the set only; −∞ at j, which must not have a weight. */
function rest(G: usize, j: i32, w: usize, set: usize, size: i32, bytes: usize, r: usize): void {
  copy(G + <usize>j * bytes, r, bytes);
  for (let a = 0; a < size; a++) {
    const i = load<i32>(at4(set, a));
    axpy(-load<f32>(at4(w, i)), G + <usize>i * bytes, r, bytes);
  }
  store<f32>(at4(r, j), -Infinity);
}

/** Adds to the set those items without a weight that would gain most from one; returns its new size. */
function join(args: ElasticNetArgs, w: usize, r: usize, gains: usize, items: i32, bytes: usize, set: usize, size: i32): i32 {
  const G = args.G, l1 = args.l1, l2 = args.l2, tolerance = args.tolerance, room = <usize>ROOM << 2;
  for (let i = 0; i < items; i++) {
    const slope = load<f32>(at4(r, i)) - l1;
    let gain: f32 = 0;
    if (slope > 0 && load<f32>(at4(w, i)) == 0) {
      const curvature = load<f32>(at4(G + <usize>i * bytes, i)) + l2;
      if (slope > tolerance * curvature) gain = slope * (slope / curvature);
    }
    store<f32>(at4(gains, i), gain);
  }
  return size + keepLargest(gains, items, JOINING, set + room, at4(set, size), set + 2 * room);
}

/** Descends over the set, packed; leaves in it the items with w > 0 and returns their number. */
function descendSet(args: ElasticNetArgs, w: usize, r: usize, set: usize, size: i32, bytes: usize): i32 {
  const G = args.G, l1 = args.l1, l2 = args.l2, tolerance = args.tolerance, room = <usize>ROOM << 2;
  const own = set + 3 * room, v = own + room, inverse = v + room, P = inverse + room;
  const width = (size + 7) & ~7, row = <usize>width << 2;
  for (let a = 0; a < width; a++) store<f32>(at4(own, a), 0);
  for (let a = 0; a < size; a++) {
    const i = load<i32>(at4(set, a)), from = G + <usize>i * bytes, to = P + <usize>a * row;
    for (let c = 0; c < size; c++) store<f32>(at4(to, c), load<f32>(at4(from, load<i32>(at4(set, c)))));
    for (let c = size; c < width; c++) store<f32>(at4(to, c), 0);
    store<f32>(at4(own, a), load<f32>(at4(r, i)));
    store<f32>(at4(v, a), load<f32>(at4(w, i)));
    store<f32>(at4(inverse, a), 1 / (load<f32>(at4(from, i)) + l2));
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let longest: f32 = 0;
    for (let a = 0; a < size; a++) {
      const old = load<f32>(at4(v, a)), line = P + <usize>a * row;
      const next = max<f32>(0, (load<f32>(at4(own, a)) + load<f32>(at4(line, a)) * old - l1) * load<f32>(at4(inverse, a)));
      if (next == old) continue;
      store<f32>(at4(v, a), next);
      axpy(old - next, line, own, row);
      longest = max<f32>(longest, abs<f32>(next - old));
    }
    if (!(longest > tolerance)) break;
  }
  let kept = 0;
  for (let a = 0; a < size; a++) {
    const i = load<i32>(at4(set, a)), value = load<f32>(at4(v, a));
    store<f32>(at4(w, i), value);
    if (value > 0) store<i32>(at4(set, kept++), i);
  }
  return kept;
}

/** Descends over all items with whole rows of G. */
function descendAll(args: ElasticNetArgs, w: usize, r: usize, bytes: usize): void {
  const G = args.G, items = args.items, l1 = args.l1, l2 = args.l2, tolerance = args.tolerance;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let longest: f32 = 0;
    for (let i = 0; i < items; i++) {
      const old = load<f32>(at4(w, i)), rest = load<f32>(at4(r, i));
      if (old == 0 && !(rest > l1)) continue;
      const line = G + <usize>i * bytes, square = load<f32>(at4(line, i));
      const next = max<f32>(0, (rest + square * old - l1) / (square + l2));
      if (next == old) continue;
      store<f32>(at4(w, i), next);
      axpy(old - next, line, r, bytes);
      longest = max<f32>(longest, abs<f32>(next - old));
    }
    if (!(longest > tolerance)) break;
  }
}
