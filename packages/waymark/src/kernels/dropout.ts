import { advance, barOf, generators, kept, keyOf } from "./chance";
import { DropoutArgs } from "./generated/arguments";

/**
 * Y = (add Y) + X with the share 1 − keep of the numbers set to 0 and the rest divided by `keep`, over blocks of 16.
 * The backward pass is the same on gradients. Source: Srivastava et al. 2014, jmlr.org/papers/v15/srivastava14a.
 */
export function dropout(args: DropoutArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, Y = args.Y, key = keyOf(args.key, args.runs), keep = args.keep;
  const add = args.add, scale = f32x4.splat(1 / keep), bar = barOf(keep);
  const GROUP: i32 = 16; // blocks that share a start
  let g0 = i32x4.splat(0), g1 = g0, next = lo;
  for (let block = lo; block < hi; block++) {
    if (block == next) { // start the group it is in, and go on to its place there
      const group = block / GROUP, first = group * GROUP;
      g0 = generators(key, <u32>group << 3); g1 = generators(key, (<u32>group << 3) + 4);
      for (let k = first; k < block; k++) {
        g0 = advance(advance(g0)); g1 = advance(advance(g1));
      }
      next = first + GROUP;
    }
    const o = <usize>block << 6;
    for (let h: usize = 0; h < 64; h += 32) {
      g0 = advance(g0); g1 = advance(g1);
      let p = v128.and(f32x4.mul(v128.load(X + o + h), scale), kept(g0, bar)), q = v128.and(f32x4.mul(v128.load(X + o + h, 16), scale), kept(g1, bar));
      if (add) {
        p = f32x4.add(p, v128.load(Y + o + h)); q = f32x4.add(q, v128.load(Y + o + h, 16));
      }
      v128.store(Y + o + h, p); v128.store(Y + o + h, q, 16);
    }
  }
}
