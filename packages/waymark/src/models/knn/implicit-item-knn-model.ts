import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { Contribution, Explainer, LiveHistory, Model, ModelState, Query, Ranked, SimilarItems } from "../model.ts";
import type { HasScoringForm, ScoringForm } from "../scoring/scoring-form.ts";
import { sumsForm } from "../scoring/sums-form.ts";
import { sharesOf } from "../shared/contributions.ts";
import { csrTensors } from "../shared/model-state.ts";
import { similarInRow } from "../shared/similar-rows.ts";

/** Fitted `item-knn` on implicit feedback: score(i) = Σ of s(i, j) over the neighbours j of i in the history. */
export class ImplicitItemKnnModel implements Model, Explainer, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly #similarities: CsrMatrix; // items × items; row i holds the neighbours of i
  readonly #listedBy: CsrMatrix; // its transpose: row j holds the items j is a neighbour of
  readonly #minNeighbours: number;

  constructor(items: Vocabulary, similarities: CsrMatrix, minNeighbours: number) {
    this.items = items;
    this.#similarities = similarities;
    this.#listedBy = similarities.transpose();
    this.#minNeighbours = minNeighbours;
  }

  /** O(Σ over the history of items it is a neighbour of + items). NaN where the history holds too few neighbours. */
  score({ history }: Query): Float64Array {
    const scores = new Float64Array(this.items.size);
    for (let h = 0; h < history.length; h++) addRow(this.#listedBy, history[h]!, scores);
    const counts = this.#minNeighbours > 1 ? this.#countNeighbours(history) : undefined;
    for (let item = 0; item < scores.length; item++)
      if (scores[item] === 0 || (counts !== undefined && counts[item]! < this.#minNeighbours))
        scores[item] = Number.NaN;
    return scores;
  }

  explain({ history }: Query, item: number): readonly Contribution[] {
    const parts = Array.from(history, (taken) => ({ item: taken, part: this.#similarities.find(item, taken) ?? 0 }));
    return parts.filter(({ part }) => part > 0).length < this.#minNeighbours ? [] : sharesOf(parts);
  }

  similar(item: number, limit: number): readonly Ranked[] {
    return similarInRow(this.#similarities, item, limit);
  }

  /** Where neighbours must be counted, an exact form. */
  scoringForm(): ScoringForm {
    const minCount = this.#minNeighbours;
    if (minCount > 1) return sumsForm({ weights: this.#listedBy, minCount, zeroIsUnknown: true });
    return { kind: "sparse", weights: this.#listedBy, zeroIsUnknown: true };
  }

  state(): ModelState {
    return { numbers: {}, tensors: csrTensors("similarities", this.#similarities) };
  }

  #countNeighbours(history: Uint32Array): Uint32Array {
    const { offsets, columns } = this.#listedBy;
    const counts = new Uint32Array(this.items.size);
    for (const taken of history) for (let p = offsets[taken]!; p < offsets[taken + 1]!; p++) counts[columns[p]!]! += 1;
    return counts;
  }
}

function addRow({ offsets, columns, values }: CsrMatrix, row: number, sums: Float64Array): void {
  const end = offsets[row + 1]!;
  for (let p = offsets[row]!; p < end; p++) sums[columns[p]!]! += values[p]!;
}
