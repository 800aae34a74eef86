import { at4, at8 } from "./addresses";
import { descend } from "./descent";
import { addRows64, scaleAdd64 } from "./doubles";
import { AddImplicitArgs, DescendImplicitArgs } from "./generated/arguments";
import { fma64 } from "./simd";

/**
 * SVD++, all ratings of each user, over users. In front of a user's n ratings x = pᵤ + n^−½ Σ yⱼ; `descend` with gain 2
 * takes x to κⁿ x₀ + 2g, where g is what pᵤ has received and g n^−½ what each yⱼ has. Then pᵤ ← κⁿ pᵤ + g and yⱼ ← κⁿ
 * yⱼ + g n^−½. `implicit`: the yⱼ; `decay`: κⁿ of each user. Scratch: 96 + 16 width bytes.
 */
export function descendImplicit(args: DescendImplicitArgs, lo: i32, hi: i32, scratch: usize): void {
  const offsets = args.offsets, columns = args.columns, X = args.X, bytes = <usize>args.width << 3;
  const implicit = args.implicit, decays = args.decay, x = scratch + 96, before = x + bytes;
  for (let u = lo; u < hi; u++) {
    const from = load<i32>(at4(offsets, u)), n = load<i32>(at4(offsets, u), 4) - from;
    if (n == 0) continue;
    const own = X + <usize>u * bytes, rated = at4(columns, from), decay = load<f64>(at8(decays, u)), root = sqrt<f64>(n);
    memory.copy(x, own, bytes);
    addRows64(1 / root, implicit, rated, n, x, bytes);
    memory.copy(before, x, bytes);
    descend(args, u, x, 2, scratch);
    receive(own, x, before, bytes, decay, 1 / root);
    shiftRows(implicit, rated, n, decay, x, bytes);
  }
}

/** X[u] += n^−½ Σ yⱼ, over users. */
export function addImplicit(args: AddImplicitArgs, lo: i32, hi: i32, scratch: usize): void {
  const offsets = args.offsets, columns = args.columns, X = args.X, implicit = args.implicit;
  const bytes = <usize>args.width << 3;
  for (let u = lo; u < hi; u++) {
    const from = load<i32>(at4(offsets, u)), n = load<i32>(at4(offsets, u), 4) - from;
    if (n > 0) addRows64(1 / sqrt<f64>(n), implicit, at4(columns, from), n, X + <usize>u * bytes, bytes);
  }
}

/** g = (x − κⁿ before) / 2; own ← κⁿ own + g, and x ← g × share. */
function receive(own: usize, x: usize, before: usize, bytes: usize, decay: f64, share: f64): void {
  const K = f64x2.splat(decay), minus = f64x2.splat(-decay), half = f64x2.splat(0.5), S = f64x2.splat(share);
  for (let o: usize = 0; o < bytes; o += 32) {
    const g0 = f64x2.mul(half, fma64(minus, v128.load(before + o), v128.load(x + o)));
    const g1 = f64x2.mul(half, fma64(minus, v128.load(before + o, 16), v128.load(x + o, 16)));
    const p0 = fma64(K, v128.load(own + o), g0), p1 = fma64(K, v128.load(own + o, 16), g1);
    const s0 = f64x2.mul(S, g0), s1 = f64x2.mul(S, g1);
    v128.store(own + o, p0); v128.store(own + o, p1, 16);
    v128.store(x + o, s0); v128.store(x + o, s1, 16);
  }
}

/** row ← decay · row + amount, for the n rows that `index` names. */
function shiftRows(Y: usize, index: usize, n: i32, decay: f64, amount: usize, bytes: usize): void {
  for (let e = 0; e < n; e++) scaleAdd64(decay, Y + <usize>load<u32>(at4(index, e)) * bytes, amount, bytes);
}
