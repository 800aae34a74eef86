import { addOuter, lowerGram } from "../../../compute/linear-algebra/gram.ts";
import { addScaled, dotInOrder } from "../../../compute/linear-algebra/rows.ts";
import { solveDefinite } from "../../../compute/linear-algebra/solve.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type {
  Contribution,
  Explainer,
  LiveHistory,
  Model,
  ModelState,
  Query,
  Ranked,
  SimilarItems,
} from "../../model.ts";
import { type HasScoringForm, plainUserVector, type ScoringForm } from "../../scoring/scoring-form.ts";
import { sharesOf } from "../../shared/contributions.ts";
import { tensor } from "../../shared/model-state.ts";
import { similarRows } from "../../shared/similar-rows.ts";
import { TrainedHistories } from "../../shared/trained-histories.ts";
import { type TrainingRows, trainingRows } from "../../shared/training-rows.ts";
import type { AlsFactors } from "./train-als.ts";

const COLLAPSED = 1e-18; // products of such factors leave the range of float32

/** What folding in needs to know of training. */
export interface FoldInSettings {
  readonly factors: number;
  readonly ridge: (entries: number, columns: number) => number;
  /** In an entry; an absence has 1. */
  readonly confidence: number;
}

/**
 * Fitted `als` on implicit feedback: score(i) = x · yᵢ. A user asked with the history of training has a row x; any other history is
 * folded in: x = (YᵀY + ridge I + Σ (c − 1) y yᵀ)⁻¹ Σ c y, the very equation of training.
 */
export class ImplicitAlsModel implements Model, Explainer, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly #learned: AlsFactors;
  readonly #settings: FoldInSettings;
  readonly #rows: TrainingRows;
  readonly #trained: TrainedHistories;
  #itemGram: Float64Array | undefined; // lower half of YᵀY (factors, factors)
  #userGram: Float64Array | undefined;

  constructor(data: Dataset, learned: AlsFactors, settings: FoldInSettings) {
    this.items = data.items;
    this.#learned = learned;
    this.#settings = settings;
    this.#rows = trainingRows(data);
    this.#trained = new TrainedHistories(data);
  }

  /** O(items · factors), for new users also O(factors³ + history · factors²). */
  score(query: Query): Float64Array {
    const scores = new Float64Array(this.items.size).fill(Number.NaN);
    const own = this.#userVector(query);
    if (!own) return scores;
    const { factors } = this.#settings;
    const { items } = this.#learned;
    for (let i = 0; i < scores.length; i++)
      if (this.#rows.hasItem[i]) scores[i] = dotInOrder(own, 0, items, i * factors, factors);
    return scores;
  }

  /**
   * Hu, Koren and Volinsky's §5: score(i) = Σ over the history of cⱼ · yᵢᵀ A⁻¹ yⱼ, A the matrix of the learner's equation.
   * Courses that speak against i (a negative term) get no share.
   */
  explain(query: Query, item: number): readonly Contribution[] {
    const known = this.#known(query);
    if (known.length === 0 || !this.#rows.hasItem[item]) return [];
    const { factors } = this.#settings;
    const { items } = this.#learned;
    const towards = Float64Array.from(items.subarray(item * factors, (item + 1) * factors));
    solveDefinite(this.#equation(known, items, this.#gramOfItems()), towards);
    // every term has the factor c, which shares do not show
    return sharesOf(
      Array.from(known, (taken) => ({ item: taken, part: dotInOrder(towards, 0, items, taken * factors, factors) })),
    );
  }

  similar(item: number, limit: number): readonly Ranked[] {
    return similarRows(this.#learned.items, this.#settings.factors, item, limit);
  }

  /**
   * Factors of a course that was not trained on, from the users who have taken it since: the equation of items.
   * @param users indexes of trained users; unknown ones are left out
   * @returns shape (factors), or `undefined` when none of them is known
   */
  foldInItem(users: Uint32Array): Float64Array | undefined {
    const known = users.filter((user) => this.#rows.hasUser(user));
    if (known.length === 0) return undefined;
    this.#userGram ??= lowerGram(this.#learned.users, this.#settings.factors);
    return this.#solve(known, this.#learned.users, this.#userGram);
  }

  scoringForm(): ScoringForm {
    return {
      kind: "factors",
      factors: this.#settings.factors,
      items: this.#learned.items,
      scorable: this.#rows.hasItem,
      userVector: plainUserVector((query) => this.#userVector(query)),
    };
  }

  state(): ModelState {
    const { users, items } = this.#learned;
    const { factors } = this.#settings;
    return {
      numbers: {},
      tensors: {
        userFactors: tensor([users.length / factors, factors], users),
        itemFactors: tensor([items.length / factors, factors], items),
      },
    };
  }

  /** Undefined also where regularization has drawn all factors to about 0: such scores would be a list in order of index. */
  #userVector(query: Query): Float32Array | Float64Array | undefined {
    const vector = this.#findUserVector(query);
    return vector?.some((factor) => Math.abs(factor) > COLLAPSED) ? vector : undefined;
  }

  #findUserVector(query: Query): Float32Array | Float64Array | undefined {
    const { factors } = this.#settings;
    if (this.#trained.answers(query, this.#rows.hasItem))
      return this.#learned.users.subarray(query.user * factors, (query.user + 1) * factors);
    const known = this.#known(query);
    if (known.length === 0) return undefined;
    return this.#solve(known, this.#learned.items, this.#gramOfItems());
  }

  /** The part of a history that occurs in training. */
  #known({ history }: Query): Uint32Array {
    return history.filter((item) => this.#rows.hasItem[item]);
  }

  #solve(rows: Uint32Array, Y: Float32Array, G: Float64Array): Float64Array {
    const { factors, confidence } = this.#settings;
    const right = new Float64Array(factors);
    for (const row of rows) addScaled(right, Y, row * factors, confidence);
    solveDefinite(this.#equation(rows, Y, G), right);
    return right;
  }

  /** The lower half of YᵀY + ridge I + Σ (c − 1) y yᵀ. */
  #equation(rows: Uint32Array, Y: Float32Array, G: Float64Array): Float64Array {
    const { factors, ridge, confidence } = this.#settings;
    const A = G.slice();
    const penalty = ridge(rows.length, Y.length / factors);
    for (let f = 0; f < factors; f++) A[f * factors + f]! += penalty;
    for (const row of rows) addOuter(A, Y, row * factors, factors, confidence - 1);
    return A;
  }

  #gramOfItems(): Float64Array {
    this.#itemGram ??= lowerGram(this.#learned.items, this.#settings.factors);
    return this.#itemGram;
  }
}
