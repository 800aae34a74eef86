import { fmix32 } from "../../../compute/hash.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type { LiveHistory, Model, ModelState, Query, Ranked, SimilarItems } from "../../model.ts";
import { scoreFactors } from "../../scoring/score-factors.ts";
import { type FactorForm, type HasScoringForm, plainUserVector } from "../../scoring/scoring-form.ts";
import { tensor } from "../../shared/model-state.ts";
import { similarRows } from "../../shared/similar-rows.ts";
import { TrainedHistories } from "../../shared/trained-histories.ts";
import { type TrainingRows, trainingRows } from "../../shared/training-rows.ts";
import { type BprFactors, type BprSettings, negativePool } from "./train-bpr.ts";

/**
 * Fitted `bpr`: score(i) = x · yᵢ + bᵢ. A user asked with the history of training has a row x, any other history is folded in. NaN for courses
 * nobody has taken, and without a known history.
 */
export class BprModel implements Model, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly #learned: BprFactors;
  readonly #settings: BprSettings;
  readonly #rows: TrainingRows;
  readonly #trained: TrainedHistories;
  readonly #pool: Uint32Array;

  constructor(data: Dataset, learned: BprFactors, settings: BprSettings) {
    this.items = data.items;
    this.#learned = learned;
    this.#settings = settings;
    this.#rows = trainingRows(data);
    this.#trained = new TrainedHistories(data);
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

  #userVector(query: Query): Float32Array | Float64Array | undefined {
    const { factors } = this.#settings;
    if (this.#trained.answers(query, this.#rows.hasItem))
      return this.#learned.users.subarray(query.user * factors, (query.user + 1) * factors);
    const known = query.history.filter((item) => this.#rows.hasItem[item]);
    return known.length === 0 ? undefined : foldInHistory(known, this.#learned, this.#pool, this.#settings);
  }
}

const MOST_STEPS = 4000; // about a millisecond with 64 factors; see the card for what fewer and more do
const LARGEST_RATE = 0.2;
const ATTEMPTS = 32; // at a course the history lacks

/**
 * The vector of a history that was not trained on: the very steps of training from 0, courses held fixed. As many steps as its
 * epochs would have made, but at most `MOST_STEPS`, longer in return; the mean of the second half. The same for the same
 * history, whatever the seed. O(steps · factors).
 *
 * @param history items that were trained on, each once, at least one
 * @param pool items negatives are drawn from, each as often as it is to come
 */
export function foldInHistory(
  history: Uint32Array,
  { items, biases }: BprFactors,
  pool: Uint32Array,
  { factors, epochs, learningRate, regularization }: BprSettings,
): Float64Array {
  const wanted = history.length * epochs;
  const steps = Math.min(wanted, MOST_STEPS);
  const rate = Math.max(learningRate, Math.min(LARGEST_RATE, (learningRate * wanted) / steps));
  const decay = 1 - rate * regularization;
  const own = new Set(history);
  const x = new Float64Array(factors);
  const sum = new Float64Array(factors);
  const half = steps >>> 1;
  for (let step = 0; step < steps; step++) {
    const positive = history[step % history.length]!;
    const negative = drawOther(own, pool, step);
    if (negative !== undefined) {
      const [i, j] = [positive * factors, negative * factors];
      let margin = biases[positive]! - biases[negative]!;
      for (let f = 0; f < factors; f++) margin += x[f]! * (items[i + f]! - items[j + f]!);
      const z = rate / (1 + Math.exp(margin));
      for (let f = 0; f < factors; f++) x[f] = decay * x[f]! + z * (items[i + f]! - items[j + f]!);
    }
    if (step >= half) for (let f = 0; f < factors; f++) sum[f]! += x[f]!;
  }
  return sum.map((part) => part / (steps - half));
}

/** A course of the pool the history lacks; undefined where none was found. */
function drawOther(own: ReadonlySet<number>, pool: Uint32Array, step: number): number | undefined {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const at = Math.floor((fmix32(fmix32(step) + attempt) / 2 ** 32) * pool.length);
    if (!own.has(pool[at]!)) return pool[at]!;
  }
  return undefined;
}
