import type { Interactions } from "../../src/data/interactions.ts";
import { nothingRejected, type SourceData } from "../../src/data/source.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";

/** user, item, rating, time: NaN where the file is blank. */
export type RawRow = readonly [user: string, item: string, value?: number, time?: number];

/** What a reader might have handed over. Without a rating or a time in any row the column is absent. */
export function sourceOf(rows: readonly RawRow[], rest: Partial<SourceData> = {}): SourceData {
  const users = rest.users ?? vocabularyOf("learner", rows, 0);
  const items = rest.items ?? vocabularyOf("course", rows, 1);
  return {
    name: "rows",
    users,
    items,
    interactions: columnsOf(rows, users, items),
    rejected: nothingRejected,
    ...(rows.some((row) => row[2] !== undefined) && { scale: { min: 1, max: 5 } }),
    ...rest,
  };
}

export function columnsOf(rows: readonly RawRow[], users: Vocabulary, items: Vocabulary): Interactions {
  const column = (place: 2 | 3) => Float64Array.from(rows, (row) => row[place] ?? Number.NaN);
  return {
    users: Uint32Array.from(rows, ([user]) => users.index(user)),
    items: Uint32Array.from(rows, ([, item]) => items.index(item)),
    ...(rows.some((row) => row[2] !== undefined) && { values: column(2) }),
    ...(rows.some((row) => row[3] !== undefined) && { times: column(3) }),
  };
}

/** Back to rows, for comparisons. */
export function rowsOf(rows: Interactions, users: Vocabulary, items: Vocabulary): readonly RawRow[] {
  return Array.from(rows.users, (user, p): RawRow => {
    const { values, times } = rows;
    const names = [users.id(user), items.id(rows.items[p]!)] as const;
    if (times) return [...names, values?.[p] ?? Number.NaN, times[p]!];
    return values ? [...names, values[p]!] : names;
  });
}

const vocabularyOf = (entity: string, rows: readonly RawRow[], place: 0 | 1): Vocabulary =>
  Vocabulary.from(
    entity,
    rows.map((row) => row[place]),
  );
