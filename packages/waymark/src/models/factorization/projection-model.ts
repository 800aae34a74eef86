import { addScaled, dotInOrder } from "../../compute/linear-algebra/rows.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { Contribution, Explainer, LiveHistory, Model, ModelState, Query, Ranked, SimilarItems } from "../model.ts";
import { type HasScoringForm, plainUserVector, type ScoringForm } from "../scoring/scoring-form.ts";
import { sharesOf } from "../shared/contributions.ts";
import { tensor } from "../shared/model-state.ts";
import { similarRows } from "../shared/similar-rows.ts";
import { trainingRows } from "../shared/training-rows.ts";

/** score(i) = t · vᵢ with the user vector t = Σ over the history j of vⱼ. NaN for courses nobody has taken, and without a known history. */
export class ProjectionModel implements Model, Explainer, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
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
    const userVector = this.#userVector(query);
    if (!userVector) return scores;
    for (let item = 0; item < scores.length; item++)
      if (this.#hasItem[item]) scores[item] = this.#product(userVector, item);
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
    return similarRows(this.#vectors, this.#factors, item, limit);
  }

  scoringForm(): ScoringForm {
    return {
      kind: "factors",
      factors: this.#factors,
      items: this.#vectors,
      scorable: this.#hasItem,
      userVector: plainUserVector((query) => this.#userVector(query)),
    };
  }

  state(): ModelState {
    const shape = [this.items.size, this.#factors];
    return { numbers: {}, tensors: { itemFactors: tensor(shape, this.#vectors) } };
  }

  #userVector({ history }: Query): Float64Array | undefined {
    const known = history.filter((item) => this.#hasItem[item]);
    if (known.length === 0) return undefined;
    const userVector = new Float64Array(this.#factors);
    for (const item of known) addScaled(userVector, this.#vectors, item * this.#factors, 1);
    return userVector.some((factor) => factor !== 0) ? userVector : undefined;
  }

  #product(userVector: Float64Array, item: number): number {
    return dotInOrder(userVector, 0, this.#vectors, item * this.#factors, userVector.length);
  }
}
