import type { Arena } from "../../compute/core/arena.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";

export const MOST_BITS = 2 ** 30; // 128 MiB of known pairs; beyond, rows are searched instead

/** One bit a user and item, or nothing where that is too much. */
export function knownBits(
  { offsets, columns, rowCount, columnCount }: CsrMatrix,
  arena: Arena,
): Uint32Array | undefined {
  if (rowCount * columnCount > MOST_BITS) return undefined;
  const bits = arena.zerosU32(Math.ceil((rowCount * columnCount) / 32));
  for (let user = 0; user < rowCount; user++)
    for (let p = offsets[user]!; p < offsets[user + 1]!; p++) {
      const bit = user * columnCount + columns[p]!;
      bits[bit >>> 5]! |= 1 << (bit & 31);
    }
  return bits;
}
