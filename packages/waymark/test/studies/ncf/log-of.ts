import { AnswerColumns } from "../../../src/data/answers.ts";
import { nothingRejected, type SourceData } from "../../../src/data/source.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";

type LogRow = readonly [user: string, item: string, time: number, correct?: number, isComplete?: boolean];

/** A log as a source hands it over; with answers where the first row has one. */
export function logOf(rows: readonly LogRow[]): SourceData {
  const users = Vocabulary.from(
    "learner",
    rows.map(([user]) => user),
  );
  const items = Vocabulary.from(
    "course",
    rows.map(([, item]) => item),
  );
  const answers = new AnswerColumns();
  for (const [, , , correct = Number.NaN, isComplete = true] of rows) answers.add({ correct, seconds: 10, isComplete });
  return {
    name: "log",
    users,
    items,
    interactions: {
      users: Uint32Array.from(rows, ([user]) => users.index(user)),
      items: Uint32Array.from(rows, ([, item]) => items.index(item)),
      times: Float64Array.from(rows, ([, , time]) => time),
    },
    rejected: nothingRejected,
    ...(rows[0]?.[3] !== undefined && { answers: answers.finish() }),
  };
}
