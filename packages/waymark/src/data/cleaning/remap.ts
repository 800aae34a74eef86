import type { PublishedFold } from "../dataset.ts";
import type { Interactions } from "../interactions.ts";
import { Vocabulary } from "../vocabulary.ts";
import type { CleanRules } from "./options.ts";
import { type CleaningStep, counted } from "./report.ts";
import { dropWhere, leftRows, type RowMask, selectKept } from "./row-mask.ts";
import { cleanRows } from "./rows.ts";

/** Old indexes to new ones, after some of a vocabulary went. */
export interface Renumbering {
  readonly kept: Uint32Array; // new → old, ascending
  readonly indexes: Uint32Array; // old → new, `gone` where it went
}
export const gone = 0xffffffff;

/** Those that still have a row. */
export function renumber(groups: Uint32Array, size: number, { dropped }: RowMask): Renumbering {
  const indexes = new Uint32Array(size).fill(gone);
  for (let p = 0; p < groups.length; p++) if (dropped[p] === 0) indexes[groups[p]!] = 0;
  const kept = new Uint32Array(indexes.reduce((n, index) => n + (index === gone ? 0 : 1), 0));
  let next = 0;
  for (let old = 0; old < size; old++) {
    if (indexes[old] === gone) continue;
    kept[next] = old;
    indexes[old] = next++;
  }
  return { kept, indexes };
}

export const shrinkVocabulary = (vocabulary: Vocabulary, { kept }: Renumbering): Vocabulary =>
  kept.length === vocabulary.size
    ? vocabulary
    : new Vocabulary(
        vocabulary.entity,
        Array.from(kept, (old) => vocabulary.id(old)),
      );

/** Every row's user and item must have been kept. */
export const renumberRows = (rows: Interactions, users: Renumbering, items: Renumbering): Interactions => ({
  ...rows,
  users: renumberColumn(rows.users, users),
  items: renumberColumn(rows.items, items),
});

function renumberColumn(column: Uint32Array, { kept, indexes }: Renumbering): Uint32Array {
  if (kept.length === indexes.length) return column;
  const renumbered = new Uint32Array(column.length);
  for (let p = 0; p < column.length; p++) renumbered[p] = indexes[column[p]!]!;
  return renumbered;
}

/**
 * A published fold under the same rules as the whole: its rows pass the same steps, and rows and negatives of users
 * and items that went go too. Its notes say what went.
 */
export function cleanFold(
  fold: PublishedFold,
  rules: CleanRules,
  users: Renumbering,
  items: Renumbering,
): PublishedFold {
  const notes: string[] = [...(fold.notes ?? [])];
  const clean = (rows: Interactions, side: string): RowMask => {
    const { rowMask, steps } = cleanRows(rows, { users: users.indexes.length, items: items.indexes.length }, rules);
    const newUsers = dropWhere(
      rowMask,
      (p) => users.indexes[rows.users[p]!] === gone || items.indexes[rows.items[p]!] === gone,
    );
    notes.push(
      ...lossNote(`${fold.name}: ${counted(rows.users.length - rowMask.left, `${side} row`)}`, steps, newUsers),
    );
    return rowMask;
  };
  const train = clean(fold.train, "training");
  const test = clean(fold.test, "test");
  const { negatives } = fold;
  return {
    name: fold.name,
    train: renumberRows(selectKept(train), users, items),
    test: renumberRows(selectKept(test), users, items),
    ...(negatives && {
      negatives: Array.from(leftRows(test), (row) =>
        negatives[row]!.map((item) => items.indexes[item]!).filter((item) => item !== gone),
      ),
    }),
    ...(notes.length > 0 && { notes }),
  };
}

/** None where no row went. */
function lossNote(rows: string, steps: readonly CleaningStep[], newUsers: number): readonly string[] {
  const causes = steps.filter((step) => step.rows > 0).map((step) => step.text);
  if (newUsers > 0) causes.push(`${counted(newUsers, "row")} of a learner or course left out of the data set`);
  return causes.length > 0 ? [`${rows} left out in cleaning: ${causes.join(", ")}`] : [];
}
