import { basename, dirname, join, resolve } from "node:path";
import { SourceError } from "../../errors.ts";
import { AnswerColumns } from "../answers.ts";
import { catalogueFeatures } from "../io/catalogue.ts";
import { listingOf } from "../io/folder.ts";
import { type InteractionTable, mergeTables } from "../io/interaction-table.ts";
import { readNamedRecords } from "../io/read-records.ts";
import { streamRows } from "../io/stream-rows.ts";
import type { Listing, ReadOptions, Source, SourceData } from "../source.ts";
import { answerTo, readCorrectAnswers, readEdnetContents } from "./ednet-questions.ts";

const logName = /^(u\d+)\.csv(\.gz|\.zst)?$/;

/**
 * EdNet-KT4, everything learners did in the application: one file a learner, u1.csv, u2.csv …, whose name is the id.
 * An answered question (`respond`, q…) and an opened lecture (`enter`, l…) are interactions; other actions (playing
 * audio, erasing a choice, opening bundles and explanations, paying) are counted in the notes. Repeated pairs stay, for
 * cleaning. Times are milliseconds in the files. An answer's duration, which KT4 does not have, is the time since the learner
 * last opened something (a bundle, an explanation).
 *
 * @see Choi et al. 2020, EdNet, doi:10.1007/978-3-030-52240-7_13; github.com/riiid/ednet
 */
export const ednetKt4: Source = {
  key: "ednet-kt4",
  description: "EdNet-KT4 activity logs (Riiid): a folder of u1.csv, u2.csv …, one a learner.",
  recognizes: async (listing) => {
    const logs = logsIn(listing);
    if (logs.length === 0) return false;
    const first = await readNamedRecords(join(listing.path, logs[0]!)).catch(() => undefined);
    return first?.names.includes("action_type") === true;
  },
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const folder = await logFolder(path);
  const tables: InteractionTable[] = [];
  let others = 0;
  const contents = join(dirname(resolve(folder.path)), "contents");
  const answers = options.answers ? new AnswerColumns() : undefined;
  const right = answers ? await readCorrectAnswers(contents, options.signal) : new Map<string, string>();
  const needed = ["action_type", "item_id", "timestamp", ...(answers ? ["user_answer", "platform"] : [])];
  for (const name of logsIn(folder)) {
    const user = logName.exec(name)![1]!;
    let entered = Number.NaN; // when the learner last opened something
    const table = await streamRows(join(folder.path, name), needed, { ...options, answers }, (field) => {
      const action = field("action_type");
      const item = field("item_id");
      const time = field("timestamp");
      if (action === "enter") entered = Number(time);
      if (!isInteraction(action, item)) {
        others++;
        return undefined;
      }
      if (answers === undefined) return { user, item, time };
      const given = field("user_answer");
      const platform = field("platform");
      const seconds = (Number(time) - entered) / 1000;
      const answer =
        action === "respond"
          ? answerTo(right.get(item), { given, time, seconds, platform })
          : { correct: Number.NaN, seconds: Number.NaN, isComplete: time !== "", platform }; // an opened lecture
      return { user, item, time, answer };
    });
    tables.push(table);
  }
  const { entries: catalogue, notes } = await readEdnetContents(
    contents,
    [
      { name: "questions.csv", id: "question_id" },
      { name: "lectures.csv", id: "lecture_id" },
    ],
    options,
  );
  const { users, items, interactions, rejected } = mergeTables(
    tables,
    catalogue.map((entry) => entry.id),
  );
  return {
    name: "ednet-kt4",
    users,
    items,
    interactions,
    rejected,
    ...(catalogue.length > 0 && { itemFeatures: catalogueFeatures(items, catalogue) }),
    ...(answers && { answers: answers.finish() }),
    notes: [
      ...notes,
      "A row is an answered question or an opened lecture; the same one again is a repeated pair.",
      `${others.toLocaleString("en")} other actions (audio, erased choices, bundles, explanations, payments) are not rows.`,
    ],
  };
}

const isInteraction = (action: string, id: string): boolean =>
  (action === "respond" && id.startsWith("q")) || (action === "enter" && id.startsWith("l"));

const logsIn = ({ isFolder, names }: Listing): string[] =>
  isFolder ? [...names].filter((name) => logName.test(name)).sort() : [];

/** The folder itself, or `kt4` (as in the published archive: `KT4`) inside it. */
async function logFolder(path: string): Promise<Listing> {
  const listing = await listingOf(path);
  if (logsIn(listing).length > 0) return listing;
  const inner = [...listing.names].find((name) => name.toLowerCase() === "kt4");
  const folder = inner !== undefined && (await listingOf(join(path, inner)));
  if (folder && logsIn(folder).length > 0) return folder;
  throw new SourceError(
    path,
    "has no files u1.csv, u2.csv … in it.",
    `Name the folder that holds them, not ${basename(path)}.`,
  );
}
