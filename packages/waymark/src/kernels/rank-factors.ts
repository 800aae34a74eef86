import { at4 } from "./addresses";
import { finishRow, paddedItems } from "./finish-row";
import { addProduct, KC } from "./gemm";
import { RankFactorsArgs } from "./generated/arguments";

const QUERIES: i32 = 16; // rows of scores held at once a thread

/**
 * Ranks by scores = U·Vᵀ [+ itemBias], over blocks of 16 queries. `packed`: V transposed as `packRight` leaves it.
 * Scratch: 4 (16 padded items + 16·256) + 256 bytes.
 */
export function rankFactors(args: RankFactorsArgs, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, padded = paddedItems(items), U = args.U, packed = args.packed;
  const factors = args.factors, shift = args.itemBias, queries = args.queries;
  const ld = <usize>factors << 2, row = <usize>padded << 2;
  const scores = scratch + 256 + ((QUERIES * KC) << 2);
  for (let block = lo; block < hi; block++) {
    const first = block * QUERIES, n = min(QUERIES, queries - first);
    start(scores, n, padded, items, shift);
    addProduct(n, padded, factors, U + <usize>first * ld, ld, 4, packed, scores, row, scratch);
    for (let q = 0; q < n; q++) finishRow(args, first + q, scores + <usize>q * row, false);
  }
}

/** Rows of scores begin at the item offsets, or 0. */
function start(scores: usize, n: i32, padded: i32, items: i32, shift: usize): void {
  const row = <usize>padded << 2;
  if (shift == 0) {
    memory.fill(scores, 0, <usize>n * row);
    return;
  }
  for (let q = 0; q < n; q++) {
    memory.copy(scores + <usize>q * row, shift, <usize>items << 2);
    for (let i = items; i < padded; i++) store<f32>(at4(scores + <usize>q * row, i), 0);
  }
}
