import { countOffsets, stableCountingSort } from "../compute/csr-matrix.ts";
import type { Dataset } from "./dataset.ts";
import type { Interactions } from "./interactions.ts";

/** What each user took, oldest first: user u owns [offsets[u], offsets[u + 1]) of `items`. */
export interface OrderedHistories {
  readonly offsets: Uint32Array; // (users + 1)
  readonly items: Uint32Array; // (interactions)
}

/** Rows of each user, oldest first: user u owns [offsets[u], offsets[u + 1]) of `rows`. */
export interface OrderedRows {
  readonly offsets: Uint32Array; // (users + 1)
  readonly rows: Uint32Array; // (interactions)
}

/**
 * Rows by user and time; of equal times the earlier row first, rows without a time before all others.
 * O(interactions · log of the longest history).
 */
export function rowsInOrder({ users, times }: Pick<Interactions, "users" | "times">, userCount: number): OrderedRows {
  const rows = stableCountingSort(users, userCount);
  const offsets = countOffsets(users, userCount);
  if (times) {
    const at = (row: number): number => (Number.isNaN(times[row]!) ? Number.NEGATIVE_INFINITY : times[row]!);
    const earlier = (a: number, b: number): number => (at(a) === at(b) ? a - b : at(a) - at(b));
    for (let user = 0; user < userCount; user++) rows.subarray(offsets[user], offsets[user + 1]).sort(earlier);
  }
  return { offsets, rows };
}

/** The histories of a data set, in the order of `rowsInOrder`. */
export function historiesInOrder({ interactions, users: { size } }: Dataset): OrderedHistories {
  const { offsets, rows } = rowsInOrder(interactions, size);
  return { offsets, items: rows.map((row) => interactions.items[row]!) };
}

/** The items of one user, oldest first; a view. */
export const historyInOrder = ({ offsets, items }: OrderedHistories, user: number): Uint32Array =>
  items.subarray(offsets[user], offsets[user + 1]);
