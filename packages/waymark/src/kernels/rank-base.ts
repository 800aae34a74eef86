import { at4, at8 } from "./addresses";
import { finishRow64, rowAfterRoom, rowBytes64 } from "./finish-row64";
import { RankBaseArgs, RankHashesArgs } from "./generated/arguments";

/**
 * Ranks by scores = base, the same for every query, or, where there are `starts`, start + base; over queries. Scratch: room, row.
 */
export function rankBase(args: RankBaseArgs, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, base = args.base, starts = args.starts, scores = rowAfterRoom(args, scratch);
  for (let query = lo; query < hi; query++) {
    if (starts == 0) memory.copy(scores, base, <usize>items << 3);
    else addTo(load<f64>(at8(starts, query)), base, scores, items);
    finishRow64(args, query, scores, scratch);
  }
}

function addTo(start: f64, base: usize, scores: usize, items: i32): void {
  for (let i = 0; i < items; i++) store<f64>(at8(scores, i), start + load<f64>(at8(base, i)));
}

/**
 * Ranks by `pairHash` of src/compute/hash.ts as a share of 2³²; over queries. `users`: the parts of the users, `seed` that of the
 * seed, both multiplied already. Scratch: room, row.
 */
export function rankHashes(args: RankHashesArgs, lo: i32, hi: i32, scratch: usize): void {
  const scores = rowAfterRoom(args, scratch), end = scores + rowBytes64(args.items), share = f64x2.splat(1.0 / 4294967296.0);
  const step = i32x4.splat(4 * 0x85ebca77), first = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(0x85ebca77));
  for (let query = lo; query < hi; query++) {
    let x = i32x4.add(first, i32x4.splat(load<i32>(at4(args.users, query)) + args.seed));
    for (let s = scores; s < end; s += 32) {
      const h = mixed(x);
      v128.store(s, f64x2.mul(f64x2.convert_low_i32x4_u(h), share));
      v128.store(s, f64x2.mul(f64x2.convert_low_i32x4_u(i32x4.shuffle(h, h, 2, 3, 0, 1)), share), 16);
      x = i32x4.add(x, step);
    }
    finishRow64(args, query, scores, scratch);
  }
}

/** `fmix32` of four numbers. */
// @ts-ignore: decorator
@inline
function mixed(x: v128): v128 {
  let h = v128.xor(x, i32x4.shr_u(x, 16));
  h = i32x4.mul(h, i32x4.splat(0x85ebca6b));
  h = v128.xor(h, i32x4.shr_u(h, 13));
  h = i32x4.mul(h, i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}
