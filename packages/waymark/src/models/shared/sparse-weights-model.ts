import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { Contribution, Explainer, LiveHistory, Model, ModelState, Query, Ranked, SimilarItems } from "../model.ts";
import type { HasScoringForm, ScoringForm } from "../scoring/scoring-form.ts";
import { sharesOf } from "./contributions.ts";
import { csrTensors } from "./model-state.ts";
import { similarInRow } from "./similar-rows.ts";

/**
 * A linear model of a history with few weights: score(j) = Σ over the history i of W_ij, W ≥ 0. NaN where no course of the
 * history has a weight for j.
 */
export class SparseWeightsModel implements Model, Explainer, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly #weights: CsrMatrix; // items × items, row i the weights of item i for all others

  constructor(items: Vocabulary, weights: CsrMatrix) {
    this.items = items;
    this.#weights = weights;
  }

  /** O(weights of the history + items). Sums in float64. */
  score({ history }: Query): Float64Array {
    const { offsets, columns, values } = this.#weights;
    const scores = new Float64Array(this.items.size);
    for (const taken of history)
      for (let p = offsets[taken]!; p < offsets[taken + 1]!; p++) scores[columns[p]!]! += values[p]!;
    for (let item = 0; item < scores.length; item++) if (scores[item] === 0) scores[item] = Number.NaN;
    return scores;
  }

  /** W_ij of each taken course i. */
  explain({ history }: Query, item: number): readonly Contribution[] {
    return sharesOf(Array.from(history, (taken) => ({ item: taken, part: this.#weights.find(taken, item) ?? 0 })));
  }

  /** The courses for which `item` has the largest weights. */
  similar(item: number, limit: number): readonly Ranked[] {
    return similarInRow(this.#weights, item, limit);
  }

  scoringForm(): ScoringForm {
    return { kind: "sparse", weights: this.#weights, zeroIsUnknown: true };
  }

  state(): ModelState {
    return { numbers: {}, tensors: csrTensors("weights", this.#weights) };
  }
}
