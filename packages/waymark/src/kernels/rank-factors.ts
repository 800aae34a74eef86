import { at4, int, pointer } from "./args";
import { FIRST, finishRow, paddedItems } from "./finish-row";
import { addProduct, KC } from "./gemm";

const QUERIES: i32 = 16; // rows of scores held at once a thread

/**
 * Ranks by scores = U·Vᵀ [+ item offsets], over blocks of 16 queries. Own args, after those of finish-row.ts:
 * [U (queries, factors), V transposed as `packRight` leaves it, factors, item offsets (items) or 0, queries].
 * Scratch: 4 (16 padded items + 16·256) + 256 bytes.
 */
export function rankFactors(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const items = int(args, 11), padded = paddedItems(items), U = pointer(args, FIRST), packed = pointer(args, FIRST + 1);
  const factors = int(args, FIRST + 2), shift = pointer(args, FIRST + 3), queries = int(args, FIRST + 4);
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
