import type { Dataset } from "../../data/dataset.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { Contribution, Explainer, Model, ModelState, Query, Ranked, SimilarItems } from "../model.ts";
import { type BatchForm, type BatchScorer, plainTaste } from "../scoring/scoring-form.ts";
import { sharesOf } from "../shared/contributions.ts";
import { tensor } from "../shared/model-state.ts";
import { similarSingles } from "../shared/similar-rows.ts";
import { trainingRows } from "../shared/training-rows.ts";

/** score(i) = t · vᵢ with the taste t = Σ over the history j of vⱼ. NaN for courses nobody has taken, and without a known history. */
export class ProjectionModel implements Model, Explainer, SimilarItems, BatchScorer {
  readonly items: Vocabulary;
  readonly #vectors: Float32Array; // V (items, factors)
  readonly #factors: number;
  readonly #hasItem: Uint8Array; // (items)

  constructor(data: Dataset, vectors: Float32Array, factors: number) {
    this.items = data.items;
    this.#vectors = vectors;
    this.#factors = factors;
    this.#hasItem = trainingRows(data).hasItem;
  }

  /** O((history + items) · factors). Sums in float64. */
  score(query: Query): Float64Array {
    const scores = new Float64Array(this.items.size).fill(Number.NaN);
    const taste = this.#taste(query);
    if (!taste) return scores;
    for (let item = 0; item < scores.length; item++) if (this.#hasItem[item]) scores[item] = this.#product(taste, item);
    return scores;
  }

  /** vⱼ · vᵢ of each taken course j; courses that speak against i get no share. */
  explain({ history }: Query, item: number): readonly Contribution[] {
    const factors = this.#factors;
    const towards = Float64Array.from(this.#vectors.subarray(item * factors, (item + 1) * factors));
    return sharesOf(Array.from(history, (taken) => ({ item: taken, part: this.#product(towards, taken) })));
  }

  /** The courses whose vectors point the same way. */
  similar(item: number, limit: number): readonly Ranked[] {
    return similarSingles(this.#vectors, this.#factors, item, limit);
  }

  batchForm(): BatchForm {
    return {
      kind: "factors",
      factors: this.#factors,
      items: this.#vectors,
      usable: this.#hasItem,
      taste: plainTaste((query) => this.#taste(query)),
    };
  }

  state(): ModelState {
    const shape = [this.items.size, this.#factors];
    return { numbers: {}, tensors: { itemFactors: tensor(shape, this.#vectors) } };
  }

  #taste({ history }: Query): Float64Array | undefined {
    const known = history.filter((item) => this.#hasItem[item]);
    if (known.length === 0) return undefined;
    const factors = this.#factors;
    const taste = new Float64Array(factors);
    for (const item of known) for (let f = 0; f < factors; f++) taste[f]! += this.#vectors[item * factors + f]!;
    return taste;
  }

  #product(taste: Float64Array, item: number): number {
    const start = item * this.#factors;
    let sum = 0;
    for (let f = 0; f < taste.length; f++) sum += taste[f]! * this.#vectors[start + f]!;
    return sum;
  }
}
