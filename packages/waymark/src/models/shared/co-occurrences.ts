import type { Arena } from "../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../compute/core/core.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Dataset } from "../../data/dataset.ts";

/**
 * XᵀX of the 0/1 matrix of who took what: how many users two items share. Shape (ld, ld) in the core's memory, from the
 * diagonal on; the rest of the first `items.size` rows and all further rows are 0. O(Σᵤ nᵤ²).
 */
export async function coOccurrences(
  core: Core,
  arena: Arena,
  { userItems, itemUsers, items: { size: items }, users: { size: userCount } }: Dataset,
  ld: number,
  options: CallOptions,
): Promise<Float32Array> {
  const G = arena.f32(ld * ld);
  G.fill(0, items * ld);
  const args = {
    itemOffsets: arena.copyU32(itemUsers.offsets),
    users: arena.copyU32(itemUsers.columns),
    userOffsets: arena.copyU32(userItems.offsets),
    itemsOf: arena.copyU32(userItems.columns),
    G,
    ld,
    items,
    userCount,
  };
  const cost = Math.max(1, squaredLengths(userItems) / Math.max(1, items) / 2);
  await core.run("coCounts", items, args, { ...options, cost });
  return G;
}

/** Σ of squared row lengths: the pairs that comparing all columns through their rows goes over. */
export function squaredLengths({ offsets, rowCount }: CsrMatrix): number {
  let sum = 0;
  for (let r = 0; r < rowCount; r++) sum += (offsets[r + 1]! - offsets[r]!) ** 2;
  return sum;
}
