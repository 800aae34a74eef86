import type { Answer } from "../answers.ts";
import type { CatalogueEntry } from "../io/catalogue.ts";
import { findFile, listingOf } from "../io/folder.ts";
import { columnOf, readNamedRecords } from "../io/read-records.ts";
import { noteRejected } from "../io/rejected-rows.ts";
import type { ReadOptions } from "../source.ts";

/**
 * EdNet's contents as catalogue: questions (and lectures) with their part of the TOEIC test (1–7) and their tags. There
 * are no texts. Empty where the folder has no contents.
 */
export async function readEdnetContents(
  folder: string,
  files: readonly { readonly name: string; readonly id: string }[],
  { signal }: ReadOptions,
): Promise<{ readonly entries: CatalogueEntry[]; readonly notes: readonly string[] }> {
  const listing = await listingOf(folder).catch(() => undefined);
  const entries: CatalogueEntry[] = [];
  const notes: string[] = [];
  for (const { name, id } of files) {
    const path = listing && findFile(listing, name);
    if (path === undefined) continue;
    const table = await readNamedRecords(path, signal);
    notes.push(...noteRejected(path, table.rejected));
    const ids = columnOf(table, id);
    const parts = columnOf(table, "part");
    const tags = columnOf(table, "tags");
    entries.push(...ids.map((item, at) => ({ id: item, topics: topicsOf(parts[at]!, tags[at]!) })));
  }
  return { entries, notes };
}

/** The right answer ("a" … "d") of each question; empty where the folder has no contents. */
export async function readCorrectAnswers(folder: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const listing = await listingOf(folder).catch(() => undefined);
  const path = listing && findFile(listing, "questions.csv");
  if (path === undefined) return new Map();
  const table = await readNamedRecords(path, signal);
  const answers = columnOf(table, "correct_answer");
  return new Map(columnOf(table, "question_id").map((id, at) => [id, answers[at]!]));
}

/** An answered question. It is complete with an answer, a time, and, where the log has durations, one of them. */
export function answerTo(
  right: string | undefined,
  { given, time, seconds, platform }: { given: string; time: string; seconds: number | undefined; platform?: string },
): Answer {
  return {
    correct: given === "" || right === undefined ? Number.NaN : Number(given === right),
    seconds: seconds ?? Number.NaN,
    isComplete: given !== "" && time !== "" && right !== undefined && !Number.isNaN(seconds),
    ...(platform && { platform }),
  };
}

/** −1 stands for "none". */
const topicsOf = (part: string, tags: string): string[] => [
  ...(Number(part) > 0 ? [`part ${part}`] : []),
  ...new Set(
    tags
      .split(";")
      .filter((tag) => Number(tag) >= 0 && tag !== "")
      .map((tag) => `tag ${tag}`),
  ),
];
