import { type FileHandle, open } from "node:fs/promises";
import type { AsyncBuffer, Compressors, DecodedArray, ParquetScan, SchemaTree } from "hyparquet";
import { type CellText, cellTextOf, readPhysically } from "./parquet-text.ts";

/**
 * Rows decoded at a time: a row group as a rule. Memory follows this, not the file. Not less, since a range inside a row
 * group costs decoding its pages up to there, and some writers make one page of a whole column.
 */
const decodedAtOnce = 2 ** 22;
/** Rows handed over at a time. */
const rowsAtOnce = 2 ** 16;

/** A column of a Parquet file. */
export interface ParquetColumn {
  /** Keys with dots between for a field of a structure: `actor.account.name`. */
  readonly name: string;
  /** The column of the file, and the keys inside its structures. */
  readonly root: string;
  readonly keys: readonly string[];
  /** How its cells read as text; `undefined` for lists and maps. */
  readonly text: CellText | undefined;
}

/**
 * A Parquet file, read by ranges of rows within its row groups. Whatever is wrong with its bytes is thrown unchanged; the
 * caller names the file. Dispose of it to close the file.
 */
export class ParquetFile implements AsyncDisposable {
  readonly columns: readonly ParquetColumn[];
  readonly #handle: FileHandle;
  readonly #scan: ParquetScan;

  private constructor(handle: FileHandle, scan: ParquetScan, columns: readonly ParquetColumn[]) {
    this.#handle = handle;
    this.#scan = scan;
    this.columns = columns;
  }

  static async open(path: string): Promise<ParquetFile> {
    const { parquetMetadataAsync, parquetScan, parquetSchema } = await import("hyparquet");
    const handle = await open(path);
    try {
      const file = bytesOf(handle, (await handle.stat()).size);
      const metadata = await parquetMetadataAsync(file, { geoparquet: false });
      const columns = parquetSchema(metadata).children.flatMap((child) => columnsIn(child, []));
      const scan = await parquetScan({ file, metadata, compressors: await parquetCodecs(), ...readPhysically });
      return new ParquetFile(handle, scan, columns);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * The chosen columns of the file, structures as a whole, range by range in the order of the file; one array of cells a column, `undefined` or `null` for no value.
   * @param limit rows after which reading stops; the last range may be shorter for it
   */
  async *ranges(names: readonly string[], limit = Number.POSITIVE_INFINITY): AsyncGenerator<readonly DecodedArray[]> {
    let left = limit;
    for (const group of this.#scan.ranges)
      for (let start = group.rowStart; start < group.rowEnd && left > 0; start += decodedAtOnce) {
        const end = Math.min(start + decodedAtOnce, group.rowEnd, start + left);
        const decoded: DecodedArray[] = [];
        for (const column of names) decoded.push(await this.#cells(column, start, end));
        for (let from = 0; from < end - start; from += rowsAtOnce)
          yield decoded.map((cells) => cells.slice(from, from + rowsAtOnce));
        left -= end - start;
      }
  }

  async #cells(column: string, rowStart: number, rowEnd: number): Promise<DecodedArray> {
    const cells = await this.#scan.readColumn({ column, rowStart, rowEnd });
    if (cells.length !== rowEnd - rowStart)
      throw new RangeError(`${column} has ${cells.length} of the ${rowEnd - rowStart} rows from ${rowStart} on.`);
    return cells;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

function columnsIn({ element, children }: SchemaTree, parents: readonly string[]): ParquetColumn[] {
  const keys = [...parents, element.name];
  const isRepeated = element.repetition_type === "REPEATED";
  const isList = element.converted_type !== undefined || element.logical_type !== undefined; // LIST and MAP
  if (children.length > 0 && !isRepeated && !isList) return children.flatMap((child) => columnsIn(child, keys));
  const text = children.length > 0 || isRepeated ? undefined : cellTextOf(element);
  return [{ name: keys.join("."), root: keys[0]!, keys: keys.slice(1), text }];
}

function bytesOf(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const bytes = new Uint8Array(new ArrayBuffer(end - start));
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) throw new RangeError(`The file ends before byte ${end}.`);
        at += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

import * as zlib from "node:zlib"; // whole: an older Node lacks zstd, and must get as far as the check of its version

/**
 * The codecs a Parquet page may be packed with. Node's own libraries unpack gzip, zstd and Brotli, natively and with their
 * check sums verified; Snappy and both forms of LZ4 come from hyparquet-compressors.
 */
async function parquetCodecs(): Promise<Compressors> {
  const { compressors } = await import("hyparquet-compressors");
  return {
    ...compressors,
    GZIP: (packed) => plainBytes(zlib.gunzipSync(packed)),
    ZSTD: (packed) => plainBytes(zlib.zstdDecompressSync(packed)),
    BROTLI: (packed) => plainBytes(zlib.brotliDecompressSync(packed)),
  };
}

/** A plain view: the reader builds further views of the class it is given, and slices of a `Buffer` share its bytes. */
const plainBytes = ({ buffer, byteOffset, byteLength }: Buffer): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
