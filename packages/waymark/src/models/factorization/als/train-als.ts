import type { Core } from "../../../compute/core/core.ts";
import { wholeVectors } from "../../../compute/core/whole-vectors.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { compact } from "../../../compute/linear-algebra/padded-rows.ts";
import { withCore } from "../../core-option.ts";
import type { FitOptions } from "../../model.ts";
import type { AlsSettings } from "./als-settings.ts";
import { side } from "./als-side.ts";

/** Rows of `factors` numbers, one after the other. */
export interface AlsFactors {
  readonly users: Float32Array; // (users, factors)
  readonly items: Float32Array; // (items, factors)
}

/**
 * Alternates least squares solutions of users and items from `start`, users first; in the end users are solved once more,
 * exactly, so that a trained row is what folding in its history gives. The same bits on any number of threads.
 *
 * @throws {FitDivergedError} when a system has no solution: not positive definite, or values out of range
 */
export async function trainAls(
  userItems: CsrMatrix,
  itemUsers: CsrMatrix,
  settings: AlsSettings,
  start: AlsFactors,
  options: FitOptions = {},
  finish = true,
): Promise<AlsFactors> {
  const { core, signal, onProgress, threads } = withCore(options);
  const { factors, epochs } = settings;
  const width = wholeVectors(factors);
  const arena = core.arena();
  try {
    const users = side(core, arena, userItems, start.users, factors, width, settings);
    const items = side(core, arena, itemUsers, start.items, factors, width, settings);
    const options = { signal, threads };
    for (let epoch = 1; epoch <= epochs; epoch++) {
      await users.solve(items.X, settings.solver, epoch, options);
      await items.solve(users.X, settings.solver, epoch, options);
      onProgress?.({ stage: "epoch", done: epoch, of: epochs });
    }
    if (finish) await users.solve(items.X, "exact", epochs, options);
    return { users: compact(users.X, width, factors), items: compact(items.X, width, factors) };
  } finally {
    arena.dispose();
  }
}

/** @throws {MemoryLimitError} naming what training would need, before anything is allocated */
export function checkAlsMemory(
  core: Core,
  owner: string,
  { rowCount, columnCount, size }: CsrMatrix,
  factors: number,
): void {
  const width = wholeVectors(factors);
  const rows = rowCount + columnCount;
  // factors, two Gram matrices and one in scratch, offsets and ridges, entries in both orders
  const needed = 4 * (rows * width + 3 * width * width + 2 * rows + 4 * size);
  core.ensureMemory(
    needed,
    `Training ${owner} with ${factors} factors for ${rowCount} learners and ${columnCount} courses`,
    "Use fewer factors.",
  );
}
