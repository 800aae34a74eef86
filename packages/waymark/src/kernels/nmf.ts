import { at4, at8 } from "./addresses";
import { axpy64, dot64 } from "./doubles";
import { NmfItemsArgs, NmfRowsArgs, NmfUsersArgs } from "./generated/arguments";
import { fma64 } from "./simd";

// Multiplicative updates of non-negative factors. Widths are multiples of 4; where a factor is 0 it stays 0.

/**
 * One epoch's sums over the ratings given and the users' update, over users in order. `userRegularization`: λ nᵤ;
 * `over` and `under` receive Σ xᵤ r and Σ xᵤ r̂ of each item, squares[0] Σ e². Scratch: 32 + 16 width bytes.
 */
export function nmfUsers(args: NmfUsersArgs, lo: i32, hi: i32, scratch: usize): void {
  const offsets = args.offsets, columns = args.columns, values = args.values, itemBiases = args.itemBiases;
  const X = args.X, Y = args.Y, bytes = <usize>args.width << 3, mean = args.mean;
  const learningRate = args.biasLearningRate, regularization = args.biasRegularization, penalties = args.userRegularization, total = args.squares;
  const itemOver = args.over, itemUnder = args.under, over = scratch + 32, under = over + bytes;
  for (let u = lo; u < hi; u++) {
    const to = load<i32>(at4(offsets, u), 4), x = X + <usize>u * bytes, ownBias = at8(args.userBiases, u);
    let bias = load<f64>(ownBias), squares: f64 = 0;
    memory.fill(over, 0, bytes << 1);
    for (let p = load<i32>(at4(offsets, u)); p < to; p++) {
      const i = load<i32>(at4(columns, p)), row = <usize>i * bytes, rating = load<f64>(at8(values, p));
      const itemBias = at8(itemBiases, i), own = load<f64>(itemBias);
      const estimate = mean + bias + own + dot64(x, Y + row, bytes, scratch), e = rating - estimate;
      squares += e * e;
      bias += learningRate * (e - regularization * bias);
      store<f64>(itemBias, own + learningRate * (e - regularization * own));
      addBoth(rating, estimate, Y + row, over, under, bytes);
      addBoth(rating, estimate, x, itemOver + row, itemUnder + row, bytes);
    }
    store<f64>(ownBias, bias);
    store<f64>(total, load<f64>(total) + squares);
    multiply(x, over, under, load<f64>(at8(penalties, u)), bytes);
  }
}

/** The items' update from those sums, which begin again at 0, over items. `itemRegularization`: λ nᵢ. */
export function nmfItems(args: NmfItemsArgs, lo: i32, hi: i32, scratch: usize): void {
  const Y = args.Y, bytes = <usize>args.width << 3, penalties = args.itemRegularization;
  const over = args.over, under = args.under;
  for (let i = lo; i < hi; i++) {
    const row = <usize>i * bytes;
    multiply(Y + row, over + row, under + row, load<f64>(at8(penalties, i)), bytes);
    memory.fill(over + row, 0, bytes);
    memory.fill(under + row, 0, bytes);
  }
}

/** All cells, absent ones 0: x ← x ∘ Σ v y / (x G + λ x) with G = YᵀY, over rows of X. Scratch: 16 width bytes. */
export function nmfRows(args: NmfRowsArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, Y = args.Y, offsets = args.offsets, columns = args.columns;
  const values = args.values, G = args.G, bytes = <usize>args.width << 3, regularization = args.regularization;
  const over = scratch, under = scratch + bytes;
  for (let r = lo; r < hi; r++) {
    const x = X + <usize>r * bytes, to = load<i32>(at4(offsets, r), 4);
    memory.fill(over, 0, bytes << 1);
    for (let p = load<i32>(at4(offsets, r)); p < to; p++)
      axpy64(load<f64>(at8(values, p)), Y + <usize>load<u32>(at4(columns, p)) * bytes, over, bytes);
    for (let o: usize = 0, row = G; o < bytes; o += 8, row += bytes) axpy64(load<f64>(x + o), row, under, bytes);
    multiply(x, over, under, regularization, bytes);
  }
}

/** a += v x and b += w x */
// @ts-ignore: decorator
@inline
function addBoth(v: f64, w: f64, x: usize, a: usize, b: usize, bytes: usize): void {
  const V = f64x2.splat(v), W = f64x2.splat(w);
  for (let o: usize = 0; o < bytes; o += 32) {
    const x0 = v128.load(x + o), x1 = v128.load(x + o, 16);
    const a0 = fma64(V, x0, v128.load(a + o)), a1 = fma64(V, x1, v128.load(a + o, 16));
    const b0 = fma64(W, x0, v128.load(b + o)), b1 = fma64(W, x1, v128.load(b + o, 16));
    v128.store(a + o, a0); v128.store(a + o, a1, 16);
    v128.store(b + o, b0); v128.store(b + o, b1, 16);
  }
}

/** x ← x · over / (under + λ · x), where neither x nor the divisor is 0. */
function multiply(x: usize, over: usize, under: usize, regularization: f64, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 8) {
    const factor = load<f64>(x + o), divisor = load<f64>(under + o) + regularization * factor;
    if (factor != 0 && abs(divisor) > 0) store<f64>(x + o, factor * load<f64>(over + o) / divisor);
  }
}
