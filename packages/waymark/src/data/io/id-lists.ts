import { basename } from "node:path";
import { SourceError } from "../../errors.ts";
import { type DataFile, textOf } from "./data-file.ts";
import { IdDictionary } from "./id-dictionary.ts";
import type { InteractionTable } from "./interaction-table.ts";
import type { ReadTableOptions } from "./read-interactions.ts";
import { Rejections, rejectNothing } from "./rejected-rows.ts";
import { RowColumns } from "./row-columns.ts";
import { locateRecords } from "./split-records.ts";

export interface IdListOptions extends ReadTableOptions {
  /** Between ids; any number of spaces and tabs when absent. */
  readonly delimiter?: string;
  /** Between courses, where it is another than behind the learner. */
  readonly inner?: string | undefined;
  /** Lines passed over before the first list. @defaultValue 0 */
  readonly skipLines?: number;
  /** Times are wanted: the place in the line, 1, 2, 3 … @defaultValue false */
  readonly ordered?: boolean;
}

/**
 * Lines of the form "user item item item …". The whole text is in memory.
 * @throws {SourceError} for a file without lists, and with `strict` for the first learner without courses
 */
export async function readIdLists(file: DataFile, options: IdListOptions): Promise<InteractionTable> {
  const { signal, strict, ordered = false, skipLines = 0 } = options;
  const text = await textOf(file, signal);
  const userIds = new IdDictionary();
  const itemIds = new IdDictionary();
  const rows = new RowColumns(Math.ceil(text.length / 4), false, ordered);
  const rejections = new Rejections();
  const lists = [...listsOf(text, options.delimiter)].filter(
    ({ line, cells }) => line >= skipLines && cells.length > 0,
  );
  const hasColons = lists.every(({ cells }) => /.:$/.test(cells[0]!)); // `7: 12 13`
  for (const { line, cells } of lists) {
    const user = hasColons ? cells[0]!.slice(0, -1) : cells[0];
    const items = cells.slice(1).flatMap((cell) => (options.inner === undefined ? cell : idsIn(cell, options.inner)));
    if (user === undefined) continue;
    if (items.length === 0) {
      const reason = "no courses stand behind the learner";
      rejections.reject({ file: basename(file.path), line: line + 1, reason, text: cells.join(" ") });
      continue;
    }
    const userCode = userIds.codeOfText(user);
    items.forEach((item, place) => {
      rows.add(userCode, itemIds.codeOfText(item), 1, place + 1);
    });
  }
  const interactions = rows.finish();
  const rejected = rejections.toRows();
  if (strict) rejectNothing(file.path, rejected);
  if (interactions.users.length === 0)
    throw new SourceError(file.path, "holds no lists.", "Name a file with data in it.");
  const users = userIds.finish("learner", interactions.users);
  const items = itemIds.finish("course", interactions.items);
  return {
    users: users.vocabulary,
    items: items.vocabulary,
    interactions: {
      ...interactions,
      users: interactions.users.map((code) => users.indexes[code]!),
      items: interactions.items.map((code) => items.indexes[code]!),
    },
    rejected,
    notes: [],
  };
}

const idsIn = (cell: string, separator: string): string[] =>
  cell
    .split(separator)
    .map((id) => id.trim())
    .filter((id) => id !== "");

/** The ids of each line, without blank ones. */
function* listsOf(text: string, delimiter: string | undefined): Generator<{ line: number; cells: readonly string[] }> {
  const isSpace = delimiter === undefined || delimiter === " ";
  const records = isSpace
    ? text.split(/\r\n|\n|\r/).map((line, at) => ({ line: at, cells: line.split(/[ \t]+/) }))
    : locateRecords(text, delimiter, '"', Number.POSITIVE_INFINITY);
  for (const { line, cells } of records)
    yield { line, cells: cells.map((cell) => cell.trim()).filter((cell) => cell !== "") };
}
