import { countOffsets, stableCountingSort } from "../compute/csr-matrix.ts";
import type { Dataset } from "./dataset.ts";
import type { Interactions } from "./interactions.ts";
import { tieOrder } from "./tie-order.ts";

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
 * Rows by user and time, rows without a time before all others; rows of equal time in an order that depends on ids and
 * seed alone (`tieOrder`). O(interactions · log of the longest history).
 */
export function rowsInOrder(
  rows: Pick<Interactions, "users" | "items" | "times">,
  ids: Pick<Dataset, "users" | "items">,
  seed = 0,
): OrderedRows {
  const { users, times } = rows;
  const order = stableCountingSort(users, ids.users.size);
  const offsets = countOffsets(users, ids.users.size);
  const tied = tieOrder(rows, ids, seed);
  const at = (row: number): number =>
    times === undefined || Number.isNaN(times[row]!) ? Number.NEGATIVE_INFINITY : times[row]!;
  const earlier = (a: number, b: number): number => (at(a) === at(b) ? tied(a, b) : at(a) - at(b));
  for (let user = 0; user < ids.users.size; user++) order.subarray(offsets[user], offsets[user + 1]).sort(earlier);
  return { offsets, rows: order };
}

/** The histories of a data set, in the order of `rowsInOrder`. @param seed of the order of equal times. @defaultValue 0 */
export function historiesInOrder(data: Dataset, seed = 0): OrderedHistories {
  const { offsets, rows } = rowsInOrder(data.interactions, data, seed);
  return { offsets, items: rows.map((row) => data.interactions.items[row]!) };
}

/** The items of one user, oldest first; a view. */
export const historyInOrder = ({ offsets, items }: OrderedHistories, user: number): Uint32Array =>
  items.subarray(offsets[user], offsets[user + 1]);
