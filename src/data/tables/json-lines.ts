import { blocksOf, type DataFile } from "./data-file.ts";
import { DelimitedScanner } from "./delimited-scanner.ts";
import type { InteractionBuilder } from "./interaction-builder.ts";
import type { ColumnChoice, DelimitedLayout, JsonLinesLayout } from "./layout.ts";
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

/** One object a line; a line that is no JSON object is refused. */
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
  const decoder = new TextDecoder();
  const taker: RecordTaker = {
    take(record) {
      const text = decoder.decode(record.bytes.subarray(record.start, record.end));
      if (text.trim() === "") return;
      const object = parseObject(text);
      if (object === undefined) return builder.refuseText("not a JSON object", record.line, text);
      const [userText, itemText, ratingText, timeText] = names.map((name) =>
        name === undefined ? "" : jsonText(object[name]),
      );
      builder.takeTexts(userText!, itemText!, ratingText!, timeText!, record.line, () => text);
    },
    refuse: (reason, line, bytes) => builder.refuse(reason, line, bytes),
  };
  const scanner = new DelimitedScanner(wholeLines, file.head, taker);
  for await (const block of blocksOf(file, signal)) scanner.feed(block);
  scanner.finish();
}

/** `undefined` for what is no JSON object. */
export function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // who calls counts the line
  }
}

/** A JSON value as a table would show it; absent and null are blank. */
export const jsonText = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
