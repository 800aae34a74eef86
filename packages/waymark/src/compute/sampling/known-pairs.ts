import type { Arena } from "../core/arena.ts";
import type { CsrMatrix } from "../csr-matrix.ts";

// Sparse pairs of user and item as kernels that draw examples (src/kernels/draws.ts) want them.

export const MAX_BITS = 2 ** 30; // 128 MiB of known pairs; beyond, rows are searched instead

/** One bit a user and item, or nothing where that is too much. */
export function knownBits(
  { offsets, columns, rowCount, columnCount }: CsrMatrix,
  arena: Arena,
): Uint32Array | undefined {
  if (rowCount * columnCount > MAX_BITS) return undefined;
  const bits = arena.zerosU32(Math.ceil((rowCount * columnCount) / 32));
  for (let user = 0; user < rowCount; user++)
    for (let p = offsets[user]!; p < offsets[user + 1]!; p++) {
      const bit = user * columnCount + columns[p]!;
      bits[bit >>> 5]! |= 1 << (bit & 31);
    }
  return bits;
}

/** User and item of each entry side by side, in the kernels' memory: shape (entries, 2). */
export function pairsOf({ offsets, columns, rowCount }: CsrMatrix, arena: Arena): Uint32Array {
  const pairs = arena.u32(2 * columns.length);
  for (let user = 0; user < rowCount; user++)
    for (let p = offsets[user]!; p < offsets[user + 1]!; p++) {
      pairs[2 * p] = user;
      pairs[2 * p + 1] = columns[p]!;
    }
  return pairs;
}

/** Items no negative may be, in the core's memory. */
export type KnownItems = ReturnType<typeof knownItems>;

/** @param known items each user has, held-out ones included */
export const knownItems = (arena: Arena, known: CsrMatrix) => ({
  offsets: arena.copyU32(known.offsets),
  columns: arena.copyU32(known.columns),
  known: knownBits(known, arena),
  items: known.columnCount,
  userCount: known.rowCount,
});

/** What kernels draw from: positive pairs, and items that may be their negatives. */
export const drawFrom = (arena: Arena, positives: CsrMatrix, known: KnownItems) => ({
  ...known,
  pairs: pairsOf(positives, arena),
  pairCount: positives.size,
});

/** Bits that hold so many places of a random order. */
export const orderBits = (places: number): number => Math.max(2, Math.ceil(Math.log2(places + 1)));
