import { at4 } from "./addresses";
import { below, hasBit, hasColumn } from "./draws";
import { exponential } from "./exponential";
import { BprStepsArgs, SharePairsArgs } from "./generated/arguments";
import { fma, fnma, hsum } from "./simd";

// Bayesian personalized ranking: stochastic gradient descent on −ln σ(x·(y_i − y_j) + b_i − b_j) + λ/2 (|x|² + |y_i|² + |y_j|² + b_i² + b_j²),
// i taken by the user, j not. Draws are made a batch ahead of the steps: they do not wait for each other, so their misses overlap.

const BATCH: i32 = 32; // draws ahead of the steps
const ATTEMPTS: i32 = 32; // at a negative the user does not have; then the draw is void

/**
 * Pairs sorted by block of items, over blocks of users: those of users a are [starts[a], starts[a + 1]) of `pairs`, user and item
 * each, and `blockOf` names each item's block. `sorted` receives them in their order, and pairOffsets[a, b] where those of
 * users a and items b begin, up to pairOffsets[a, blocks], where they end. Scratch: 4 blocks bytes.
 */
export function sharePairs(args: SharePairsArgs, lo: i32, hi: i32, scratch: usize): void {
  const pairs = args.pairs, blockOf = args.blockOf, blocks = args.blocks, sorted = args.sorted;
  for (let a = lo; a < hi; a++) {
    const from = load<i32>(at4(args.starts, a)), to = load<i32>(at4(args.starts, a), 4);
    const offsets = at4(args.pairOffsets, a * (blocks + 1));
    memory.fill(scratch, 0, <usize>blocks << 2);
    for (let p = from; p < to; p++) {
      const count = at4(scratch, load<u8>(blockOf + <usize>load<u32>(pairs + (<usize>p << 3), 4)));
      store<i32>(count, load<i32>(count) + 1);
    }
    let next = from;
    for (let b = 0; b < blocks; b++) {
      const count = load<i32>(at4(scratch, b));
      store<i32>(at4(offsets, b), next);
      store<i32>(at4(scratch, b), next);
      next += count;
    }
    store<i32>(at4(offsets, blocks), next);
    for (let p = from; p < to; p++) {
      const pair = load<u64>(pairs + (<usize>p << 3));
      const at = at4(scratch, load<u8>(blockOf + <usize>(pair >> 32))), place = load<i32>(at);
      store<u64>(sorted + (<usize>place << 3), pair);
      store<i32>(at, place + 1);
    }
  }
}

/**
 * As many steps as a block of users × items has pairs, over blocks of users. In round r users a meet items
 * b = (a + r) mod blocks: no two blocks of a round share a number, so threads change nothing. `pairs` holds user and item, those of
 * users a and items b at [pairOffsets[a, b], pairOffsets[a, b + 1]); negatives are drawn from `pool`, for items b from
 * [poolOffsets[b], poolOffsets[b + 1]); `known` is one bit a user and item or 0, `offsets` and `columns` the items of the
 * users, columns ascending within a user. tally[a, 0] counts the steps made, tally[a, 1] those whose pair stood in the
 * right order before. width a multiple of 16. Scratch: 12 BATCH + 64 bytes.
 */
export function bprSteps(args: BprStepsArgs, lo: i32, hi: i32, scratch: usize): void {
  const blocks = args.blocks, tally = args.tally;
  for (let a = lo; a < hi; a++) {
    const b = (a + args.round) % blocks, at = at4(args.pairOffsets, a * (blocks + 1) + b), from = load<i32>(at);
    const poolFrom = load<i32>(at4(args.poolOffsets, b)), poolSize = load<i32>(at4(args.poolOffsets, b), 4) - poolFrom;
    const pairs = args.pairs + (<usize>from << 3), pool = at4(args.pool, poolFrom), key = <u32>args.key + <u32>(a * blocks + b) * 0x85ebca6b;
    if (poolSize > 0) stepsOfBlock(args, pairs, load<i32>(at, 4) - from, pool, poolSize, key, tally + (<usize>a << 3), scratch);
  }
}

function stepsOfBlock(
  args: BprStepsArgs, pairs: usize, count: i32, pool: usize, poolSize: i32, key: u32, tally: usize, scratch: usize,
): void {
  const X = args.X, Y = args.Y, biases = args.biases, bytes = <usize>args.width << 2;
  const learningRate = args.learningRate, regularization = args.regularization, decay: f32 = 1 - learningRate * regularization;
  const triples = scratch + 64;
  let steps = 0, right = 0;
  for (let first = 0; first < count; first += BATCH) {
    const n = drawTriples(args, first, min(count, first + BATCH), pairs, count, pool, poolSize, key, triples);
    for (let t = triples, end = triples + <usize>n * 12; t < end; t += 12) {
      const x = X + <usize>load<u32>(t) * bytes, i = load<i32>(t, 4), j = load<i32>(t, 8);
      const yi = Y + <usize>(<u32>i) * bytes, yj = Y + <usize>(<u32>j) * bytes, bi = at4(biases, i), bj = at4(biases, j);
      const ownI = load<f32>(bi), ownJ = load<f32>(bj);
      const margin = ownI - ownJ + dotDifference(x, yi, yj, bytes, scratch);
      if (margin > 0) right++;
      const z: f32 = learningRate / (1 + exponential(margin));
      store<f32>(bi, decay * ownI + z);
      store<f32>(bj, decay * ownJ - z);
      step(x, yi, yj, bytes, decay, z);
    }
    steps += n;
  }
  store<i32>(tally, load<i32>(tally) + steps);
  store<i32>(tally, load<i32>(tally, 4) + right, 4);
}

/** Writes (user, item, other item) of the draws [from, to) that are not void; returns how many. */
function drawTriples(
  args: BprStepsArgs, from: i32, to: i32, pairs: usize, pairCount: i32, pool: usize, poolSize: i32, key: u32, triples: usize,
): i32 {
  const known = args.known, offsets = args.offsets, columns = args.columns, items = args.items;
  for (let d = from, t = triples; d < to; d++, t += 12)
    store<u64>(t, load<u64>(pairs + (<usize>below(pairCount, key, d) << 3)));
  let out = triples;
  for (let d = from, t = triples; d < to; d++, t += 12) {
    const u = load<i32>(t), i = load<i32>(t, 4);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const j = load<i32>(at4(pool, below(poolSize, key + <u32>attempt * 0x9e3779b9, d)));
      if (known != 0 ? hasBit(known, <u64>u * items + j) : hasColumn(offsets, columns, u, j)) continue;
      store<i32>(out, u);
      store<i32>(out, i, 4);
      store<i32>(out, j, 8);
      out += 12;
      break;
    }
  }
  return <i32>((out - triples) / 12);
}

/** x · (y − z); `spill` is 64 bytes of scratch. */
function dotDifference(x: usize, y: usize, z: usize, bytes: usize, spill: usize): f32 {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (let o: usize = 0; o < bytes; o += 64) {
    a = fma(v128.load(x + o), f32x4.sub(v128.load(y + o), v128.load(z + o)), a);
    b = fma(v128.load(x + o, 16), f32x4.sub(v128.load(y + o, 16), v128.load(z + o, 16)), b);
    c = fma(v128.load(x + o, 32), f32x4.sub(v128.load(y + o, 32), v128.load(z + o, 32)), c);
    d = fma(v128.load(x + o, 48), f32x4.sub(v128.load(y + o, 48), v128.load(z + o, 48)), d);
  }
  v128.store(spill, a); v128.store(spill, b, 16);
  v128.store(spill, c, 32); v128.store(spill, d, 48);
  return hsum(f32x4.add(
    f32x4.add(v128.load(spill), v128.load(spill, 16)), f32x4.add(v128.load(spill, 32), v128.load(spill, 48)),
  ));
}

/** x ← κx + z (y_i − y_j), y_i ← κy_i + z x, y_j ← κy_j − z x, from the old x. */
function step(x: usize, yi: usize, yj: usize, bytes: usize, decay: f32, z: f32): void {
  const K = f32x4.splat(decay), Z = f32x4.splat(z);
  for (let o: usize = 0; o < bytes; o += 32) {
    const x0 = v128.load(x + o), x1 = v128.load(x + o, 16);
    const i0 = v128.load(yi + o), i1 = v128.load(yi + o, 16), j0 = v128.load(yj + o), j1 = v128.load(yj + o, 16);
    const u0 = fma(Z, f32x4.sub(i0, j0), f32x4.mul(K, x0)), u1 = fma(Z, f32x4.sub(i1, j1), f32x4.mul(K, x1));
    const v0 = fma(Z, x0, f32x4.mul(K, i0)), v1 = fma(Z, x1, f32x4.mul(K, i1));
    const w0 = fnma(Z, x0, f32x4.mul(K, j0)), w1 = fnma(Z, x1, f32x4.mul(K, j1));
    v128.store(x + o, u0); v128.store(x + o, u1, 16);
    v128.store(yi + o, v0); v128.store(yi + o, v1, 16);
    v128.store(yj + o, w0); v128.store(yj + o, w1, 16);
  }
}
