import { InvalidInputError, SourceError } from "../../errors.ts";
import { changeOption, either } from "../../remedy.ts";
import type { ReadOptions } from "../source.ts";
import { type DataFile, notesOnFile, openDataFile } from "./data-file.ts";
import { type FoundLayout, findLayout } from "./find-layout.ts";
import { type IdListOptions, readIdLists } from "./id-lists.ts";
import type { ReadTable } from "./interaction-table.ts";
import { findLists, type ListLayout } from "./learner-lists.ts";
import { readLongTable } from "./long-table.ts";
import { rejectObjects } from "./nested-columns.ts";
import { findWideTable, readWideTable } from "./wide-table.ts";

type Shaped = Omit<ReadTable, "path">;

/** Any one file of interactions: a table with a row for each, a wide table, or lists. */
export async function readTable(path: string, options: ReadOptions): Promise<ReadTable> {
  const { encoding, sheet, signal } = options;
  const file = await openDataFile(path, signal, { encoding, sheet });
  const table = await readOpened(file, { ...options, ...delimiterOf(options.delimiter) });
  return { ...table, path: file.path, notes: [...notesOnFile(file), ...table.notes] };
}

async function readOpened(file: DataFile, options: ReadOptions): Promise<Shaped> {
  const { layout: asked, columns = {}, delimiter, skipLines, signal } = options;
  if (asked === "lists") return readLists(file, options, findLists(file, delimiter, skipLines ?? 0)?.layout);
  const wanted = Object.values(columns).filter((name) => name !== undefined);
  const found = await findLayout(file, { delimiter, skipLines, wanted, signal }).catch((error: unknown) => {
    if (asked === undefined && findLists(file, delimiter, skipLines ?? 0)?.verdict === "lists") return undefined;
    throw error;
  });
  const isOpen = asked === undefined && wanted.length === 0;
  const delimited = found?.layout.kind === "delimited" ? found.layout : undefined;
  if (found === undefined || (isOpen && delimited && (!delimited.hasHeader || delimited.names.length === 2))) {
    const above = delimited?.skipLines ?? skipLines;
    const lists = findLists(file, delimiter, above ?? 0);
    if (lists?.verdict === "lists") return readLists(file, { ...options, skipLines: above ?? 0 }, lists.layout);
    if (lists?.verdict === "unclear") throw unclear(file);
  }
  return readRows(file, found!, options);
}

async function readRows(file: DataFile, found: FoundLayout, options: ReadOptions): Promise<Shaped> {
  const { layout: asked, columns = {} } = options;
  rejectObjects(file.path, found, columns);
  const wide = asked === "long" ? undefined : findWideTable(found, columns, asked === "wide");
  if (wide) {
    const table = await readWideTable(file, wide, options);
    return { ...table, layout: "wide", notes: [...wide.notes, ...table.notes] };
  }
  if (asked === "wide")
    throw new SourceError(
      file.path,
      `is no wide table: it needs a header, a column of learners and columns of grades. Its columns are: ${found.layout.names.join(", ")}.`,
      changeOption("omit", "layout"),
    );
  return readLongTable(file, found, options);
}

async function readLists(
  file: DataFile,
  { signal, strict, skipLines = 0 }: ReadOptions,
  layout: ListLayout | undefined,
): Promise<Shaped> {
  const lists: IdListOptions = {
    signal,
    strict,
    delimiter: layout?.delimiter ?? " ",
    inner: layout?.inner,
    skipLines: skipLines + (layout?.hasHeader ? 1 : 0),
  };
  const table = await readIdLists(file, lists);
  const shown = { " ": "spaces", "\t": "tabs" }[lists.delimiter!] ?? JSON.stringify(lists.delimiter);
  const note = `Read as lists: a learner and then the learner's courses on each line, separated by ${shown}.`;
  return { ...table, layout: "lists", notes: [note, ...table.notes] };
}

const unclear = (file: DataFile): SourceError =>
  new SourceError(
    file.path,
    "may hold a learner and a list of courses on each line, or a learner, a course and a rating: the third column has the ids of the second.",
    either(changeOption("set", "layout", "lists"), changeOption("set", "layout", "long")),
  );

/** As typed: `\\t` and `tab` are the tabulator. @throws {InvalidInputError} */
function delimiterOf(given: string | undefined): { readonly delimiter?: string } {
  if (given === undefined) return {};
  const delimiter = given === "\\t" || given === "tab" ? "\t" : given;
  if (delimiter !== "" && !/["\r\n]/.test(delimiter)) return { delimiter };
  throw new InvalidInputError("delimiter", "one or more characters, no quotation mark and no line end", given);
}
