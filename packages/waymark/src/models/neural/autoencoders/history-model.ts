import type { Weights } from "../../../compute/neural/network.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type { Model, ModelState, Query, Ranked, SimilarItems, Updatable } from "../../model.ts";
import { scoreFactors } from "../../scoring/score-factors.ts";
import type { BatchScorer, BatchTaste, FactorForm } from "../../scoring/scoring-form.ts";
import { weightTensors } from "../../shared/neural/weights.ts";
import { similarSingles } from "../../shared/similar-rows.ts";

export interface HistoryModelParts {
  readonly weights: Weights;
  readonly numbers: ModelState["numbers"];
  /** The last layer, a row for each item. Shape (items, factors). */
  readonly output: Float32Array;
  readonly shift: Float32Array; // (items)
  /** 0 for items that are never scored. Absent: all are. */
  readonly usable?: Uint8Array;
  /** What a history comes to before the last layer; undefined where nothing can be said. */
  taste(query: Query): BatchTaste | undefined;
}

/**
 * A fitted autoencoder: it reads a history, whoever's it is, and says what belongs to it: score(i) = offset + shift[i] + taste · output[i].
 * Learners it was trained on and strangers are answered alike.
 */
export class HistoryModel implements Model, SimilarItems, BatchScorer, Updatable {
  readonly items: Vocabulary;
  readonly updatable = true;
  protected readonly parts: HistoryModelParts;

  constructor(data: Dataset, parts: HistoryModelParts) {
    this.items = data.items;
    this.parts = parts;
  }

  /** O(weights · (history / items) + items · factors). */
  score(query: Query): Float64Array {
    return scoreFactors(this.batchForm(), query, this.items.size);
  }

  /** The courses whose rows of the last layer point the same way. */
  similar(item: number, limit: number): readonly Ranked[] {
    return similarSingles(this.parts.output, this.#factors, item, limit);
  }

  batchForm(): FactorForm {
    const { output: items, shift, usable, taste } = this.parts;
    return { kind: "factors", factors: this.#factors, items, shift, ...(usable && { usable }), taste };
  }

  state(): ModelState {
    return { numbers: this.parts.numbers, tensors: weightTensors(this.parts.weights) };
  }

  get #factors(): number {
    return this.parts.output.length / Math.max(1, this.items.size);
  }
}
