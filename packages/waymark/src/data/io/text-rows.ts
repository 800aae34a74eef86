import type { DataFile } from "./data-file.ts";
import { decodeStrictly, fieldText } from "./interaction-builder.ts";
import { jsonAt, parseObject } from "./json-lines.ts";
import { fixedLayout, type Layout } from "./layout.ts";
import { ParquetFile } from "./parquet-file.ts";
import { scanFile } from "./read-interactions.ts";

/**
 * Hands the chosen columns of every row to `take` as texts without spaces around, "" where blank. Rows that cannot be cut into
 * the columns of the layout, or are no text, are passed over: whoever reads the interactions counts them.
 *
 * @param columns positions in `layout.names`
 */
export async function readTextRows(
  file: DataFile,
  layout: Layout,
  columns: readonly number[],
  take: (texts: readonly string[], line: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (layout.kind === "parquet") return readParquetTexts(file, layout.names, columns, take, signal);
  const encoding = layout.kind === "delimited" && layout.encoding === "latin-1" ? "latin1" : "utf-8";
  const decoder = new TextDecoder(encoding, { fatal: true });
  if (layout.kind === "delimited") {
    const width = layout.names.length;
    const taker = {
      take(record: Parameters<typeof fieldText>[0] & { readonly fieldCount: number; readonly line: number }) {
        if (record.fieldCount !== width) return;
        const texts = textsOf(() => columns.map((at) => fieldText(record, at, decoder).trim()));
        if (texts) take(texts, record.line);
      },
      reject: () => {},
    };
    return scanFile(file, layout, taker, signal);
  }
  const wholeLines = fixedLayout("\u0000", ["line"]);
  const taker = {
    take({ bytes, start, end, line }: { bytes: Uint8Array; start: number; end: number; line: number }) {
      const text = decodeStrictly(decoder, bytes.subarray(start, end));
      const object = text === undefined ? undefined : parseObject(text);
      if (object)
        take(
          columns.map((at) => jsonAt(object, layout.names[at]!).trim()),
          line,
        );
    },
    reject: () => {},
  };
  return scanFile(file, wholeLines, taker, signal);
}

async function readParquetTexts(
  file: DataFile,
  names: readonly string[],
  columns: readonly number[],
  take: (texts: readonly string[], line: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  await using parquet = await ParquetFile.open(file.path);
  const chosen = columns.map((at) => parquet.columns.find(({ name }) => name === names[at])!);
  const read = chosen.filter(({ text }) => text !== undefined);
  let line = 0;
  for await (const cells of parquet.ranges(read.map(({ name }) => name))) {
    signal?.throwIfAborted();
    const cellsOf = new Map(read.map((column, at) => [column, cells[at]!]));
    for (let row = 0; row < (cells[0]?.length ?? 0); row++) {
      const texts = chosen.map((column) => {
        const cell = cellsOf.get(column)?.[row];
        return cell == null ? "" : column.text!(cell).trim();
      });
      take(texts, ++line);
    }
  }
}

/** `undefined` where a fatal decoder finds bytes that are no text. */
function textsOf(read: () => string[]): string[] | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
