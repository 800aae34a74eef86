import type { Dataset } from "../../../data/dataset.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type { Model, ModelState, Query, Ranked, SimilarItems } from "../../model.ts";
import { scoreFactors } from "../../scoring/score-factors.ts";
import { type FactorForm, type HasScoringForm, plainUserVector } from "../../scoring/scoring-form.ts";
import { tensor } from "../../shared/model-state.ts";
import { similarRows } from "../../shared/similar-rows.ts";
import { type TrainingRows, trainingRows } from "../../shared/training-rows.ts";
import { foldInHistory } from "./bpr-fold-in.ts";
import { type BprFactors, type BprSettings, negativePool } from "./train-bpr.ts";

/**
 * Fitted `bpr`: score(i) = x · yᵢ + bᵢ. A user of the training data has a row x, any other history is folded in. NaN for courses
 * nobody has taken, and without a known history.
 */
export class BprModel implements Model, SimilarItems, HasScoringForm {
  readonly items: Vocabulary;
  readonly #learned: BprFactors;
  readonly #settings: BprSettings;
  readonly #rows: TrainingRows;
  readonly #pool: Uint32Array;

  constructor(data: Dataset, learned: BprFactors, settings: BprSettings) {
    this.items = data.items;
    this.#learned = learned;
    this.#settings = settings;
    this.#rows = trainingRows(data);
    this.#pool = negativePool(data.userItems, settings.negatives);
  }

  /** O(items · factors), for new users also the steps of `foldInHistory`. */
  score(query: Query): Float64Array {
    return scoreFactors(this.scoringForm(), query, this.items.size);
  }

  /** The courses whose vectors point the same way. */
  similar(item: number, limit: number): readonly Ranked[] {
    return similarRows(this.#learned.items, this.#settings.factors, item, limit);
  }

  scoringForm(): FactorForm {
    return {
      kind: "factors",
      factors: this.#settings.factors,
      items: this.#learned.items,
      itemBias: this.#learned.biases,
      scorable: this.#rows.hasItem,
      userVector: plainUserVector((query) => this.#userVector(query)),
    };
  }

  state(): ModelState {
    const { users, items, biases } = this.#learned;
    const { factors } = this.#settings;
    return {
      numbers: {},
      tensors: {
        userFactors: tensor([users.length / factors, factors], users),
        itemFactors: tensor([items.length / factors, factors], items),
        itemBiases: tensor([biases.length], biases),
      },
    };
  }

  #userVector({ history, user }: Query): Float32Array | Float64Array | undefined {
    const { factors } = this.#settings;
    if (this.#rows.hasUser(user)) return this.#learned.users.subarray(user * factors, (user + 1) * factors);
    const known = history.filter((item) => this.#rows.hasItem[item]);
    return known.length === 0 ? undefined : foldInHistory(known, this.#learned, this.#pool, this.#settings);
  }
}
