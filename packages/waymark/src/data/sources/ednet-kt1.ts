import { join } from "node:path";
import { SourceError } from "../../errors.ts";
import { AnswerColumns } from "../answers.ts";
import { catalogueFeatures } from "../io/catalogue.ts";
import { findFile, isFolderWith, listingOf } from "../io/folder.ts";
import { type InteractionTable, mergeTables } from "../io/interaction-table.ts";
import { readNamedColumns } from "../io/named-columns.ts";
import { type StreamOptions, streamRows } from "../io/stream-rows.ts";
import type { ReadOptions, Source, SourceData } from "../source.ts";
import { answerTo, readCorrectAnswers, readEdnetContents } from "./ednet-questions.ts";

/**
 * EdNet-KT1, answers to TOEIC questions: kt1_heavy_users.csv with user ids, and kt1_concatenated.csv, the logs of many
 * users one behind the other without ids, where a new user begins as `solving_id` falls ("segment-1", "segment-2" …).
 * A row says that a learner answered a question; repeated answers stay, for cleaning. Times are milliseconds in the
 * file. All 13,169 questions are in the catalogue, with part and tags as topics.
 *
 * @see Choi et al. 2020, EdNet, doi:10.1007/978-3-030-52240-7_13; github.com/riiid/ednet
 */
export const ednetKt1: Source = {
  key: "ednet-kt1",
  description: "EdNet-KT1 question logs (Riiid): kt1_heavy_users.csv, kt1_concatenated.csv and contents/questions.csv.",
  recognizes: (listing) =>
    isFolderWith(listing, "kt1_heavy_users.csv") || isFolderWith(listing, "kt1_concatenated.csv"),
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const named = findFile(listing, "kt1_heavy_users.csv");
  const nameless = findFile(listing, "kt1_concatenated.csv");
  const tables: InteractionTable[] = [];
  const answers = options.answers ? new AnswerColumns() : undefined;
  const right = answers ? await readCorrectAnswers(join(path, "contents"), options.signal) : new Map<string, string>();
  const streamed = { ...options, answers, right };
  if (named && answers) tables.push(await readAnswers(named, streamed));
  else if (named) {
    const columns = { user: "user_id", item: "question_id", time: "timestamp" };
    tables.push(await readNamedColumns(named, columns, options));
  }
  if (nameless) tables.push(await readSegments(nameless, streamed));
  if (tables.length === 0)
    throw new SourceError(
      path,
      "has no kt1_heavy_users.csv and no kt1_concatenated.csv.",
      "Name the folder with them.",
    );
  const { entries: catalogue, notes } = await readEdnetContents(
    join(path, "contents"),
    [{ name: "questions.csv", id: "question_id" }],
    options,
  );
  const { users, items, interactions, rejected } = mergeTables(
    tables,
    catalogue.map((question) => question.id),
  );
  const segments = users.ids.filter((id) => id.startsWith("segment-")).length;
  return {
    name: "ednet-kt1",
    users,
    items,
    interactions,
    rejected,
    ...(catalogue.length > 0 && { itemFeatures: catalogueFeatures(items, catalogue) }),
    ...(answers && { answers: answers.finish() }),
    notes: [
      ...notes,
      "A row is an answered question, right or wrong; the same question answered again is a repeated pair.",
      ...(segments > 0
        ? [`${segments} learners have no id in the file: a new one begins where solving_id falls.`]
        : []),
      ...new Set(tables.flatMap((table) => table.notes)),
    ],
  };
}

interface StreamedOptions extends StreamOptions {
  readonly answers: AnswerColumns | undefined;
  readonly right: ReadonlyMap<string, string>;
}

/** The log with ids, read with its answers. */
function readAnswers(path: string, options: StreamedOptions): Promise<InteractionTable> {
  return streamRows(path, ["user_id", "question_id", "timestamp", ...answerColumns], options, (field) => ({
    user: field("user_id"),
    ...answered(field, options),
  }));
}

function readSegments(path: string, options: StreamedOptions): Promise<InteractionTable> {
  let segment = 1;
  let previous = 0;
  const needed = ["solving_id", "question_id", "timestamp", ...(options.answers ? answerColumns : [])];
  return streamRows(path, needed, options, (field) => {
    const step = Number(field("solving_id"));
    if (step < previous) segment++;
    previous = step;
    return { user: `segment-${segment}`, ...answered(field, options) };
  });
}

const answerColumns = ["user_answer", "elapsed_time"];

/** What a row says beside its learner. `elapsed_time` is in milliseconds. */
function answered(field: (column: string) => string, { answers, right }: StreamedOptions) {
  const item = field("question_id");
  const time = field("timestamp");
  if (answers === undefined) return { item, time };
  const elapsed = field("elapsed_time");
  const seconds = elapsed === "" ? Number.NaN : Number(elapsed) / 1000;
  return { item, time, answer: answerTo(right.get(item), { given: field("user_answer"), time, seconds }) };
}
