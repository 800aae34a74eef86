import { addScaled } from "../../../compute/linear-algebra/rows.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type { LiveHistory, Model, ModelState, Query, Ranked, SimilarItems } from "../../model.ts";
import { scoreFactors } from "../../scoring/score-factors.ts";
import { type FactorForm, type HasScoringForm, plainUserVector } from "../../scoring/scoring-form.ts";
import { tensor } from "../../shared/model-state.ts";
import { similarRows } from "../../shared/similar-rows.ts";
import { type TrainingRows, trainingRows } from "../../shared/training-rows.ts";
import type { LightGcnFactors } from "./propagate.ts";

/**
 * Fitted `lightgcn`: score(i) = x · yᵢ, x = own part + Σ over the history of messages / √length. Somebody who was not trained on
 * has no own part; a changed history changes x at once. NaN for courses nobody has taken, and for a new user without a
 * known history.
 */
export class LightGcnModel implements Model, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly #learned: LightGcnFactors;
  readonly #factors: number;
  readonly #rows: TrainingRows;

  constructor(data: Dataset, learned: LightGcnFactors, factors: number) {
    this.items = data.items;
    this.#learned = learned;
    this.#factors = factors;
    this.#rows = trainingRows(data);
  }

  /** O((items + history) · factors). */
  score(query: Query): Float64Array {
    return scoreFactors(this.scoringForm(), query, this.items.size);
  }

  /** The courses whose vectors point the same way. */
  similar(item: number, limit: number): readonly Ranked[] {
    return similarRows(this.#learned.items, this.#factors, item, limit);
  }

  scoringForm(): FactorForm {
    return {
      kind: "factors",
      factors: this.#factors,
      items: this.#learned.items,
      scorable: this.#rows.hasItem,
      userVector: plainUserVector((query) => this.#userVector(query)),
    };
  }

  state(): ModelState {
    const rows = (data: Float32Array) => tensor([data.length / this.#factors, this.#factors], data);
    const { users, items, messages } = this.#learned;
    return {
      numbers: {},
      tensors: { userFactors: rows(users), itemFactors: rows(items), itemMessages: rows(messages) },
    };
  }

  /** What a node of the graph receives that is linked to the history, and its own part. */
  #userVector({ history, user }: Query): Float64Array | undefined {
    const { users, messages } = this.#learned;
    const known = history.filter((item) => this.#rows.hasItem[item]);
    const trained = this.#rows.hasUser(user);
    if (known.length === 0 && !trained) return undefined;
    const x = new Float64Array(this.#factors);
    for (const item of known) addScaled(x, messages, item * x.length, 1);
    const share = 1 / Math.sqrt(Math.max(1, known.length));
    for (let f = 0; f < x.length; f++) x[f] = x[f]! * share + (trained ? users[user * x.length + f]! : 0);
    return x;
  }
}
