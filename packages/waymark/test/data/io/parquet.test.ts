import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, describe, expect, test } from "vitest";
import { openDataFile } from "../../../src/data/io/data-file.ts";
import { lookIntoParquet } from "../../../src/data/io/parquet.ts";
import { openSource } from "../../../src/data/open-source.ts";
import { SourceError } from "../../../src/errors.ts";
import { quoted, withDatabase } from "../database.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-parquet-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const duckdb = <T>(work: (connection: DuckDBConnection) => Promise<T>) => withDatabase(undefined, work);

/** A Parquet file that DuckDB writes. */
async function written(name: string, query: string, options = ""): Promise<string> {
  const path = join(folder, name);
  await duckdb((connection) => connection.run(`copy (${query}) to ${quoted(path)} (format parquet${options})`));
  return path;
}

const ratings = `select (i * 7919) % 977 as learner, 'course ' || (i * 31) % 499 as course,
  case when i % 10 = 0 then null else (i % 10) / 2 end as rating, timestamp '2024-05-01' + to_seconds(i) as "time"
  from range(20000) rows(i) order by i`;

describe("every codec and page format gives the rows DuckDB wrote", () => {
  const versions = ["V1", "V2"].map((version) => `, parquet_version '${version}'`);
  test.each(
    ["uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4_raw"].flatMap((codec) =>
      versions.map((version) => [codec, version] as const),
    ),
  )("%s%s", async (codec, version) => {
    const path = await written("codec.parquet", ratings, `, codec '${codec}', row_group_size 6144${version}`);
    const { data } = await openSource(path);
    expect(data.interactions.users.length).toBe(20_000);
    const { users, items, values, times } = data.interactions;
    for (let i = 0; i < 20_000; i += 97) {
      expect(data.users.id(users[i]!)).toBe(String((i * 7919) % 977));
      expect(data.items.id(items[i]!)).toBe(`course ${(i * 31) % 499}`);
      expect(values![i]).toBe(i % 10 === 0 ? Number.NaN : (i % 10) / 2);
      expect(times![i]).toBe(Date.UTC(2024, 4, 1) / 1000 + i);
    }
  });
});

describe("a cell reads as DuckDB's text of it", () => {
  test.each([
    ["whole numbers", ["tinyint", "smallint", "integer", "bigint"], ["-1", "0", "127"]],
    ["large whole numbers", ["bigint"], ["9007199254740993", "-9223372036854775808"]],
    ["unsigned numbers", ["utinyint", "usmallint", "uinteger", "ubigint"], ["0", "255"]],
    ["large unsigned numbers", ["ubigint"], ["18446744073709551615"]],
    [
      "numbers",
      ["double"],
      ["0", "-0.0", "7", "0.1", "1e15", "1e16", "1e-4", "1e-5", "1.5e-7", "1e300", "nan", "-inf"],
    ],
    ["single precision", ["float"], ["0", "7", "0.1", "4.35", "16777216", "123456789", "1e-5", "3.4e38", "inf"]],
    ["decimals", ["decimal(4,1)", "decimal(9,2)", "decimal(18,3)", "decimal(38,2)"], ["0.3", "-0.1", "100.5"]],
    ["large decimals", ["decimal(38,2)"], ["12345678901234567890.12", "-12345678901234567890.12"]],
    ["decimals without places", ["decimal(4,0)"], ["5", "-5"]],
    ["booleans", ["boolean"], ["true", "false"]],
    ["dates", ["date"], ["2024-05-01", "1969-12-31", "0012-01-01", "12024-01-01"]],
    ["times", ["timestamp", "timestamp_ms"], ["2024-05-01", "2024-05-01 12:30:00.5", "1960-02-29 23:59:59.25"]],
    ["fine times", ["timestamp", "timestamp_ns"], ["2024-05-01 12:30:00.123456", "1960-05-01 12:30:00.000001"]],
    ["times of the day", ["time"], ["12:30:00.5", "00:00:00"]],
    ["texts", ["varchar"], ["", "Ünïcödé 数 🎓", "a,b"]],
    ["identifiers", ["uuid"], ["123e4567-e89b-12d3-a456-426614174000"]],
    ["bytes", ["blob"], ["abc", "x-1"]],
  ])("%s", async (_, types, values) => {
    for (const type of types) {
      const rows = values.map((value) => `select ${quoted(value)}::${type} as cell`).join(" union all ");
      const path = await written("cells.parquet", `select cell, 1 as other from (${rows} union all select null)`);
      const theirs = await duckdb(async (connection) =>
        (
          await connection.runAndReadAll(`select coalesce(cell::varchar, '') from read_parquet(${quoted(path)})`)
        ).getRowsJS(),
      );
      const { sample } = await lookIntoParquet(await openDataFile(path), 100);
      expect(
        sample.map(([cell]) => cell),
        type,
      ).toEqual(theirs.map(([cell]) => cell));
    }
  });

  test("times with a zone are the same instants", async () => {
    const path = await written("zone.parquet", "select timestamptz '2024-05-01 12:30:00.5+02' as at, 1 as other");
    const { sample } = await lookIntoParquet(await openDataFile(path), 1);
    expect(sample[0]![0]).toBe("2024-05-01 10:30:00.5+00");
  });
});

test("rows that cannot be used are refused by number, over ranges and row groups", async () => {
  const path = await written(
    "refused.parquet",
    `select case when i % 150000 = 149999 then null else 'u' || i % 5 end as learner, 'c' || i % 7 as course,
       case when i = 299998 then 'inf'::double else 3 end as rating from range(300000) rows(i) order by i`,
    ", row_group_size 200000",
  );
  const { data } = await openSource(path);
  expect(data.interactions.users.length).toBe(299_997);
  expect(data.rejected.examples.map(({ line, reason }) => [line, reason])).toEqual([
    [150_000, "the learner is blank"],
    [299_999, "the rating is not a finite number"],
    [300_000, "the learner is blank"],
  ]);
});

test("bytes without a type are read as UTF-8, and refused with the row and a remedy where they are none", async () => {
  const path = await written(
    "bytes.parquet",
    "select 'caf\\xC3\\xA9'::blob as learner, 'c' as course, '\\xFF\\xFE'::blob as picture from range(3)",
  );
  expect((await openSource(path)).data.users.ids).toEqual(["café"]);
  await expect(openSource(path, { columns: { item: "picture" } })).rejects.toThrow(
    /"picture" holds bytes that are no UTF-8 text, in row 1 for the first time\. Choose another column, or write/,
  );
});

test("fields of structures are columns with dots in their names; a structure is no id", async () => {
  const path = await written(
    "structures.parquet",
    `select {'id': n, 'name': 'Ann', 'home': {'town': 'x'}} as learner, {'code': 'c'} as course, 4 as rating
     from range(2) as t(n)`,
  );
  const { names } = await lookIntoParquet(await openDataFile(path), 1);
  expect(names).toEqual(["learner.id", "learner.name", "learner.home.town", "course.code", "rating"]);
  const { data } = await openSource(path);
  expect([data.users.ids, data.items.ids]).toEqual([["0", "1"], ["c"]]);
  const town = await openSource(path, { columns: { user: "learner.home.town" } });
  expect(town.data.users.ids).toEqual(["x"]);
  await expect(openSource(path, { columns: { user: "learner" } })).rejects.toThrow(
    /The column learner holds objects, which are no ids; its fields are: learner\.id, learner\.name, learner\.home\.town\./,
  );
});

test("columns of lists are passed over, and refused where they are asked for", async () => {
  const path = await written(
    "nested.parquet",
    "select 'u' as learner, 'c' as course, [1, 2] as tags, {'a': 1} as extra, 4 as rating from range(3)",
  );
  const { names, sample } = await lookIntoParquet(await openDataFile(path), 1);
  expect(names).toEqual(["learner", "course", "tags", "extra.a", "rating"]);
  expect(sample).toEqual([["u", "c", "", "1", "4"]]);
  expect((await openSource(path)).data.interactions.users.length).toBe(3);
  const error = await openSource(path, { columns: { item: "tags" } }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SourceError);
  expect((error as Error).message).toMatch(/"tags" holds lists or maps/);
});

test("a file that is cut short or altered is damaged, wherever; nothing of it is used", async () => {
  const path = await written("whole.parquet", ratings, ", codec 'zstd'");
  const bytes = readFileSync(path);
  const damaged = join(folder, "damaged.parquet");
  const expectDamage = async () => {
    const error = await openSource(damaged).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceError);
    expect((error as Error).message).toMatch(/is a damaged Parquet file/);
  };
  for (const length of [8, bytes.length >> 1, bytes.length - 1]) {
    writeFileSync(damaged, bytes);
    truncateSync(damaged, length);
    await expectDamage();
  }
  for (const from of [4, 2000, bytes.length - 60]) {
    writeFileSync(damaged, Uint8Array.from(bytes).fill(0xee, from, from + 40));
    await expectDamage();
  }
});

test("texts that are not UTF-8 are damage, not replacement characters", async () => {
  const path = await written(
    "latin.parquet",
    "select 'xyz' as learner, 'c' as course from range(2)",
    ", codec 'uncompressed'",
  );
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf("xyz"); at >= 0; at = bytes.indexOf("xyz", at + 1)) bytes[at + 1] = 0xff;
  writeFileSync(path, bytes);
  await expect(openSource(path)).rejects.toThrow(/is a damaged Parquet file/);
});

test("stops when asked", async () => {
  const path = await written("stop.parquet", ratings);
  await expect(openSource(path, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});
