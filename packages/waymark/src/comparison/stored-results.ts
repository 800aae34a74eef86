import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { writeAtomically } from "../data/io/write-atomically.ts";
import { PerUserResults } from "../evaluation/per-user-results.ts";

/** Where the results of one model stand, and by what they are known to be whole. */
export interface StoredTables {
  /** Columns and users of the table of each fold. */
  readonly shapes: readonly { readonly columns: readonly string[]; readonly users: number }[];
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
}

/**
 * Writes the results per user of one model: for each fold the users (uint32), then the values (float64), little-endian and
 * compressed. Intervals and tests need them, so that a model need not be measured again.
 *
 * @throws {StorageError}
 */
export async function storeTables(path: string, tables: readonly PerUserResults[]): Promise<StoredTables> {
  const parts = tables.flatMap(({ users, values }) => [bytesOf(users), bytesOf(values)]);
  const packed = await promisify(gzip)(Buffer.concat(parts), { level: 1 });
  await writeAtomically(path, packed);
  const shapes = tables.map(({ columns, users }) => ({ columns, users: users.length }));
  return { shapes, digest: digestOf(packed) };
}

/** The results as they were written, to the last bit; `undefined` where the file is missing or another one. */
export async function readTables(path: string, stored: StoredTables): Promise<readonly PerUserResults[] | undefined> {
  const packed = await readFile(path).catch(() => undefined);
  if (packed === undefined || digestOf(packed) !== stored.digest) return undefined;
  const bytes = await promisify(gunzip)(packed);
  let at = 0;
  const take = (length: number): ArrayBuffer => Uint8Array.from(bytes.subarray(at, (at += length))).buffer;
  return stored.shapes.map(({ columns, users }) => {
    const table = new PerUserResults(new Uint32Array(take(4 * users)), columns);
    table.values.set(new Float64Array(take(8 * users * columns.length)));
    return table;
  });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array | Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
