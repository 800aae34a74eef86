import { sigmoid4, tanh4 } from "./exponential";
import { ActivateArgs, ActivateBackArgs } from "./generated/arguments";
import { fma } from "./simd";

// Elementwise functions of a layer, over blocks of 16 numbers. Kinds: 0 ReLU, 1 leaky ReLU, 2 sigmoid, 3 tanh. The backward pass
// needs what came out only.

/** Y = f(X). */
export function activate(args: ActivateArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, Y = args.Y, kind = args.kind, slope = f32x4.splat(args.slope);
  const zero = f32x4.splat(0);
  for (let o = <usize>lo << 6, end = <usize>hi << 6; o < end; o += 32) {
    let p = v128.load(X + o), q = v128.load(X + o, 16);
    if (kind == 0) {
      p = f32x4.max(p, zero); q = f32x4.max(q, zero);
    } else if (kind == 1) {
      p = v128.bitselect(p, f32x4.mul(p, slope), f32x4.gt(p, zero)); q = v128.bitselect(q, f32x4.mul(q, slope), f32x4.gt(q, zero));
    } else if (kind == 2) {
      p = sigmoid4(p); q = sigmoid4(q);
    } else {
      p = tanh4(p); q = tanh4(q);
    }
    v128.store(Y + o, p); v128.store(Y + o, q, 16);
  }
}

/** dX = (add dX) + dY·f'(X) from Y = f(X). dX may be dY. */
export function activateBack(args: ActivateBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const Y = args.Y, dY = args.dY, dX = args.dX, kind = args.kind;
  const slope = f32x4.splat(args.slope), add = args.add, zero = f32x4.splat(0), one = f32x4.splat(1);
  for (let o = <usize>lo << 6, end = <usize>hi << 6; o < end; o += 32) {
    const y0 = v128.load(Y + o), y1 = v128.load(Y + o, 16);
    let p: v128, q: v128;
    if (kind <= 1) {
      const low = kind == 0 ? zero : slope;
      p = v128.bitselect(one, low, f32x4.gt(y0, zero)); q = v128.bitselect(one, low, f32x4.gt(y1, zero));
    } else if (kind == 2) {
      p = f32x4.mul(y0, f32x4.sub(one, y0)); q = f32x4.mul(y1, f32x4.sub(one, y1));
    } else {
      p = f32x4.sub(one, f32x4.mul(y0, y0)); q = f32x4.sub(one, f32x4.mul(y1, y1));
    }
    const d0 = v128.load(dY + o), d1 = v128.load(dY + o, 16);
    p = add ? fma(d0, p, v128.load(dX + o)) : f32x4.mul(d0, p);
    q = add ? fma(d1, q, v128.load(dX + o, 16)) : f32x4.mul(d1, q);
    v128.store(dX + o, p); v128.store(dX + o, q, 16);
  }
}
