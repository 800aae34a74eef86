import { roundUp } from "../../compute/core/whole-vectors.ts";
import { INVERSE_BLOCK, negateInverse } from "../../compute/linear-algebra/negated-inverse.ts";
import { topK } from "../../compute/top-k.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { FitDivergedError } from "../../errors.ts";
import { withCore } from "../core-option.ts";
import { defineModel } from "../define-model.ts";
import type {
  Contribution,
  Explainer,
  FitOptions,
  LiveHistory,
  Model,
  ModelState,
  Query,
  Ranked,
  SimilarItems,
} from "../model.ts";
import { number } from "../params.ts";
import type { HasScoringForm, ScoringForm } from "../scoring/scoring-form.ts";
import { coOccurrences } from "../shared/co-occurrences.ts";
import { sharesOf } from "../shared/contributions.ts";
import { takeSingles, tensor } from "../shared/model-state.ts";
import { trainingRows } from "../shared/training-rows.ts";

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
  expectedBytes: ({ items }) => 8 * items ** 2,
  expectedSeconds: ({ items, interactions, itemPairs, cells }) =>
    3e-11 * items ** 3 + 2e-9 * itemPairs + 6e-10 * interactions * items + 3e-9 * cells,
  explains: true,
  feedback: "implicit",
  params,
  async fit(data, { regularization }, options) {
    return new ItemWeightsModel(data, await trainEase(data, regularization, options));
  },
  restore: (state, data) =>
    new ItemWeightsModel(data, takeSingles(state, "weights", [data.items.size, data.items.size])),
});

/** B, shape (items, items), row i the weights of item i for all others. @throws {MemoryLimitError} @throws {FitDivergedError} */
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

/** A linear model of a history: score(j) = Σ over the history i of W_ij. NaN where no course of the history has a weight for j: no chain of learners links them. */
class ItemWeightsModel implements Model, Explainer, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly #weights: Float32Array; // (items, items), row i the weights of item i for all others
  readonly #hasItem: Uint8Array; // (items)

  constructor(data: Dataset, weights: Float32Array) {
    this.items = data.items;
    this.#weights = weights;
    this.#hasItem = trainingRows(data).hasItem;
  }

  /** O(history · items). Sums in float64. */
  score({ history }: Query): Float64Array {
    const size = this.items.size;
    const known = history.filter((item) => this.#hasItem[item]);
    if (known.length === 0) return new Float64Array(size).fill(Number.NaN);
    const scores = new Float64Array(size);
    for (const taken of known) addRow(scores, this.#weights, taken * size);
    for (let item = 0; item < size; item++) if (!this.#hasItem[item] || scores[item] === 0) scores[item] = Number.NaN;
    return scores;
  }

  /** W_ij of each taken course i; courses with a negative weight get no share. */
  explain({ history }: Query, item: number): readonly Contribution[] {
    const size = this.items.size;
    return sharesOf(Array.from(history, (taken) => ({ item: taken, part: this.#weights[taken * size + item]! })));
  }

  /** The courses for which `item` has the largest weights. */
  similar(item: number, limit: number): readonly Ranked[] {
    const size = this.items.size;
    const row = Float64Array.from(this.#weights.subarray(item * size, (item + 1) * size), (weight) =>
      weight > 0 ? weight : Number.NaN,
    );
    return Array.from(topK(row, limit), (other) => ({ item: other, score: row[other]! }));
  }

  scoringForm(): ScoringForm {
    return { kind: "dense", weights: this.#weights, scorable: this.#hasItem };
  }

  state(): ModelState {
    const size = this.items.size;
    return { numbers: {}, tensors: { weights: tensor([size, size], this.#weights) } };
  }
}

function addRow(sums: Float64Array, weights: Float32Array, start: number): void {
  for (let item = 0; item < sums.length; item++) sums[item]! += weights[start + item]!;
}
