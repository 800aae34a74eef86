import { at4, at8 } from "./addresses";
import { sum4 } from "./doubles";
import { DescendUsersArgs, DescentArgs } from "./generated/arguments";
import { fma64 } from "./simd";

// Stochastic gradient descent on a factorization of ratings, users in order, each user's ratings in order. A step:
//   e = r − (μ + bᵤ + bᵢ + x·q),  bᵤ += γ (e − λ bᵤ),  bᵢ += γ (e − λ bᵢ),
//   x ← κ x + g γ e q,  q ← κ q + γ e x,  both from the old x and q, κ = 1 − γ λ.
// Steps are taken two at a time. From x·q, x·r and q·r both errors follow without a look at the rows, since after the step
// at q the product x·r is κ x·r + g γ e q·r. One pass over the rows then takes both steps and the three products the next
// two need: x is loaded and stored once for two ratings, and half as often a sum is waited for.

/**
 * All ratings of each user, over users. `biased` 1: biases are learned too; squares[0] receives Σ e². width a multiple
 * of 4. Scratch: 96 bytes.
 */
export function descendUsers(args: DescendUsersArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, bytes = <usize>args.width << 3;
  for (let u = lo; u < hi; u++) descend(args, u, X + <usize>u * bytes, 1, scratch);
}

/** All ratings of user u, with x in place of the user's row and gain g; adds to Σ e². `spill` is 96 bytes of scratch. */
export function descend(args: DescentArgs, u: i32, x: usize, gain: f64, spill: usize): void {
  const offsets = args.offsets, from = load<i32>(at4(offsets, u)), to = load<i32>(at4(offsets, u), 4);
  if (from == to) return;
  const columns = args.columns, values = args.values, itemBiases = args.itemBiases, Y = args.Y;
  const bytes = <usize>args.width << 3, mean = args.mean, learningRate = args.learningRate, regularization = args.regularization;
  const biasLearningRate = args.biased ? learningRate : 0, decay = 1 - learningRate * regularization, ownBias = at8(args.userBiases, u);
  let bias = load<f64>(ownBias), squares: f64 = 0;
  let q = rowOf(Y, columns, from, bytes), r = rowOf(Y, columns, min(from + 1, to - 1), bytes);
  twoSteps(x, q, r, q, r, bytes, 1, 0, 0, 0, 0, spill); // no step, only the products
  let p = from;
  for (; p + 1 < to; p += 2) {
    const bias0 = at8(itemBiases, load<i32>(at4(columns, p))), bias1 = at8(itemBiases, load<i32>(at4(columns, p), 4));
    const own0 = load<f64>(bias0), own1 = load<f64>(bias1);
    const e0 = load<f64>(at8(values, p)) - (mean + bias + own0 + sum4(spill));
    bias += biasLearningRate * (e0 - regularization * bias);
    const product = decay * sum4(spill + 32) + gain * learningRate * e0 * sum4(spill + 64);
    const e1 = load<f64>(at8(values, p), 8) - (mean + bias + own1 + product);
    bias += biasLearningRate * (e1 - regularization * bias);
    store<f64>(bias0, own0 + biasLearningRate * (e0 - regularization * own0));
    store<f64>(bias1, own1 + biasLearningRate * (e1 - regularization * own1));
    squares += e0 * e0 + e1 * e1;
    const next = rowOf(Y, columns, min(p + 2, to - 1), bytes), after = rowOf(Y, columns, min(p + 3, to - 1), bytes);
    twoSteps(x, q, r, next, after, bytes, decay, gain * learningRate * e0, learningRate * e0, gain * learningRate * e1, learningRate * e1, spill);
    q = next; r = after;
  }
  if (p < to) {
    const itemBias = at8(itemBiases, load<i32>(at4(columns, p))), own = load<f64>(itemBias);
    const e = load<f64>(at8(values, p)) - (mean + bias + own + sum4(spill));
    bias += biasLearningRate * (e - regularization * bias);
    store<f64>(itemBias, own + biasLearningRate * (e - regularization * own));
    squares += e * e;
    oneStep(x, q, bytes, decay, gain * learningRate * e, learningRate * e);
  }
  store<f64>(ownBias, bias);
  const total = args.squares;
  store<f64>(total, load<f64>(total) + squares);
}

// @ts-ignore: decorator
@inline
function rowOf(Y: usize, columns: usize, p: i32, bytes: usize): usize {
  return Y + <usize>load<u32>(at4(columns, p)) * bytes;
}

/** The steps at q, then at r; leaves the products x·n, x·m and n·m in `spill`, each as four numbers to be summed. */
function twoSteps(
  x: usize, q: usize, r: usize, n: usize, m: usize, bytes: usize,
  decay: f64, toUser0: f64, toItem0: f64, toUser1: f64, toItem1: f64, spill: usize,
): void {
  const K = f64x2.splat(decay), U = f64x2.splat(toUser0), I = f64x2.splat(toItem0);
  const V = f64x2.splat(toUser1), J = f64x2.splat(toItem1);
  let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0;
  for (let o: usize = 0; o < bytes; o += 32) {
    const x0 = v128.load(x + o), x1 = v128.load(x + o, 16), q0 = v128.load(q + o), q1 = v128.load(q + o, 16);
    const r0 = v128.load(r + o), r1 = v128.load(r + o, 16);
    const n0 = v128.load(n + o), n1 = v128.load(n + o, 16), m0 = v128.load(m + o), m1 = v128.load(m + o, 16);
    const y0 = fma64(U, q0, f64x2.mul(K, x0)), y1 = fma64(U, q1, f64x2.mul(K, x1));
    const z0 = fma64(V, r0, f64x2.mul(K, y0)), z1 = fma64(V, r1, f64x2.mul(K, y1));
    const s0 = fma64(I, x0, f64x2.mul(K, q0)), s1 = fma64(I, x1, f64x2.mul(K, q1));
    const t0 = fma64(J, y0, f64x2.mul(K, r0)), t1 = fma64(J, y1, f64x2.mul(K, r1));
    a0 = fma64(z0, n0, a0); a1 = fma64(z1, n1, a1);
    b0 = fma64(z0, m0, b0); b1 = fma64(z1, m1, b1);
    c0 = fma64(n0, m0, c0); c1 = fma64(n1, m1, c1);
    v128.store(x + o, z0); v128.store(x + o, z1, 16);
    v128.store(q + o, s0); v128.store(q + o, s1, 16);
    v128.store(r + o, t0); v128.store(r + o, t1, 16);
  }
  v128.store(spill, a0); v128.store(spill, a1, 16);
  v128.store(spill, b0, 32); v128.store(spill, b1, 48);
  v128.store(spill, c0, 64); v128.store(spill, c1, 80);
}

function oneStep(x: usize, q: usize, bytes: usize, decay: f64, toUser: f64, toItem: f64): void {
  const K = f64x2.splat(decay), U = f64x2.splat(toUser), I = f64x2.splat(toItem);
  for (let o: usize = 0; o < bytes; o += 32) {
    const x0 = v128.load(x + o), x1 = v128.load(x + o, 16), q0 = v128.load(q + o), q1 = v128.load(q + o, 16);
    const y0 = fma64(U, q0, f64x2.mul(K, x0)), y1 = fma64(U, q1, f64x2.mul(K, x1));
    const s0 = fma64(I, x0, f64x2.mul(K, q0)), s1 = fma64(I, x1, f64x2.mul(K, q1));
    v128.store(x + o, y0); v128.store(x + o, y1, 16);
    v128.store(q + o, s0); v128.store(q + o, s1, 16);
  }
}
