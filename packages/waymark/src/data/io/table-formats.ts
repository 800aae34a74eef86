import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { delimitedTable } from "./delimited-table.ts";
import { jsonLinesTable } from "./json-lines-table.ts";
import { parquetTable } from "./parquet-table.ts";
import type { EncodeTable } from "./table.ts";

/** Ways to write a table, by the ending of the file's name. */
const formats: Readonly<Record<string, EncodeTable>> = {
  ".parquet": parquetTable,
  ".csv": delimitedTable(","),
  ".csv.gz": gzipped(delimitedTable(",")),
  ".tsv": delimitedTable("\t"),
  ".tsv.gz": gzipped(delimitedTable("\t")),
  ".jsonl": jsonLinesTable,
  ".jsonl.gz": gzipped(jsonLinesTable),
};

export const tableEndings: readonly string[] = Object.keys(formats);

/** `undefined` when the name has no ending that says how to write it. */
export function findTableFormat(path: string): EncodeTable | undefined {
  const name = path.toLowerCase();
  const ending = tableEndings.find((known) => name.endsWith(known));
  return ending === undefined ? undefined : formats[ending];
}

function gzipped(encode: EncodeTable): EncodeTable {
  return async function* (columns, pieces) {
    const gzip = createGzip();
    const filling = pipeline(encode(columns, pieces), gzip);
    filling.catch(() => undefined); // whoever reads the compressed bytes meets the same error
    yield* gzip as AsyncIterable<Uint8Array>;
    await filling;
  };
}
