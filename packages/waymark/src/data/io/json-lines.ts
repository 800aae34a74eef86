import { blocksOf, type DataFile } from "./data-file.ts";
import { DelimitedScanner } from "./delimited-scanner.ts";
import { decodeStrictly, type InteractionBuilder } from "./interaction-builder.ts";
import { isObject, jsonText, valueAt } from "./json-columns.ts";
import { recordLines } from "./json-records.ts";
import type { ColumnChoice, DelimitedLayout, JsonLinesLayout } from "./layout.ts";
import { notText } from "./rejected-rows.ts";
import type { RecordTaker } from "./scanned-record.ts";

/** Whole lines as the one field of a record: the separator is a byte that UTF-8 never holds. */
const wholeLines: DelimitedLayout = {
  kind: "delimited",
  delimiter: "\u0000",
  quote: "",
  hasHeader: false,
  names: ["line"],
};

/** Objects, one a line or as the layout says; what is none is rejected, and so is a row with an object for an id. */
export async function readJsonLines(
  file: DataFile,
  layout: JsonLinesLayout,
  columns: ColumnChoice,
  builder: InteractionBuilder,
  signal?: AbortSignal,
): Promise<void> {
  const { user, item, rating, time } = columns;
  const nameOf = (at: number | undefined) => (at === undefined ? undefined : layout.names[at]);
  const names = [nameOf(user), nameOf(item), nameOf(rating), nameOf(time)];
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const taker: RecordTaker = {
    take(record) {
      const bytes = record.bytes.subarray(record.start, record.end);
      const text = decodeStrictly(decoder, bytes);
      if (text === undefined) return builder.reject(notText, record.line, bytes);
      if (text.trim() === "") return;
      const object = parseObject(text);
      if (object === undefined) return builder.rejectText("not a JSON object", record.line, text);
      const values = names.map((name) => (name === undefined ? undefined : valueAt(object, name)));
      const [userText, , ratingText, timeText] = values.map(jsonText);
      const items = Array.isArray(values[1]) ? (values[1].length > 0 ? (values[1] as unknown[]) : [""]) : [values[1]];
      const flaw = flawOfIds(values[0], items);
      if (flaw !== undefined) return builder.rejectText(flaw, record.line, text);
      for (const one of items)
        builder.takeTexts(userText!, jsonText(one), ratingText!, timeText!, record.line, () => text);
    },
    reject: (reason, line, bytes) => builder.reject(reason, line, bytes),
  };
  const scanner = new DelimitedScanner(wholeLines, file.head, taker);
  const blocks = blocksOf(file, signal);
  for await (const block of layout.records ? recordLines(blocks, layout.records) : blocks) scanner.feed(block);
  scanner.finish();
}

/** Why these are no learner and no courses; a list of courses stands for a row each. */
function flawOfIds(user: unknown, items: readonly unknown[]): string | undefined {
  if (typeof user === "object" && user !== null)
    return `the learner is ${isObject(user) ? "an object" : "a list"}, not an id`;
  const inner = items.find((item) => typeof item === "object" && item !== null);
  if (inner === undefined) return undefined;
  return items.length === 1 && isObject(inner)
    ? "the course is an object, not an id"
    : "the course is a list of objects, not an id";
}

/** Sixteen digits in a row: a number that a double may not hold. */
const manyDigits = /\d{16}/;

/** Whole numbers too large for a double stay as they are written, so that different ids stay different. */
const keepLarge = (_key: string, value: unknown, context: { readonly source?: string }): unknown =>
  typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? "")
    ? context.source
    : value;

/** Numbers that Python writes and JSON does not have, outside texts. */
const noNumbers = /"(?:[^"\\]|\\.)*"|\b(?:NaN|Infinity)\b|-Infinity\b/g;

/** `undefined` for what is no JSON object. Whole numbers beyond 2⁵³ come as texts, NaN and infinities as null. */
export function parseObject(line: string): Record<string, unknown> | undefined {
  const found = parseStrictly(line);
  if (found !== undefined || !/NaN|Infinity/.test(line)) return found;
  return parseStrictly(line.replace(noNumbers, (part) => (part.startsWith('"') ? part : "null")));
}

function parseStrictly(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = manyDigits.test(line)
      ? JSON.parse(line, keepLarge as (key: string, value: unknown) => unknown)
      : JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // who calls counts the line
  }
}
