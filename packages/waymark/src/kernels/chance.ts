import { randomBits } from "./random";

// Random bits for masks: four generators side by side (xorshift, Marsaglia 2003, doi:10.18637/jss.v008.i14), started from a key
// and a place, so that the backward pass draws the same as the forward pass and nothing is stored.

/** Generators of four adjacent places. */
// @ts-ignore: decorator
@inline
export function generators(key: u32, place: u32): v128 {
  let g = i32x4.splat(<i32>(randomBits(key, place) | 1));
  g = i32x4.replace_lane(g, 1, <i32>(randomBits(key, place + 1) | 1));
  g = i32x4.replace_lane(g, 2, <i32>(randomBits(key, place + 2) | 1));
  return i32x4.replace_lane(g, 3, <i32>(randomBits(key, place + 3) | 1));
}

// @ts-ignore: decorator
@inline
export function advance(g: v128): v128 {
  g = v128.xor(g, i32x4.shl(g, 13));
  g = v128.xor(g, i32x4.shr_u(g, 17));
  return v128.xor(g, i32x4.shl(g, 5));
}

/** What `kept` compares with: 31 bits of which the share `keep` lies below. */
// @ts-ignore: decorator
@inline
export function barOf(keep: f32): v128 {
  return i32x4.splat(i32(f64(keep) * 2147483647.0));
}

/** All bits where a place is kept. */
// @ts-ignore: decorator
@inline
export function kept(g: v128, bar: v128): v128 {
  return i32x4.lt_s(v128.and(g, i32x4.splat(0x7fffffff)), bar);
}

/** Key of one op in one run. */
// @ts-ignore: decorator
@inline
export function keyOf(key: i32, runs: usize): u32 {
  return randomBits(<u32>key, load<u32>(runs));
}
