import { basename } from "node:path";
import { counted } from "./cleaning/report.ts";
import type { Interactions } from "./interactions.ts";
import { alignRows, mergeVocabularies, stackRows } from "./io/interaction-table.ts";
import { addRejected, requireWholeFold } from "./io/rejected-rows.ts";
import type { SourceData } from "./source.ts";

/** Data of one's own split: each part as it was read, with its path. */
export interface ReadPart {
  readonly path: string;
  readonly data: SourceData;
}

export interface ReadParts {
  readonly train: ReadPart;
  readonly test: ReadPart;
  /** Belongs to the training rows when the test part is measured. */
  readonly validation?: ReadPart | undefined;
}

/**
 * Parts of a split as one source with one published fold, so that `predefined` gives the same rows back. Features come
 * from the training part, where all of its courses and learners are in every part's vocabulary.
 *
 * @throws {SourceError} (when the fold is asked for) when rows of a part were rejected: a part must be whole
 */
export function joinParts({ train, test, validation }: ReadParts): SourceData {
  const parts = validation ? [train, validation, test] : [train, test];
  const datas = parts.map(({ data }) => data);
  const users = mergeVocabularies(
    "learner",
    datas.map((data) => data.users),
  );
  const items = mergeVocabularies(
    "course",
    datas.map((data) => data.items),
  );
  const allRated = datas.every(({ interactions: { values } }) => values !== undefined);
  const rows = datas.map((data) => {
    const { values, ...others } = alignRows({ ...data, notes: [] }, users, items);
    return values && allRated ? { ...others, values } : others;
  });
  const learnt = stackRows(rows.slice(0, -1));
  const tested = rows.at(-1)!;
  const { itemFeatures, userFeatures } = train.data;
  const scales = datas.flatMap(({ scale }) => scale ?? []);
  return {
    name: `${train.data.name}+${basename(test.path)}`,
    users,
    items,
    interactions: stackRows([learnt, tested]),
    timesArePlaces: datas.some(({ timesArePlaces }) => timesArePlaces === true),
    rejected: addRejected(...datas.map(({ rejected }) => rejected)),
    ...(allRated &&
      scales.length === parts.length && {
        scale: { min: Math.min(...scales.map(({ min }) => min)), max: Math.max(...scales.map(({ max }) => max)) },
      }),
    ...(itemFeatures && items.size === train.data.items.size && { itemFeatures }),
    ...(userFeatures && users.size === train.data.users.size && { userFeatures }),
    publishedFolds: async () => {
      for (const { path, data } of parts) requireWholeFold(path, data.rejected);
      return [
        { name: "train and test files", train: learnt, test: tested, notes: foldNotes(learnt, tested, validation) },
      ];
    },
    notes: [
      ...new Set(datas.flatMap(({ notes = [] }) => notes)),
      ...(allRated || datas.every(({ interactions: { values } }) => values === undefined)
        ? []
        : ["Only some of the files have ratings: every row is read as an enrolment."]),
    ],
  };
}

/** What only the test part has, and where validation rows went. */
function foldNotes(learnt: Interactions, tested: Interactions, validation: ReadPart | undefined): readonly string[] {
  const [knownUsers, knownItems] = [new Set(learnt.users), new Set(learnt.items)];
  const newUsers = new Set(tested.users.filter((user) => !knownUsers.has(user)));
  const newItems = new Set(tested.items.filter((item) => !knownItems.has(item)));
  return [
    ...(validation
      ? [`${counted(validation.data.interactions.users.length, "validation row")} belong to the training rows here`]
      : []),
    ...(newUsers.size > 0
      ? [
          `${counted(newUsers.size, "learner")} of the test part without a training row: asked for as new learners, with an empty history`,
        ]
      : []),
    ...(newItems.size > 0
      ? [
          `${counted(newItems.size, "course")} of the test part without a training row: only models that read features of courses can find them`,
        ]
      : []),
  ];
}
