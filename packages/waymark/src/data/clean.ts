import { InvalidInputError } from "../errors.ts";
import { twinNotes } from "./cleaning/id-twins.ts";
import { kCore } from "./cleaning/k-core.ts";
import { type CleanOptions, type CleanRules, checkCleanOptions } from "./cleaning/options.ts";
import { cleanFold, type Renumbering, renumber, renumberRows, shrinkVocabulary } from "./cleaning/remap.ts";
import { type CleaningReport, type CleaningStep, counted } from "./cleaning/report.ts";
import { type RowMask, selectKept } from "./cleaning/row-mask.ts";
import { cleanRows } from "./cleaning/rows.ts";
import { selectItemFeatures, selectUserFeatures } from "./cleaning/select-features.ts";
import { Dataset } from "./dataset.ts";
import type { SourceData } from "./source.ts";

export { type CleanOptions, type RepeatRule, repeatRules } from "./cleaning/options.ts";
export type { CleaningKey, CleaningReport, CleaningStep } from "./cleaning/report.ts";

/**
 * From what a source read to what models learn from: one row a (user, item) pair, finite values on the scale. Nothing
 * goes without standing in the report.
 *
 * Users without rows go when `threshold`, `minUserInteractions` or `minItemInteractions` was asked for; items without
 * rows when `threshold` or `minItemInteractions` was. Otherwise the vocabularies stay as read, with courses that only
 * the catalogue knows. Needs about 9 bytes a row beside its input and output.
 *
 * @throws {InvalidInputError | UnknownNameError} for options out of range, and when no row of the source is left
 */
export function clean(source: SourceData, options: CleanOptions = {}): { data: Dataset; report: CleaningReport } {
  const rules = checkCleanOptions(options, source);
  const sides = { users: source.users.size, items: source.items.size };
  const { weights, ...unweighted } = source.interactions;
  const { rowMask, steps } = cleanRows(options.implicit && weights ? unweighted : source.interactions, sides, rules);
  steps.unshift(rejectedStep(source));
  if (rules.minPerUser > 0 || rules.minPerItem > 0) steps.push(...applyKCore(rowMask, sides, rules));
  if (rowMask.left === 0 && rowMask.dropped.length > 0) throw nothingLeft(steps);

  const filtered = rules.threshold !== undefined || rules.minPerItem > 0;
  const { users, items } = rowMask.rows;
  const newUsers = filtered || rules.minPerUser > 0 ? renumber(users, sides.users, rowMask) : everyone(sides.users);
  const newItems = filtered ? renumber(items, sides.items, rowMask) : everyone(sides.items);
  const { itemFeatures, userFeatures, publishedFolds, timesArePlaces = false } = source;
  const data = new Dataset({
    name: source.name,
    users: shrinkVocabulary(source.users, newUsers),
    items: shrinkVocabulary(source.items, newItems),
    interactions: renumberRows(selectKept(rowMask), newUsers, newItems),
    timesArePlaces,
    ...(rules.scale && rules.threshold === undefined && { scale: rules.scale }),
    ...(itemFeatures && { itemFeatures: selectItemFeatures(itemFeatures, newItems) }),
    ...(userFeatures && { userFeatures: selectUserFeatures(userFeatures, newUsers) }),
    ...(publishedFolds && {
      publishedFolds: async () => (await publishedFolds()).map((fold) => cleanFold(fold, rules, newUsers, newItems)),
    }),
  });
  return {
    data,
    report: {
      rowsRead: rowMask.dropped.length + source.rejected.count,
      rowsKept: rowMask.left,
      users: { read: sides.users, kept: data.users.size },
      items: { read: sides.items, kept: data.items.size },
      steps,
      rejected: source.rejected,
      notes: [...(source.notes ?? []), ...notesOn(source, options, rules, rowMask)],
    },
  };
}

function rejectedStep({ rejected: { count, byReason } }: SourceData): CleaningStep {
  const reasons = Object.entries(byReason).map(([reason, rows]) => `${rows.toLocaleString("en-GB")} × ${reason}`);
  const text = `${counted(count, "row")} that could not be read${count > 0 ? `: ${reasons.join(", ")}` : ""}`;
  return { key: "rejected", rows: count, byReason, text };
}

function applyKCore(rowMask: RowMask, sides: { users: number; items: number }, rules: CleanRules): CleaningStep[] {
  const { minPerUser, minPerItem } = rules;
  const { users, items, rowsOfUsers, rowsOfItems, rounds } = kCore(rowMask, sides, minPerUser, minPerItem);
  const belowThreshold = (noun: string, count: number, min: number, gone: number): string =>
    `${counted(count, noun)} with fewer than ${counted(min, "row")}: ${counted(gone, "row")} (${counted(rounds, "round")})`;
  const steps: CleaningStep[] = [];
  if (minPerUser > 0) {
    const text = belowThreshold("learner", users, minPerUser, rowsOfUsers);
    steps.push({ key: "users-below-threshold", rows: rowsOfUsers, users, rounds, text });
  }
  if (minPerItem > 0) {
    const text = belowThreshold("course", items, minPerItem, rowsOfItems);
    steps.push({ key: "items-below-threshold", rows: rowsOfItems, items, rounds, text });
  }
  return steps;
}

function nothingLeft(steps: readonly CleaningStep[]): InvalidInputError {
  const causes = steps.filter((step) => step.rows > 0).map((step) => step.text);
  return new InvalidInputError(
    "The number of rows left after cleaning",
    { sentence: `No row is left after cleaning. Left out: ${causes.join("; ")}.` },
    0,
  );
}

function everyone(size: number): Renumbering {
  const all = Uint32Array.from({ length: size }, (_, index) => index);
  return { kept: all, indexes: all };
}

function notesOn(source: SourceData, options: CleanOptions, rules: CleanRules, rowMask: RowMask): string[] {
  const notes: string[] = [];
  if (rules.scale && !options.scale && !source.scale)
    notes.push(`The rating scale ${rules.scale.min}–${rules.scale.max} is taken from the ratings themselves.`);
  const { times } = rowMask.rows;
  let early = 0;
  if (times) for (let p = 0; p < times.length; p++) if (times[p]! < 0 && rowMask.dropped[p] === 0) early++;
  if (early > 0) notes.push(`${counted(early, "row")} dated before 1970: check that the times are right.`);
  notes.push(...twinNotes(source.users), ...twinNotes(source.items));
  return notes;
}
