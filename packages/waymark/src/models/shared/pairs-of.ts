import type { Arena } from "../../compute/core/arena.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";

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
