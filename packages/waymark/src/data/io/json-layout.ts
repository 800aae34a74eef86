import { SourceError } from "../../errors.ts";
import { isKnownColumn } from "./column-names.ts";
import type { DataFile } from "./data-file.ts";
import type { FoundLayout } from "./found-layout.ts";
import { columnsOf, isObject, jsonText, valueAt } from "./json-columns.ts";
import { parseObject } from "./json-lines.ts";
import { JsonRecords } from "./json-records.ts";
import { suggestColumns } from "./nested-columns.ts";

const sampleRows = 100;

/**
 * The form and the columns of a JSON file: an object a line, objects over several lines, one array of them, or an object
 * with such an array inside (`{"data": [{…}, …]}`).
 *
 * @throws {SourceError} for JSON without records, or with several arrays that may be meant
 */
export function jsonLayout(file: DataFile, text: string): FoundLayout {
  const records = isJsonLines(text) ? undefined : pathOfRecords(file, text);
  const objects = sampleOf(text, records);
  if (objects.length === 0)
    throw new SourceError(
      file.path,
      "begins like JSON, but no JSON object was found in it.",
      "Write one object a line.",
    );
  const names = columnsOf(objects);
  const sample = objects.map((object) => names.map((name) => jsonText(valueAt(object, name))));
  const suggested = suggestColumns(names, sample);
  return {
    layout: { kind: "json-lines", names, ...(records && { records }) },
    sample,
    ...(suggested && { suggested }),
  };
}

/** The first line is an object, and it is not the whole file with an array of records inside. */
function isJsonLines(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (parseObject(lines[0]!)) return lines.length > 1 || (arraysOf(text).length === 0 && !looksLikeColumns(text));
  const some = lines.slice(0, 20);
  return some.filter((line) => parseObject(line)).length > some.length / 2; // the first is damaged
}

function sampleOf(text: string, records: readonly string[] | undefined): Record<string, unknown>[] {
  let lines = text;
  if (records) {
    const splitter = new JsonRecords(records);
    lines = new TextDecoder().decode(splitter.feed(new TextEncoder().encode(text)).slice());
  }
  return lines
    .split("\n")
    .map((line) => parseObject(line))
    .filter((object) => object !== undefined)
    .slice(0, sampleRows);
}

function pathOfRecords(file: DataFile, text: string): readonly string[] {
  if (/^\s*\[\s*\[/.test(text))
    throw new SourceError(file.path, "is an array of arrays, which have no names.", "Write objects, or CSV.");
  if (/^\s*\[/.test(text) || topLevelObjects(text) > 1) return [];
  const found = arraysOf(text);
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    if (topLevelObjects(text) > 0 && !looksLikeColumns(text)) return [];
    throw new SourceError(
      file.path,
      "is one JSON object without an array of records.",
      'Write an array of objects, one for each row: [{"learner": …, "course": …}, …].',
    );
  }
  const fitting = found.filter((path) => columnsOf(sampleOf(text, path)).filter(isKnownColumn).length > 1);
  if (fitting.length === 1) return fitting[0]!;
  const listed = found.map((path) => path.join(".")).join(", ");
  throw new SourceError(
    file.path,
    `holds several arrays of records: ${listed}.`,
    "Save the one with the enrolments as a file of its own.",
  );
}

/** One whole object whose values are lists or objects by row: a table written column by column. */
function looksLikeColumns(text: string): boolean {
  const object = parseObject(text);
  const values = object ? Object.values(object) : [];
  return values.length > 1 && values.every((value) => Array.isArray(value) || isObject(value));
}

/** How many objects end at the top level of the text. */
function topLevelObjects(text: string): number {
  const lines = new JsonRecords([]).feed(new TextEncoder().encode(text));
  return new TextDecoder()
    .decode(lines)
    .split("\n")
    .filter((line) => line.trim() !== "").length;
}

/** Paths of all arrays of objects that stand in no other array. */
function arraysOf(text: string): string[][] {
  const found: string[][] = [];
  const keys: string[] = [];
  const open: string[] = [];
  let last = "";
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [mark] = match;
    if (mark[0] === '"') last = mark.slice(1, -1);
    else if (mark === ":") keys[keys.length - 1] = last;
    else if (mark === "{") {
      open.push(mark);
      keys.push("");
    } else if (mark === "[") {
      if (!open.includes("[") && /^\s*\{/.test(text.slice(token.lastIndex, token.lastIndex + 200)))
        found.push([...keys]);
      open.push(mark);
    } else if (open.pop() === "{") keys.pop();
  }
  return found;
}
