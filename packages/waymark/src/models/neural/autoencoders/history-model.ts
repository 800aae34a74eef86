import type { Weights } from "../../../compute/neural/network.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type { LiveHistory, Model, ModelState, Query, Ranked, SimilarItems } from "../../model.ts";
import { scoreFactors } from "../../scoring/score-factors.ts";
import type { FactorForm, HasScoringForm, UserVector } from "../../scoring/scoring-form.ts";
import { weightTensors } from "../../shared/neural/weights.ts";
import { similarRows } from "../../shared/similar-rows.ts";

export interface HistoryModelParts {
  readonly weights: Weights;
  readonly numbers: ModelState["numbers"];
  /** The last layer, a row for each item. Shape (items, factors). */
  readonly output: Float32Array;
  readonly itemBias: Float32Array; // (items)
  /** 0 for items that are never scored. Absent: all are. */
  readonly scorable?: Uint8Array;
  /** What a history comes to before the last layer; undefined where nothing can be said. */
  userVector(query: Query): UserVector | undefined;
  /** The same for many histories, where that is quicker; equal to the last bit. */
  readonly openUserVectors?: FactorForm["openUserVectors"];
}

/**
 * A fitted autoencoder: it reads a history, whoever's it is, and says what belongs to it: score(i) = offset + itemBias[i] + userVector · output[i].
 * Users it was trained on and new ones are answered alike.
 */
export class HistoryModel implements Model, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  protected readonly parts: HistoryModelParts;

  constructor(data: Dataset, parts: HistoryModelParts) {
    this.items = data.items;
    this.parts = parts;
  }

  /** O(weights · (history / items) + items · factors). */
  score(query: Query): Float64Array {
    return scoreFactors(this.scoringForm(), query, this.items.size);
  }

  /** The courses whose rows of the last layer point the same way. */
  similar(item: number, limit: number): readonly Ranked[] {
    return similarRows(this.parts.output, this.#factors, item, limit);
  }

  scoringForm(): FactorForm {
    const { output: items, itemBias, scorable, userVector, openUserVectors } = this.parts;
    return {
      kind: "factors",
      factors: this.#factors,
      items,
      itemBias,
      userVector,
      ...(scorable && { scorable }),
      ...(openUserVectors && { openUserVectors }),
    };
  }

  state(): ModelState {
    return { numbers: this.parts.numbers, tensors: weightTensors(this.parts.weights) };
  }

  get #factors(): number {
    return this.parts.output.length / Math.max(1, this.items.size);
  }
}
