import { blocksOf, type DataFile } from "./data-file.ts";
import { DelimitedScanner } from "./delimited-scanner.ts";
import { decodeStrictly, type InteractionBuilder } from "./interaction-builder.ts";
import type { ColumnChoice, DelimitedLayout, JsonLinesLayout } from "./layout.ts";
import { notText } from "./rejected-rows.ts";
import type { RecordTaker } from "./scanned-record.ts";

/** Whole lines as the one field of a record: the separator is a byte that UTF-8 never holds. */
const wholeLines: DelimitedLayout = {
  kind: "delimited",
  delimiter: "\u0000",
  quote: "",
  encoding: "utf-8",
  hasHeader: false,
  names: ["line"],
};

/** One object a line; a line that is no JSON object is rejected. */
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
      const [userText, itemText, ratingText, timeText] = names.map((name) =>
        name === undefined ? "" : jsonAt(object, name),
      );
      builder.takeTexts(userText!, itemText!, ratingText!, timeText!, record.line, () => text);
    },
    reject: (reason, line, bytes) => builder.reject(reason, line, bytes),
  };
  const scanner = new DelimitedScanner(wholeLines, file.head, taker);
  for await (const block of blocksOf(file, signal)) scanner.feed(block);
  scanner.finish();
}

/** Sixteen digits in a row: a number that a double may not hold. */
const manyDigits = /\d{16}/;

/** Whole numbers too large for a double stay as they are written, so that different ids stay different. */
const keepLarge = (_key: string, value: unknown, context: { readonly source?: string }): unknown =>
  typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? "")
    ? context.source
    : value;

/** `undefined` for what is no JSON object. Whole numbers beyond 2⁵³ come as texts. */
export function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = manyDigits.test(line)
      ? JSON.parse(line, keepLarge as (key: string, value: unknown) => unknown)
      : JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // who calls counts the line
  }
}

/** The value of an own key: a name such as "constructor" that an object lacks is blank. */
export const jsonAt = (object: Readonly<Record<string, unknown>>, name: string): string =>
  Object.hasOwn(object, name) ? jsonText(object[name]) : "";

/** A JSON value as a table would show it; absent and null are blank. */
export const jsonText = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
