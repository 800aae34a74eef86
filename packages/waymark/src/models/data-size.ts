import type { Dataset } from "../data/dataset.ts";
import { squaredLengths } from "./shared/co-occurrences.ts";

/** What the cost of a model depends on. */
export interface DataSize {
  readonly users: number;
  readonly items: number;
  readonly interactions: number;
  /** users × items: the scores there are. */
  readonly cells: number;
  /** Σ over users of the square of their rows: pairs of items that somebody has together. */
  readonly itemPairs: number;
  /** Σ over items of the square of their rows: pairs of users who share an item. */
  readonly userPairs: number;
  readonly isExplicit: boolean;
}

export function dataSize({ users, items, size, userItems, itemUsers, feedback }: Dataset): DataSize {
  return {
    users: users.size,
    items: items.size,
    interactions: size,
    cells: users.size * items.size,
    itemPairs: squaredLengths(userItems),
    userPairs: squaredLengths(itemUsers),
    isExplicit: feedback === "explicit",
  };
}
