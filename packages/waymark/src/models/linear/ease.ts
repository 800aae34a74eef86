import { roundUp } from "../../compute/core/whole-vectors.ts";
import { INVERSE_BLOCK, negateInverse } from "../../compute/linear-algebra/negated-inverse.ts";
import type { Dataset } from "../../data/dataset.ts";
import { FitDivergedError } from "../../errors.ts";
import { withCore } from "../core-option.ts";
import { defineModel } from "../define-model.ts";
import type { FitOptions } from "../model.ts";
import { number } from "../params.ts";
import { coOccurrences } from "../shared/co-occurrences.ts";
import { takeSingles } from "../shared/model-state.ts";
import { ItemWeightsModel } from "./item-weights-model.ts";

const params = {
  regularization: number({
    min: 0,
    max: 1e7,
    default: 500,
    description: "Added to how often a course was taken; more trusts rare coincidences less.",
  }),
};

/**
 * Item-to-item weights in closed form ("embarrassingly shallow autoencoder"): of all B with a zero diagonal the one that
 * minimizes |X − XB|² + λ |B|², X the 0/1 matrix of who took what.
 *
 *     P = (XᵀX + λI)⁻¹,   B_ij = −P_ij / P_jj   (i ≠ j),   score(u, j) = Σ over the history i of B_ij
 *
 * O(Σᵤ nᵤ²) for XᵀX and items³ for the inverse; (items)² numbers of memory. Float32 throughout:
 * on MovieLens-1M with λ = 500, B is within 2·10⁻⁶ of float64's and lists are the same.
 *
 * @see Steck 2019, doi:10.1145/3308558.3313710. Deviations: none but the precision.
 */
export const ease = defineModel({
  key: "ease",
  summary: "Learns in one step how much each taken course speaks for or against every other (a linear autoencoder).",
  family: "linear",
  feedback: "implicit",
  params,
  async fit(data, { regularization }, options) {
    return new ItemWeightsModel(data, await trainEase(data, regularization, options));
  },
  restore: (state, data) =>
    new ItemWeightsModel(data, takeSingles(state, "weights", [data.items.size, data.items.size])),
});

/** B, shape (items, items), row i what i says of others. @throws {MemoryLimitError} @throws {FitDivergedError} */
export async function trainEase(
  data: Dataset,
  regularization: number,
  options: FitOptions = {},
): Promise<Float32Array> {
  const { core, signal, threads, onProgress } = withCore(options);
  const items = data.items.size;
  const n = roundUp(Math.max(1, items), INVERSE_BLOCK);
  const needed = 4 * n * (n + 2 * INVERSE_BLOCK);
  core.ensureMemory(
    needed,
    `Training ease for ${items} courses`,
    "Use a model without a square of courses, e.g. als or item-knn.",
  );
  const arena = core.arena();
  try {
    const A = await coOccurrences(core, arena, data, n, { signal, threads });
    for (let i = 0; i < n; i++) A[i * n + i]! += i < items ? regularization : 1;
    const invertible = await negateInverse(core, A, n, {
      signal,
      threads,
      onProgress: (done) => onProgress?.({ stage: "inverse", done: Math.min(done, items), of: items }),
    });
    if (!invertible) throw notDefinite();
    const inverse = arena.f32(n); // of P's diagonal
    for (let i = 0; i < n; i++) inverse[i] = -1 / A[i * n + i]!;
    if (!inverse.every((value) => value > 0 && value < Number.POSITIVE_INFINITY)) throw notDefinite();
    await core.run("easeWeights", n / 16, { A, n, inverse }, { signal, threads, cost: 16 * n });
    const weights = new Float32Array(items * items);
    for (let i = 0; i < items; i++) weights.set(A.subarray(i * n, i * n + items), i * items);
    return weights;
  } finally {
    arena.dispose();
  }
}

const notDefinite = (): FitDivergedError =>
  new FitDivergedError("ease", 1, "Its matrix of coincidences has no inverse: raise regularization.");
