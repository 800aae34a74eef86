import type { Dataset } from "../../data/dataset.ts";
import type { Query } from "../model.ts";

/**
 * Tells the history a user was trained on from one that has changed since: the trained numbers of the user answer the former, the
 * latter is folded in. See docs/decisions/0026-live-histories.md.
 */
export class TrainedHistories {
  readonly #userItems: Dataset["userItems"];
  readonly #rated: boolean;

  /** @param options.rated whether a rating that changed makes another history. @defaultValue false */
  constructor({ userItems }: Dataset, { rated = false } = {}) {
    this.#userItems = userItems;
    this.#rated = rated;
  }

  /**
   * Whether the user's trained numbers answer: the history is that of training, in any order, or holds no item that occurs in training,
   * so that there is nothing to fold in. False for users who were not trained on. O(history), in another order O(history · log history).
   */
  answers(query: Query, hasItem: Uint8Array): query is Query & { readonly user: number } {
    const { user, history, weights } = query;
    const { offsets, rowCount } = this.#userItems;
    if (user === undefined || user >= rowCount) return false;
    const start = offsets[user]!;
    if (start === offsets[user + 1]) return false;
    if (history.length === offsets[user + 1]! - start && this.changed(user, history, weights).length === 0) return true;
    return !history.some((item) => hasItem[item] === 1);
  }

  /** Places in a history of what the user's row does not hold as it is there. */
  changed(user: number, history: Uint32Array, weights: Query["weights"]): readonly number[] {
    const { offsets, columns, values } = this.#userItems;
    const [start, end] = [offsets[user]!, offsets[user + 1]!];
    const places: number[] = [];
    for (let h = 0; h < history.length; h++) {
      const p = start + h;
      const own = p < end && columns[p] === history[h] ? values[p] : this.#userItems.find(user, history[h]!);
      if (own === undefined || (this.#rated && weights && weights[h] !== own)) places.push(h);
    }
    return places;
  }
}
