import type { Arena } from "../../compute/core/arena.ts";
import { sharedCore } from "../../compute/core/core.ts";
import type { Dataset } from "../../data/dataset.ts";

/** Width at which rows of so many factors lie in the core's memory as 64-bit floats: whole 256-bit vectors. */
export const paddedWidth = (factors: number): number => Math.ceil(factors / 4) * 4;

/** A copy of rows of `factors` numbers in the core's memory, each filled up with zeros. Shape (rows, paddedWidth). */
export function padRows(arena: Arena, rows: Float64Array, factors: number): Float64Array {
  const width = paddedWidth(factors);
  if (width === factors) return arena.copyF64(rows);
  const padded = arena.f64((rows.length / factors) * width).fill(0);
  for (let from = 0, to = 0; from < rows.length; from += factors, to += width)
    padded.set(rows.subarray(from, from + factors), to);
  return padded;
}

/** A copy without the zeros, outside the core's memory, multiplied by `scale`. */
export function takeRows(padded: Float64Array, factors: number, scale = 1): Float64Array {
  const width = paddedWidth(factors);
  const rows = new Float64Array((padded.length / width) * factors);
  if (width === factors) rows.set(padded);
  else
    for (let from = 0, to = 0; from < padded.length; from += width, to += factors)
      rows.set(padded.subarray(from, from + factors), to);
  if (scale !== 1) for (let p = 0; p < rows.length; p++) rows[p]! *= scale;
  return rows;
}

/**
 * @param perUser rows of factors a user needs in training; `perItem` an item
 * @throws {MemoryLimitError} naming what training would need, before anything is allocated
 */
export function checkFactorMemory(
  owner: string,
  { users, items, size }: Dataset,
  factors: number,
  [perUser, perItem]: readonly [perUser: number, perItem: number],
): void {
  // rows, entries both ways, and what there is once a row
  const needed =
    8 * paddedWidth(factors) * (perUser * users.size + perItem * items.size) +
    24 * size +
    40 * (users.size + items.size);
  sharedCore().ensureMemory(
    needed,
    `Training ${owner} with ${factors} factors for ${users.size} learners and ${items.size} courses`,
    "Use fewer factors.",
  );
}
