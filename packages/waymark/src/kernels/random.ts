import { at4 } from "./addresses";
import { FillNormalArgs, FillUniformArgs } from "./generated/arguments";

// Random numbers by counting: entry i of stream s depends on (seed, s, i) only, so any thread may make any part. Twice the
// finaliser of MurmurHash3 (a bijection of 32 bits) over a counter keyed by seed and stream.

/** 0 … 2³² − 1 */
// @ts-ignore: decorator
@inline
export function randomBits(key: u32, counter: u32): u32 {
  return fmix32(fmix32(counter * 0x9e3779b1 + key) ^ (key * 0x85ebca77 + counter));
}

// @ts-ignore: decorator
@inline
function fmix32(x: u32): u32 {
  x ^= x >>> 16;
  x *= 0x85ebca6b;
  x ^= x >>> 13;
  x *= 0xc2b2ae35;
  return x ^ (x >>> 16);
}

/** out[i] = from + (to − from) · u, u in [0, 1) with 24 bits. */
export function fillUniform(args: FillUniformArgs, lo: i32, hi: i32, scratch: usize): void {
  const out = args.out, key = <u32>args.key, from = args.from, to = args.to;
  for (let i = lo; i < hi; i++) store<f32>(at4(out, i), from + (to - from) * uniform(key, <u32>i));
}

/** out[i] normal with the given mean and deviation, by Box and Muller, each pair of counters for one number. */
export function fillNormal(args: FillNormalArgs, lo: i32, hi: i32, scratch: usize): void {
  const out = args.out, key = <u32>args.key, mean = <f64>args.mean, deviation = <f64>args.deviation;
  for (let i = lo; i < hi; i++) {
    const u = (<f64>randomBits(key, <u32>i * 2) + 1) / 4294967296;
    const angle = (<f64>randomBits(key, <u32>i * 2 + 1) / 4294967296) * 6.283185307179586;
    store<f32>(at4(out, i), <f32>(mean + deviation * Math.sqrt(-2 * Math.log(u)) * Math.cos(angle)));
  }
}

// @ts-ignore: decorator
@inline
export function uniform(key: u32, counter: u32): f32 {
  return <f32>(randomBits(key, counter) >>> 8) / 16777216;
}
