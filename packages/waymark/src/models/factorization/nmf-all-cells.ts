import type { Arena } from "../../compute/core/arena.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { gramOf } from "../../compute/linear-algebra/gram.ts";
import { paddedWidth, padRows, takeRows } from "../../compute/linear-algebra/padded-rows.ts";
import { addScaled } from "../../compute/linear-algebra/rows.ts";
import { Pacer } from "../../compute/pacer.ts";
import type { Dataset } from "../../data/dataset.ts";
import { FitDivergedError } from "../../errors.ts";
import { withCore } from "../core-option.ts";
import type { FitOptions } from "../model.ts";
import { measureRatings, ratingStep } from "../shared/rating-statistics.ts";
import type { StartingFactors } from "./descent.ts";
import type { BiasedUserVector, FactorHistory, Factorization } from "./factor-model.ts";
import type { NmfParams } from "./nmf-params.ts";
import { foldInPasses, multiplyRow } from "./nmf-step.ts";

/**
 * Non-negative factors of the whole matrix R, ratings in steps of a five-star scale and absent cells 0: minimizes ‖R − P Qᵀ‖² + λ (‖P‖² + ‖Q‖²) by
 *   P ← P ∘ (R Q) / (P (QᵀQ) + λ P),  then Q ← Q ∘ (Rᵀ P) / (Q (PᵀP) + λ Q),
 * neither of which ever raises the objective. The zeros are never visited: an epoch takes
 * O(interactions × factors + (users + items) × factors²).
 *
 * @throws {FitDivergedError}
 */
export async function trainAllCells(
  data: Dataset,
  { factors, epochs, regularization }: NmfParams,
  options: FitOptions,
  start: StartingFactors,
): Promise<Factorization> {
  const { core, signal, onProgress, threads } = withCore(options);
  const centre = measureRatings(data);
  const arena = core.arena();
  try {
    const step = ratingStep(centre);
    const width = paddedWidth(factors);
    const G = arena.f64(width * width);
    const users = side(arena, data.userItems, step, padRows(arena, start.users, factors));
    const items = side(arena, data.itemUsers, step, padRows(arena, start.items, factors));
    const options = { signal, threads };
    const pacer = new Pacer(signal);
    const update = async (own: Side, other: Side): Promise<void> => {
      const { X: Y, rows } = other;
      await core.run("gram64", width / 4, { Y, rows, width, G }, { ...options, cost: 2 * rows * width });
      const cost = (own.values.length / Math.max(1, own.rows) + width) * width * 0.3;
      await core.run("nmfRows", own.rows, { ...own, Y, G, width, regularization }, { ...options, cost });
    };
    for (let epoch = 1; epoch <= epochs; epoch++) {
      await update(users, items);
      await update(items, users);
      if (!users.X.every(Number.isFinite) || !items.X.every(Number.isFinite))
        throw new FitDivergedError("nmf", epoch, "Raise regularization or use fewer factors.");
      onProgress?.({ stage: "epoch", done: epoch, of: epochs });
      await pacer.pause(); // short epochs never let the event loop in of themselves
    }
    return {
      centre,
      biased: false,
      factors,
      userFactors: takeRows(users.X, factors),
      itemFactors: takeRows(items.X, factors),
      userBiases: new Float64Array(data.users.size),
      itemBiases: new Float64Array(data.items.size),
    };
  } finally {
    arena.dispose();
  }
}

/** Users or items with their entries, in the core's memory. */
type Side = ReturnType<typeof side>;

const side = (
  arena: Arena,
  { rowCount, columnCount, offsets, columns, values }: CsrMatrix,
  step: number,
  X: Float64Array,
) => ({
  X,
  offsets: arena.copyU32(offsets),
  columns: arena.copyU32(columns),
  values: arena.copyF64(values.map((value) => value / step)),
  rows: rowCount,
  columnCount,
});

/**
 * Factors of somebody training has not seen: the user's update alone, item factors fixed, repeated from equal factors.
 * Without weights every item counts 1 (a mean rating, where ratings are read as weights).
 */
export function foldInAllCells({ centre, factors, itemFactors }: Factorization, { regularization }: NmfParams) {
  const gram = gramOf(itemFactors, factors);
  const step = ratingStep(centre);
  return ({ items, ratings }: FactorHistory): BiasedUserVector => {
    const row = new Float64Array(factors).fill(1);
    const numerator = new Float64Array(factors);
    items.forEach((item, k) => {
      addScaled(numerator, itemFactors, item * factors, (ratings?.[k] ?? centre.mean) / step);
    });
    const old = new Float64Array(factors);
    for (let pass = 0; pass < foldInPasses; pass++) multiplyRow(row, numerator, gram, regularization, old);
    return { bias: 0, factors: row, start: 0 };
  };
}
