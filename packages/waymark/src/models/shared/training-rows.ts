import type { Dataset } from "../../data/dataset.ts";

/**
 * Which users and items a model has learned anything about: those with at least one training row. A vocabulary may hold
 * more, e.g. items that occur only among the test rows or only in the catalogue.
 */
export interface TrainingRows {
  readonly hasUser: (user: number | undefined) => user is number;
  readonly hasItem: Uint8Array; // (items), 0 or 1
}

/** O(interactions). */
export function trainingRows({ userItems, items }: Dataset): TrainingRows {
  const { offsets, columns, rowCount } = userItems;
  const hasItem = new Uint8Array(items.size);
  for (let p = 0; p < columns.length; p++) hasItem[columns[p]!] = 1;
  return {
    hasItem,
    hasUser: (user): user is number => user !== undefined && user < rowCount && offsets[user + 1]! > offsets[user]!,
  };
}
