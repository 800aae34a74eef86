import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { SourceData } from "../../src/data/source.ts";
import { type RawRow, sourceOf } from "./clean-source.ts";

const known = new Map<string, SourceData>();

/** Columns of a gzipped CSV without quotes, in file order: read without our own readers, and once a test file. */
export function readRatings(
  path: string,
  columns: readonly [user: string, item: string, rating: string, time?: string],
): SourceData {
  const before = known.get(path);
  if (before) return before;
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split(/\r?\n/);
  const header = lines[0]!.split(",");
  const [user, item, rating, time = -1] = columns.map((column) => header.indexOf(column!)) as [number, number, number];
  const number = (text: string | undefined): number => (text ? Number(text) : Number.NaN);
  const rows = lines.slice(1).map((line): RawRow => {
    const fields = line.split(",");
    const row = [fields[user]!, fields[item]!, number(fields[rating])] as const;
    return time < 0 ? row : [...row, number(fields[time])];
  });
  const source = sourceOf(rows, { name: path });
  known.set(path, source);
  return source;
}
