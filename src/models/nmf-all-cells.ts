import type { CsrMatrix } from "../compute/csr-matrix.ts";
import { Pacer } from "../compute/pacer.ts";
import type { Dataset } from "../data/dataset.ts";
import { FitDivergedError } from "../errors.ts";
import type { Factorization, KnownHistory, Taste } from "./factor-model.ts";
import { rowViews } from "./factor-rows.ts";
import { addScaled, foldInPasses, gramOf, multiplyRow } from "./nmf-gram.ts";
import type { NmfParams } from "./nmf-params.ts";
import { measureRatings } from "./rating-centre.ts";
import type { FitOptions } from "./recommender.ts";
import type { StartingFactors } from "./svd.ts";

/**
 * Non-negative factors of the whole matrix R, absent cells being 0: minimizes ‖R − P Qᵀ‖² + λ (‖P‖² + ‖Q‖²) by
 *   P ← P ∘ (R Q) / (P (QᵀQ) + λ P),  then Q ← Q ∘ (Rᵀ P) / (Q (PᵀP) + λ Q),
 * neither of which ever raises the objective. The zeros are never visited: an epoch takes
 * O(interactions × factors + (users + items) × factors²).
 *
 * @throws {FitDivergedError}
 */
export async function trainAllCells(
  data: Dataset,
  { factors, epochs, regularization }: NmfParams,
  { signal, onProgress }: FitOptions,
  start: StartingFactors,
): Promise<Factorization> {
  const userFactors = start.users.slice();
  const itemFactors = start.items.slice();
  const pacer = new Pacer(signal);
  const update = async (ratings: CsrMatrix, own: Float64Array, other: Float64Array): Promise<void> => {
    const gram = gramOf(other, factors);
    const rows = rowViews(own, factors);
    const numerator = new Float64Array(factors);
    const old = new Float64Array(factors);
    for (let r = 0; r < ratings.rowCount; r++) {
      numerator.fill(0);
      for (let p = ratings.offsets[r]!; p < ratings.offsets[r + 1]!; p++)
        addScaled(numerator, other, ratings.columns[p]! * factors, ratings.values[p]!);
      multiplyRow(rows[r]!, numerator, gram, regularization, old);
      const rest = pacer.pause();
      if (rest) await rest;
    }
  };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await update(data.userItems, userFactors, itemFactors);
    await update(data.itemUsers, itemFactors, userFactors);
    if (!userFactors.every(Number.isFinite) || !itemFactors.every(Number.isFinite))
      throw new FitDivergedError("nmf", epoch, "Raise regularization or use fewer factors.");
    onProgress?.({ stage: "epoch", done: epoch, of: epochs });
  }
  return {
    centre: measureRatings(data),
    biased: false,
    factors,
    userFactors,
    itemFactors,
    userBiases: new Float64Array(data.users.size),
    itemBiases: new Float64Array(data.items.size),
  };
}

/**
 * Factors of somebody training has not seen: the user's update alone, item factors fixed, repeated from equal factors.
 * Without weights every item counts 1 (a mean rating, where ratings are read as weights).
 */
export function foldInAllCells({ centre, factors, itemFactors }: Factorization, { regularization }: NmfParams) {
  const gram = gramOf(itemFactors, factors);
  return ({ items, ratings }: KnownHistory): Taste => {
    const row = new Float64Array(factors).fill(1);
    const numerator = new Float64Array(factors);
    items.forEach((item, k) => {
      addScaled(numerator, itemFactors, item * factors, ratings?.[k] ?? centre.mean);
    });
    const old = new Float64Array(factors);
    for (let pass = 0; pass < foldInPasses; pass++) multiplyRow(row, numerator, gram, regularization, old);
    return { bias: 0, factors: row, start: 0 };
  };
}
