import { type Answers, selectAnswers } from "../../data/answers.ts";
import { kCore } from "../../data/cleaning/k-core.ts";
import { renumber, renumberRows, shrinkVocabulary } from "../../data/cleaning/remap.ts";
import { dropRepeats } from "../../data/cleaning/repeats.ts";
import { counted } from "../../data/cleaning/report.ts";
import { dropWhere, leftRows, newRowMask, selectKept } from "../../data/cleaning/row-mask.ts";
import { selectItemFeatures, selectUserFeatures } from "../../data/cleaning/select-features.ts";
import { Dataset } from "../../data/dataset.ts";
import type { SourceData } from "../../data/source.ts";
import { InvalidInputError } from "../../errors.ts";
import { changeOption, either } from "../../remedy.ts";
import type { StudyStep } from "./step.ts";

export interface CleanLogOptions {
  /** Learners with fewer rows go, and courses with fewer rows, until nothing changes. */
  readonly minPerLearner: number;
  readonly minPerCourse: number;
}

/** A log made ready: one row a (learner, course), who and what only; the rest stands beside it, row by row. */
export interface CleanLog {
  readonly data: Dataset;
  /** Right or wrong, or a rating; NaN for rows that have none. Absent where the source has neither. */
  readonly scores?: Float64Array;
  readonly answers?: Answers;
  readonly steps: readonly StudyStep[];
}

/**
 * Takes out, in this order: incomplete rows, exact repeats, further attempts at the same course (the first attempt stays),
 * learners of low activity and rare courses. Every step is counted.
 *
 * @throws {InvalidInputError} when fewer than two learners or two courses are left
 */
export function cleanLog(source: SourceData, { minPerLearner, minPerCourse }: CleanLogOptions): CleanLog {
  const { interactions, answers } = source;
  const rowMask = newRowMask(interactions);
  const sides = { users: source.users.size, items: source.items.size };
  const steps: StudyStep[] = [];
  let before = rowMask.left + source.rejected.count;
  const note = (key: string, title: string, text: string): void => {
    steps.push({ key, title, unit: "rows", before, after: rowMask.left, text });
    before = rowMask.left;
  };
  note("rejected", "Reading", "Rows that cannot be read at all.");
  dropWhere(rowMask, isIncomplete(source));
  note("incomplete", "Incomplete logs", incompleteText(source));
  const { exact, pairs } = dropRepeats(rowMask, sides, "first");
  note(
    "repeats",
    "Repeats",
    `${counted(exact, "exact repeat")} and ${counted(pairs, "further row")} of a learner and course; the first attempt stays.`,
  );
  const kCoreResult = kCore(rowMask, sides, minPerLearner, minPerCourse);
  steps.push({
    key: "low-activity",
    title: "Learners of low activity",
    unit: "rows",
    before,
    after: before - kCoreResult.rowsOfUsers,
    text: `${counted(kCoreResult.users, "learner")} with fewer than ${counted(minPerLearner, "row")}.`,
  });
  before -= kCoreResult.rowsOfUsers;
  note(
    "rare",
    "Rare courses",
    `${counted(kCoreResult.items, "course")} with fewer than ${counted(minPerCourse, "row")}; this step and the one before it in turn until nothing changes (${counted(kCoreResult.rounds, "round")}).`,
  );
  const users = renumber(interactions.users, sides.users, rowMask);
  const items = renumber(interactions.items, sides.items, rowMask);
  for (const [noun, { kept }] of [
    ["learners", users],
    ["courses", items],
  ] as const)
    if (kept.length < 2) throw tooFew(noun, kept.length, steps);
  const rows = leftRows(rowMask);
  const { values, ...pairsOnly } = renumberRows(selectKept(rowMask), users, items);
  const chosen = answers && selectAnswers(answers, rows);
  const scores = chosen?.correct ?? values;
  return {
    data: new Dataset({
      name: source.name,
      users: shrinkVocabulary(source.users, users),
      items: shrinkVocabulary(source.items, items),
      interactions: pairsOnly,
      ...(source.itemFeatures && { itemFeatures: selectItemFeatures(source.itemFeatures, items) }),
      ...(source.userFeatures && { userFeatures: selectUserFeatures(source.userFeatures, users) }),
    }),
    ...(scores && { scores }),
    ...(chosen && { answers: chosen }),
    steps,
  };
}

function isIncomplete({ interactions: { values, times }, answers }: SourceData): (row: number) => boolean {
  const hasTimes = times?.some((time) => !Number.isNaN(time)) === true;
  return (row) =>
    answers?.incompleteMask[row] === 1 ||
    (values !== undefined && !Number.isFinite(values[row]!)) ||
    (hasTimes && Number.isNaN(times![row]!));
}

function incompleteText({ interactions: { values, times }, answers }: SourceData): string {
  const needed = [
    ...(answers ? ["the answer given", "the right one", "its duration"] : []),
    ...(values ? ["a rating"] : []),
    ...(times ? ["a time"] : []),
  ];
  return needed.length === 0
    ? "Rows have a learner and a course and nothing else, so none is incomplete."
    : `Rows without ${needed.join(", or ")}.`;
}

function tooFew(noun: string, left: number, steps: readonly StudyStep[]): InvalidInputError {
  const gone = steps.flatMap(({ title, before, after }) =>
    before > after ? [`${title.toLowerCase()} ${counted(before - after, "row")}`] : [],
  );
  return new InvalidInputError(
    `The number of ${noun} left after cleaning`,
    gone.length > 0 ? `at least 2 (left out: ${gone.join(", ")})` : "at least 2",
    left,
    either(changeOption("lower", "minPerLearner"), changeOption("lower", "minPerCourse"), "Read more data."),
  );
}
