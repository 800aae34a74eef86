import type { ItemFeatures } from "../features.ts";
import type { Interactions } from "../interactions.ts";
import type { RejectedRows, TableLayout } from "../source.ts";
import { Vocabulary } from "../vocabulary.ts";
import { addRejected } from "./rejected-rows.ts";

/** Interactions as read from one file, with vocabularies of their own. */
export interface InteractionTable {
  readonly users: Vocabulary;
  readonly items: Vocabulary;
  readonly interactions: Interactions;
  readonly rejected: RejectedRows;
  readonly notes: readonly string[];
  /** Rows kept with the time unknown because it could not be read, and the first of them. */
  readonly unreadTimes?: { readonly rows: number; readonly line: number; readonly text: string };
}

/** A table, where it was read from and how it is laid out. */
export interface ReadTable extends InteractionTable {
  readonly path: string;
  readonly layout: TableLayout;
  /** Name of the column of ratings, in a long table. */
  readonly ratingColumn?: string;
  /** What columns of the table itself say of courses. */
  readonly itemFeatures?: ItemFeatures;
}

/** The rows with indexes into other vocabularies, which must hold all ids; columns that need no change are shared. */
export function alignRows(table: InteractionTable, users: Vocabulary, items: Vocabulary): Interactions {
  return {
    ...table.interactions,
    users: translate(table.interactions.users, table.users, users),
    items: translate(table.interactions.items, table.items, items),
  };
}

/** One vocabulary over the ids of several, sorted anew. */
export function mergeVocabularies(entity: string, parts: readonly Vocabulary[]): Vocabulary {
  const [first, ...others] = parts;
  if (first && others.every((part) => part.ids === first.ids)) return first;
  return Vocabulary.from(
    entity,
    parts.flatMap((part) => part.ids),
  );
}

/**
 * Several tables and the ids of a catalogue under common vocabularies.
 * @returns `parts`, the rows of each table, and `interactions`, the same below each other
 */
export function mergeTables(tables: readonly InteractionTable[], catalogueIds: readonly string[]) {
  const users = mergeVocabularies(
    "learner",
    tables.map((table) => table.users),
  );
  const items = Vocabulary.from("course", [...tables.flatMap((table) => table.items.ids), ...catalogueIds]);
  const parts = tables.map((table) => alignRows(table, users, items));
  const rejected = addRejected(...tables.map((table) => table.rejected));
  return { users, items, parts, interactions: stackRows(parts), rejected };
}

/** Rows of several tables below each other. A column that only some have is NaN in the others. */
export function stackRows(parts: readonly Interactions[]): Interactions {
  const size = parts.reduce((sum, part) => sum + part.users.length, 0);
  const stacked = {
    users: new Uint32Array(size),
    items: new Uint32Array(size),
    ...(parts.some((part) => part.values) && { values: new Float64Array(size).fill(Number.NaN) }),
    ...(parts.some((part) => part.weights) && { weights: new Float64Array(size).fill(1) }),
    ...(parts.some((part) => part.times) && { times: new Float64Array(size).fill(Number.NaN) }),
  };
  let start = 0;
  for (const part of parts) {
    stacked.users.set(part.users, start);
    stacked.items.set(part.items, start);
    if (part.values) stacked.values?.set(part.values, start);
    if (part.weights) stacked.weights?.set(part.weights, start);
    if (part.times) stacked.times?.set(part.times, start);
    start += part.users.length;
  }
  return stacked;
}

function translate(column: Uint32Array, from: Vocabulary, to: Vocabulary): Uint32Array {
  if (from === to) return column;
  const indexes = Uint32Array.from(from.ids, (id) => to.index(id));
  return column.map((index) => indexes[index]!);
}

/** The same rows with other names for ids; ids without another name keep their own. Vocabularies are sorted anew. */
export function renameIds(
  table: InteractionTable,
  userNames: ReadonlyMap<string, string>,
  itemNames: ReadonlyMap<string, string>,
): InteractionTable {
  const users = renamed(table.users, userNames);
  const items = renamed(table.items, itemNames);
  return {
    ...table,
    users: users.vocabulary,
    items: items.vocabulary,
    interactions: {
      ...table.interactions,
      users: table.interactions.users.map((index) => users.indexes[index]!),
      items: table.interactions.items.map((index) => items.indexes[index]!),
    },
  };
}

function renamed(
  from: Vocabulary,
  names: ReadonlyMap<string, string>,
): { vocabulary: Vocabulary; indexes: Uint32Array } {
  const ids = from.ids.map((id) => names.get(id) ?? id);
  const vocabulary = Vocabulary.from(from.entity, ids);
  return { vocabulary, indexes: Uint32Array.from(ids, (id) => vocabulary.index(id)) };
}
