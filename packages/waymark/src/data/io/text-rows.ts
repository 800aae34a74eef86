import { blocksOf, type DataFile } from "./data-file.ts";
import { DelimitedScanner } from "./delimited-scanner.ts";
import { decodeStrictly, fieldText } from "./interaction-builder.ts";
import { jsonText, valueAt } from "./json-columns.ts";
import { parseObject } from "./json-lines.ts";
import { recordLines } from "./json-records.ts";
import { fixedLayout, type Layout } from "./layout.ts";
import { rootsOf, textsOf } from "./parquet.ts";
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
  const decoder = new TextDecoder("utf-8", { fatal: true });
  if (layout.kind === "delimited") {
    const width = layout.names.length;
    const taker = {
      take(record: Parameters<typeof fieldText>[0] & { readonly fieldCount: number; readonly line: number }) {
        if (record.fieldCount !== width) return;
        const texts = unlessNoText(() => columns.map((at) => fieldText(record, at, decoder).trim()));
        if (texts) take(texts, record.line);
      },
      reject: () => {},
    };
    await scanFile(file, layout, taker, signal);
    return;
  }
  const wholeLines = fixedLayout("\u0000", ["line"]);
  const taker = {
    take({ bytes, start, end, line }: { bytes: Uint8Array; start: number; end: number; line: number }) {
      const text = decodeStrictly(decoder, bytes.subarray(start, end));
      const object = text === undefined ? undefined : parseObject(text);
      if (object)
        take(
          columns.map((at) => jsonText(valueAt(object, layout.names[at]!)).trim()),
          line,
        );
    },
    reject: () => {},
  };
  const scanner = new DelimitedScanner(wholeLines, file.head, taker);
  const blocks = blocksOf(file, signal);
  for await (const block of layout.records ? recordLines(blocks, layout.records) : blocks) scanner.feed(block);
  scanner.finish();
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
  const roots = rootsOf(read);
  let line = 0;
  for await (const cells of parquet.ranges(roots)) {
    signal?.throwIfAborted();
    const textsIn = new Map(read.map((column) => [column, textsOf(column, cells[roots.indexOf(column.root)]!)]));
    for (let row = 0; row < (cells[0]?.length ?? 0); row++)
      take(
        chosen.map((column) => (textsIn.get(column)?.[row] ?? "").trim()),
        ++line,
      );
  }
}

/** `undefined` where a fatal decoder finds bytes that are no text. */
function unlessNoText(read: () => string[]): string[] | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
