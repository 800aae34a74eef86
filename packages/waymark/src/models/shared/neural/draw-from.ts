import type { Arena } from "../../../compute/core/arena.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { knownBits } from "../known-bits.ts";
import { pairsOf } from "../pairs-of.ts";

/** Items no negative may be, in the core's memory: what kernels that draw (src/kernels/draws.ts) look them up in. */
export type KnownItems = ReturnType<typeof knownItems>;

/** @param known items each user has, held-out ones included */
export const knownItems = (arena: Arena, known: CsrMatrix) => ({
  offsets: arena.copyU32(known.offsets),
  columns: arena.copyU32(known.columns),
  known: knownBits(known, arena),
  items: known.columnCount,
  userCount: known.rowCount,
});

/** What such kernels go by: positive pairs, and items that may stand against them. */
export const drawFrom = (arena: Arena, positives: CsrMatrix, known: KnownItems) => ({
  ...known,
  pairs: pairsOf(positives, arena),
  pairCount: positives.size,
});

/** Bits that hold so many places of a random order. */
export const orderBits = (places: number): number => Math.max(2, Math.ceil(Math.log2(places + 1)));
