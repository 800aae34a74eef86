import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { Contribution, Explainer, LiveHistory, Model, ModelState, Query } from "../model.ts";
import type { HasScoringForm, ScoringForm } from "../scoring/scoring-form.ts";
import { sharesOf } from "../shared/contributions.ts";
import { ImplicitOverlap } from "./implicit-overlap.ts";
import { ImplicitUserKnnScorer } from "./implicit-user-knn-scorer.ts";
import type { ImplicitSettings } from "./knn-params.ts";

/**
 * Fitted `user-knn` on implicit feedback: score(i) = Σ of s(u, v) over the nearest users v who took i. Users are compared
 * when someone asks; nothing is stored but the data's rows.
 */
export class ImplicitUserKnnModel implements Model, Explainer, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly #userItems: CsrMatrix;
  readonly #itemUsers: CsrMatrix;
  readonly #settings: ImplicitSettings;
  readonly #overlap: ImplicitOverlap;

  constructor({ items, userItems, itemUsers }: Dataset, settings: ImplicitSettings) {
    this.items = items;
    this.#userItems = userItems;
    this.#itemUsers = itemUsers;
    this.#settings = settings;
    this.#overlap = new ImplicitOverlap(itemUsers, settings.damping, settings.shrinkage);
  }

  /** O(Σ over the history of users who took the item + Σ over neighbours of their items). NaN with too few neighbours. */
  score(query: Query): Float64Array {
    const { users, similarities } = this.#nearest(query);
    const scores = new Float64Array(this.items.size);
    const counts = new Uint32Array(this.items.size);
    for (let n = 0; n < users.length; n++) addItems(this.#userItems, users[n]!, similarities[n]!, scores, counts);
    for (let item = 0; item < scores.length; item++)
      if (counts[item]! < this.#settings.minNeighbours) scores[item] = Number.NaN;
    return scores;
  }

  /** The similarity of each neighbour who took the item, divided among the shared items that make it up: w_c each. */
  explain(query: Query, item: number): readonly Contribution[] {
    const { users, similarities } = this.#nearest(query);
    const { weights } = this.#overlap;
    const parts = new Float64Array(query.history.length);
    let count = 0;
    users.forEach((user, n) => {
      if (this.#userItems.find(user, item) === undefined) return;
      count++;
      const agreed = query.history.map((taken) => (this.#userItems.find(user, taken) === undefined ? 0 : 1));
      const total = agreed.reduce((sum, shared, h) => sum + shared * weights[query.history[h]!]!, 0);
      for (let h = 0; h < parts.length; h++)
        parts[h]! += (similarities[n]! * agreed[h]! * weights[query.history[h]!]!) / total;
    });
    if (count < this.#settings.minNeighbours) return [];
    return sharesOf(Array.from(query.history, (taken, h) => ({ item: taken, part: parts[h]! })));
  }

  scoringForm(): ScoringForm {
    const { weights, norms } = this.#overlap;
    const users = { userItems: this.#userItems, itemUsers: this.#itemUsers, weights, norms };
    return { kind: "block", open: (arena, core) => new ImplicitUserKnnScorer(users, this.#settings, arena, core) };
  }

  state(): ModelState {
    return { numbers: {}, tensors: {} };
  }

  /** The `neighbours` users most similar to the history, the user of the query left out. */
  #nearest({ history, user }: Query): { readonly users: Uint32Array; readonly similarities: Float64Array } {
    const overlap = this.#overlap;
    overlap.measure(history, noValues, 0, history.length);
    const users = overlap.nearest(this.#settings.neighbours, user);
    const similarities = Float64Array.from(users, (near) => overlap.similarities[near]!);
    overlap.clear();
    return { users, similarities };
  }
}

const noValues = new Float64Array(0); // 0/1 rows are compared by their columns alone

function addItems(
  { offsets, columns }: CsrMatrix,
  user: number,
  similarity: number,
  scores: Float64Array,
  counts: Uint32Array,
): void {
  const end = offsets[user + 1]!;
  for (let p = offsets[user]!; p < end; p++) {
    const item = columns[p]!;
    scores[item]! += similarity;
    counts[item]! += 1;
  }
}
