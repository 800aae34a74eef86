import type { Arena } from "../../compute/core/arena.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { knownBits } from "../known-bits.ts";
import { pairsOf } from "../pairs-of.ts";

/**
 * What kernels that draw (src/kernels/draws.ts) go by: positive pairs, and items that may stand against them.
 * @param known items no negative may be: those a user has, held-out ones included
 */
export const drawFrom = (arena: Arena, positives: CsrMatrix, known: CsrMatrix) => ({
  pairs: pairsOf(positives, arena),
  offsets: arena.indexes(known.offsets),
  columns: arena.indexes(known.columns),
  known: knownBits(known, arena),
  pairCount: positives.size,
  items: known.columnCount,
  userCount: known.rowCount,
});

/** Bits that hold so many places of a random order. */
export const orderBits = (places: number): number => Math.max(2, Math.ceil(Math.log2(places + 1)));
