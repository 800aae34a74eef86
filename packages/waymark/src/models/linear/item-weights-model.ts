import { topK } from "../../compute/top-k.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { Contribution, Explainer, Model, ModelState, Query, Ranked, SimilarItems } from "../model.ts";
import type { HasScoringForm, ScoringForm } from "../scoring/scoring-form.ts";
import { sharesOf } from "../shared/contributions.ts";
import { tensor } from "../shared/model-state.ts";
import { trainingRows } from "../shared/training-rows.ts";

/** A linear model of a history: score(j) = Σ over the history i of W_ij. NaN for courses nobody has taken, and without a known history. */
export class ItemWeightsModel implements Model, Explainer, SimilarItems, HasScoringForm {
  readonly items: Vocabulary;
  readonly #weights: Float32Array; // (items, items), row i what i says of others
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
    for (let item = 0; item < size; item++) if (!this.#hasItem[item]) scores[item] = Number.NaN;
    return scores;
  }

  /** W_ij of each taken course i; courses that speak against j get no share. */
  explain({ history }: Query, item: number): readonly Contribution[] {
    const size = this.items.size;
    return sharesOf(Array.from(history, (taken) => ({ item: taken, part: this.#weights[taken * size + item]! })));
  }

  /** The courses that `item` speaks for most. */
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
