import { at4 } from "./addresses";
import { finishRow, paddedItems } from "./finish-row";
import { RankDenseArgs, RankScoresArgs, RankSparseArgs } from "./generated/arguments";
import { axpy, axpy4 } from "./vector";

/**
 * Ranks by scores = Σ over the history of weight · W[item], W dense, over queries; ld a multiple of 16, at least the
 * padded items. Without `weights` each is 1. A score of exactly 0 means "cannot say": no row of the history holds anything else
 * for the item. Scratch: 4 padded items bytes.
 */
export function rankDense(args: RankDenseArgs, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, bytes = <usize>paddedItems(items) << 2;
  const offsets = args.historyOffsets, history = args.history;
  const W = args.W, ld = <usize>args.ld << 2, weights = args.weights;
  for (let query = lo; query < hi; query++) {
    memory.fill(scratch, 0, bytes);
    let e = load<i32>(at4(offsets, query));
    const to = load<i32>(at4(offsets, query), 4);
    for (; e + 4 <= to; e += 4) {
      const w = weights == 0 ? f32x4.splat(1) : v128.load(at4(weights, e));
      axpy4(w, rowOf(W, ld, history, e), rowOf(W, ld, history, e + 1), rowOf(W, ld, history, e + 2), rowOf(W, ld, history, e + 3), scratch, bytes);
    }
    for (; e < to; e++) axpy(weights == 0 ? 1 : load<f32>(at4(weights, e)), rowOf(W, ld, history, e), scratch, bytes);
    forgetZeros(scratch, bytes);
    finishRow(args, query, scratch, false);
  }
}

// @ts-ignore: decorator
@inline
function rowOf(W: usize, ld: usize, history: usize, e: i32): usize {
  return W + <usize>load<u32>(at4(history, e)) * ld;
}

/**
 * The same for a sparse W (rows, columns, values). `zeroIsUnknown`: a score of 0 means "cannot say". Sums are taken in
 * the order of the history. Scratch: 4 padded items bytes.
 */
export function rankSparse(args: RankSparseArgs, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, padded = paddedItems(items), bytes = <usize>padded << 2;
  const offsets = args.historyOffsets, history = args.history;
  const rows = args.rows, columns = args.columns, values = args.values;
  const weights = args.weights, zeroIsUnknown = args.zeroIsUnknown;
  for (let query = lo; query < hi; query++) {
    memory.fill(scratch, 0, bytes);
    const to = load<i32>(at4(offsets, query), 4);
    for (let e = load<i32>(at4(offsets, query)); e < to; e++) {
      const row = at4(rows, load<i32>(at4(history, e))), end = at4(columns, load<i32>(row, 4));
      const w: f32 = weights == 0 ? 1 : load<f32>(at4(weights, e));
      let v = at4(values, load<i32>(row));
      for (let c = at4(columns, load<i32>(row)); c < end; c += 4, v += 4) {
        const to = at4(scratch, load<i32>(c));
        store<f32>(to, load<f32>(to) + w * load<f32>(v));
      }
    }
    if (zeroIsUnknown) forgetZeros(scratch, bytes);
    finishRow(args, query, scratch, false);
  }
}

/** −∞, "cannot say", in place of every 0. */
function forgetZeros(scores: usize, bytes: usize): void {
  const low = f32x4.splat(-Infinity), zero = f32x4.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const s = v128.load(scores + o);
    v128.store(scores + o, v128.bitselect(low, s, f32x4.eq(s, zero)));
  }
}

/** Ranks by given scores, which are overwritten; ld a multiple of 16. No scratch. */
export function rankScores(args: RankScoresArgs, lo: i32, hi: i32, scratch: usize): void {
  const scores = args.scores, ld = <usize>args.ld << 2;
  for (let query = lo; query < hi; query++) finishRow(args, query, scores + <usize>query * ld, true);
}
