import { addScaled } from "../../compute/linear-algebra/rows.ts";
import type { Weights } from "../../compute/neural/network.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { OrderedHistories } from "../../data/histories-in-order.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { LiveHistory, Model, ModelState, Query } from "../model.ts";
import { scoreFactors } from "../scoring/score-factors.ts";
import type { FactorForm, HasScoringForm } from "../scoring/scoring-form.ts";
import { historyOrder } from "../shared/history-order.ts";
import { weightTensors } from "../shared/neural/weights.ts";
import { orderTensors } from "../shared/stored-order.ts";
import { trainingRows } from "../shared/training-rows.ts";
import { type RewardScale, rewardOf } from "./reward-scale.ts";
import { FEATURES, KINDS, type StateScale, writeState } from "./state-features.ts";

/** Beside the weights. */
export interface DqnFacts extends RewardScale, StateScale {}

/**
 * Fitted `dqn`: score(i) = Q(s, i) = v(s) + u(s)·eᵢ + bᵢ, s the state the query's history leads to. Of users nothing is stored but the order of
 * their histories, so everybody is their history, new users too. NaN for courses nobody has taken.
 */
export class DqnModel implements Model, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly #weights: Weights;
  readonly #facts: DqnFacts;
  readonly #factors: number;
  readonly #trained: OrderedHistories | undefined;
  readonly #hasItem: Uint8Array;

  /** @param trained the order of the histories that were trained on; absent where it is not known */
  constructor(
    data: Dataset,
    weights: Weights,
    facts: DqnFacts,
    factors: number,
    trained: OrderedHistories | undefined,
  ) {
    this.items = data.items;
    this.#weights = weights;
    this.#facts = facts;
    this.#factors = factors;
    this.#trained = trained;
    this.#hasItem = trainingRows(data).hasItem;
  }

  /** O(items · factors + window · factors + factors²). */
  score(query: Query): Float64Array {
    return scoreFactors(this.scoringForm(), query, this.items.size);
  }

  scoringForm(): FactorForm {
    return {
      kind: "factors",
      factors: this.#factors,
      items: this.#data("items"),
      itemBias: this.#data("biases"),
      scorable: this.#hasItem,
      userVector: (query) => this.#userVector(query),
    };
  }

  state(): ModelState {
    const { low, high, meanReward, decay } = this.#facts;
    return {
      numbers: { low, high, meanReward, kept: decay },
      tensors: { ...weightTensors(this.#weights), ...(this.#trained && orderTensors(this.#trained)) },
    };
  }

  #data(name: string): Float32Array {
    return this.#weights.get(name)!.data;
  }

  /** u(s) and v(s): what `stateVectors` computes, for one state. */
  #userVector(query: Query): { readonly factors: Float64Array; readonly offset: number } {
    const x = this.#describe(query);
    const hidden = this.#layer("hidden", x).map((sum) => Math.max(0, sum));
    const output = this.#layer("output", Float64Array.of(...x, ...hidden));
    return { factors: output.subarray(0, this.#factors), offset: output[this.#factors]! };
  }

  #describe(query: Query): Float64Array {
    const factors = this.#factors;
    const ordered = this.#trained ? historyOrder(query, this.#trained) : query.history;
    const history = ordered.filter((item) => this.#hasItem[item]);
    const given = new Map(query.weights && Array.from(query.history, (item, h) => [item, query.weights![h]!]));
    const rewards = Float32Array.from(history, (item) => rewardOf(given.get(item) ?? this.#facts.high, this.#facts));
    const rewardSum = rewards.reduce((sum, reward) => sum + reward, 0);
    const entries = KINDS * Math.min(this.#facts.window, history.length);
    const offsets = new Uint32Array(KINDS + 1);
    const columns = new Uint32Array(entries);
    const values = new Float32Array(entries);
    const features = new Float32Array(FEATURES);
    const state = { items: history, rewards, from: 0, until: history.length, rewardSum };
    writeState({ offsets, columns, values, features }, 0, state, this.#facts);
    const embeddings = this.#data("items");
    const x = new Float64Array(KINDS * factors + FEATURES);
    for (let kind = 0; kind < KINDS; kind++)
      for (let e = offsets[kind]!; e < offsets[kind + 1]!; e++)
        addScaled(x.subarray(kind * factors, (kind + 1) * factors), embeddings, columns[e]! * factors, values[e]!);
    x.set(features, KINDS * factors);
    return x;
  }

  /** x·W + b */
  #layer(name: string, x: Float64Array): Float64Array {
    const out = Float64Array.from(this.#data(`${name}.bias`));
    const weight = this.#data(`${name}.weight`);
    for (let i = 0; i < x.length; i++) addScaled(out, weight, i * out.length, x[i]!);
    return out;
  }
}
