import type { PublishedFold } from "./dataset.ts";
import type { Interactions } from "./interactions.ts";
import type { SourceData } from "./source.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Another vocabulary of a side, and the new index of each old one. */
export interface Remapping {
  readonly vocabulary: Vocabulary;
  readonly indexes: Uint32Array; // (old size)
}

/** The new indexes of the ids of a vocabulary in one that holds all of them. */
export const remapInto = (from: Vocabulary, to: Vocabulary): Remapping => ({
  vocabulary: to,
  indexes: Uint32Array.from(from.ids, (id) => to.index(id)),
});

/** The same rows, published folds included, with other indexes; features do not come along. O(rows). */
export function remapSource(
  data: SourceData,
  users: Remapping | undefined,
  items: Remapping | undefined,
): Omit<SourceData, "itemFeatures" | "userFeatures"> {
  const { itemFeatures: _, userFeatures: __, publishedFolds, ...rest } = data;
  const rows = (old: Interactions): Interactions => ({
    ...old,
    users: users ? old.users.map((index) => users.indexes[index]!) : old.users,
    items: items ? old.items.map((index) => items.indexes[index]!) : old.items,
  });
  const fold = (old: PublishedFold): PublishedFold => ({
    ...old,
    train: rows(old.train),
    test: rows(old.test),
    ...(old.negatives && {
      negatives: items
        ? old.negatives.map((negatives) => negatives.map((index) => items.indexes[index]!))
        : old.negatives,
    }),
  });
  return {
    ...rest,
    users: users?.vocabulary ?? data.users,
    items: items?.vocabulary ?? data.items,
    interactions: rows(data.interactions),
    ...(publishedFolds && { publishedFolds: async () => (await publishedFolds()).map(fold) }),
  };
}
