import { gone, type Renumbering } from "./cleaning/remap.ts";
import { counted } from "./cleaning/report.ts";
import { selectItemFeatures, selectUserFeatures } from "./cleaning/select-features.ts";
import { foldedId } from "./folded-id.ts";
import { type Remapping, remapSource } from "./remap-source.ts";
import type { SourceData } from "./source.ts";
import { Vocabulary } from "./vocabulary.ts";

/**
 * Joins ids that differ only in case, in how accents are stored, in leading zeros or in a trailing .0. The spelling that is
 * kept is the one a catalogue knows, then the one with most rows, then the first. O(rows + ids).
 */
export function foldIds(data: SourceData): SourceData {
  const { itemFeatures, userFeatures } = data;
  const known = (item: number): boolean =>
    itemFeatures?.titles?.[item] !== undefined || itemFeatures?.texts?.[item] !== undefined;
  const users = foldSide(data.users, data.interactions.users, () => false);
  const items = foldSide(data.items, data.interactions.items, known);
  if (!users && !items) return data;
  return {
    ...remapSource(data, users?.remapping, items?.remapping),
    ...(itemFeatures && { itemFeatures: items ? selectItemFeatures(itemFeatures, items.kept) : itemFeatures }),
    ...(userFeatures && { userFeatures: users ? selectUserFeatures(userFeatures, users.kept) : userFeatures }),
    notes: [...(data.notes ?? []), ...(users ? [users.note] : []), ...(items ? [items.note] : [])],
  };
}

function foldSide(
  vocabulary: Vocabulary,
  rows: Uint32Array,
  isKnown: (index: number) => boolean,
): { readonly remapping: Remapping; readonly kept: Renumbering; readonly note: string } | undefined {
  const { ids, entity } = vocabulary;
  const counts = new Uint32Array(ids.length);
  for (let row = 0; row < rows.length; row++) counts[rows[row]!]! += 1;
  const isBetter = (a: number, b: number): boolean =>
    isKnown(a) !== isKnown(b) ? isKnown(a) : counts[a]! > counts[b]!;
  const chosen = new Map<string, number>();
  const keys = ids.map(foldedId);
  keys.forEach((key, index) => {
    const other = chosen.get(key);
    if (other === undefined || isBetter(index, other)) chosen.set(key, index);
  });
  if (chosen.size === ids.length) return undefined;
  const kept = Uint32Array.from(chosen.values()).sort();
  const indexes = new Uint32Array(ids.length).fill(gone);
  kept.forEach((old, index) => {
    indexes[old] = index;
  });
  const joined = Uint32Array.from(keys, (key) => indexes[chosen.get(key)!]!);
  const example = ids.findIndex((_, index) => indexes[index] === gone);
  const into = ids[kept[joined[example]!]!]!;
  return {
    remapping: {
      vocabulary: new Vocabulary(
        entity,
        Array.from(kept, (old) => ids[old]!),
      ),
      indexes: joined,
    },
    kept: { kept, indexes },
    note: `${counted(ids.length - kept.length, `${entity} id`)} were joined with another spelling, such as ${JSON.stringify(ids[example])} with ${JSON.stringify(into)}.`,
  };
}
