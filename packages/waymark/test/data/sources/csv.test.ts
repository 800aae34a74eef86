import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { clean } from "../../../src/data/clean.ts";
import { openSource } from "../../../src/data/open-source.ts";
import type { ReadOptions, SourceData } from "../../../src/data/source.ts";
import { quoted, withDatabase } from "../database.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function file(content: string | Uint8Array, name = "table.csv"): string {
  const path = join(folder, `${files++}-${name}`);
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Uint8Array, options: ReadOptions = {}, name?: string): Promise<SourceData> {
  return (await openSource(file(content, name), { format: "csv", ...options })).data;
}

/** Rows with ids instead of indexes. */
function rowsOf({ users, items, interactions }: SourceData) {
  return Array.from(interactions.users, (user, row) => [
    users.id(user),
    items.id(interactions.items[row]!),
    ...(interactions.values ? [interactions.values[row]] : []),
    ...(interactions.times ? [interactions.times[row]] : []),
  ]);
}

describe("a table of one's own", () => {
  test("is read without a word about its columns when their names are sensible", async () => {
    const expected = [
      ["ann", "algebra", 4, 1000],
      ["bob", "algebra", 3.5, 2000],
    ];
    for (const header of [
      "user,item,rating,timestamp",
      "user_id,movie_id,rating,time",
      "Learner ID,Course ID,Grade,Date",
      "student,course,stars,at",
      "reviewerID,asin,overall,unixReviewTime",
    ])
      expect(rowsOf(await read(`${header}\nann,algebra,4,1000\nbob,algebra,3.5,2000\n`))).toEqual(expected);
  });

  test("may have any separator, any order and more columns than are needed", async () => {
    for (const separator of [",", "\t", ";", "|", "::", " "]) {
      const rows = [
        ["note", "course", "score", "learner"],
        ["x", "c1", "5", "u1"],
        ["y", "c2", "1", "u2"],
      ];
      const data = await read(rows.map((row) => row.join(separator)).join("\n"));
      expect(rowsOf(data)).toEqual([
        ["u1", "c1", 5],
        ["u2", "c2", 1],
      ]);
    }
  });

  test("may have no header: learner, course, rating and time in this order, as far as they are there", async () => {
    expect(rowsOf(await read("7,12,4,978300760\n8,12,3,978300761\n"))).toEqual([
      ["7", "12", 4, 978300760],
      ["8", "12", 3, 978300761],
    ]);
    expect(rowsOf(await read("7,12,978300760\n8,12,978300761\n"))).toEqual([
      ["7", "12", 978300760],
      ["8", "12", 978300761],
    ]);
    expect(rowsOf(await read("7 12\n8 13\n"))).toEqual([
      ["7", "12"],
      ["8", "13"],
    ]);
  });

  test("is read by the columns one names, by header or by position from 1", async () => {
    const text = "a,b,c,d\nu1,x,3,c1\nu2,y,4,c2\n";
    const expected = [
      ["u1", "c1", 3],
      ["u2", "c2", 4],
    ];
    expect(rowsOf(await read(text, { columns: { user: "a", item: "d", rating: "c" } }))).toEqual(expected);
    expect(rowsOf(await read(text, { columns: { user: "1", item: "4", rating: "3" } }))).toEqual(expected);
    expect(rowsOf(await read("u1,x,c1\nu2,y,c2\n", { columns: { user: "1", item: "3" } }))).toEqual([
      ["u1", "c1"],
      ["u2", "c2"],
    ]);
  });

  test("may be packed with gzip or zstd, begin with a byte order mark and hold quoted line breaks", async () => {
    const text = '\uFEFFuser,item,title,rating\nu1,c1,"a, ""b""\nc",2\nu2,"c,2",d,3\n';
    for (const content of [text, gzipSync(text), zstdCompressSync(text)])
      expect(rowsOf(await read(content))).toEqual([
        ["u1", "c1", 2],
        ["u2", "c,2", 3],
      ]);
  });

  test("may be JSON lines, whose bad lines are refused by number", async () => {
    const data = await read(
      '{"user": 1, "item": "x", "rating": 4}\n\n{"user": "3", "item": "y", "rating": 2}\n{"user": "1", "item": "y", "rating": null}\n{"user": 2,\n{"user": 2, "item": "x", "rating": "good"}\n',
      {},
      "table.jsonl",
    );
    expect(rowsOf(data)).toEqual([
      ["1", "x", 4],
      ["3", "y", 2],
      ["1", "y", Number.NaN],
    ]);
    expect(data.rejected.examples.map(({ line, reason }) => [line, reason])).toEqual([
      [5, "not a JSON object"],
      [6, "the rating is not a finite number"],
    ]);
  });

  test("may be Parquet", async () => {
    const path = join(folder, "table.parquet");
    await withDatabase(undefined, (connection) =>
      connection.run(
        `copy (select * from (values (7, 'x', 4.5, timestamp '2024-05-01 00:00:00'), (8, 'y', null, null), (8, 'x', 2, null), (null, 'z', 1, null))
         as t(user_id, course, rating, "at")) to ${quoted(path)} (format parquet)`,
      ),
    );
    const { data, source } = await openSource(path);
    expect(source.key).toBe("csv");
    expect(rowsOf(data)).toEqual([
      ["7", "x", 4.5, Date.UTC(2024, 4, 1) / 1000],
      ["8", "y", Number.NaN, Number.NaN],
      ["8", "x", 2, Number.NaN],
    ]);
    expect(data.rejected.byReason).toEqual({ "the learner is blank": 1 });
  });

  test("takes times as seconds, milliseconds or ISO texts for the same times", async () => {
    const seconds = Date.UTC(2024, 4, 1, 12) / 1000;
    for (const time of [String(seconds), String(seconds * 1000), "2024-05-01T12:00:00Z", "2024-05-01 14:00:00+02:00"]) {
      const data = await read(`user,item,time\nu1,c1,${time}\nu2,c2,\n`);
      expect(Array.from(data.interactions.times!)).toEqual([seconds, Number.NaN]);
    }
  });

  test("leaves times out that it cannot read, and says so, unless one asked for them", async () => {
    const text = "user,item,date\nu1,c1,in May\nu2,c2,in June\n";
    const data = await read(text);
    expect(data.interactions.times).toBeUndefined();
    expect(data.notes?.join(" ")).toContain('Times in column date, such as "in May", cannot be read');
    await expect(read(text, { columns: { time: "date" } })).rejects.toThrow(/holds times that cannot be read/);
  });

  test("has the scale that was observed; without ratings, or with one rating only, it is implicit", async () => {
    expect((await read("user,item,rating\na,x,2\nb,x,9\n")).scale).toEqual({ min: 2, max: 9 });
    for (const text of [
      "user,item\na,x\nb,x\n",
      "user,item,rating\na,x,1\nb,x,1\n",
      "user,item,rating\na,x,\nb,x,\n",
    ]) {
      const data = await read(text);
      expect(data.scale).toBeUndefined();
      expect(data.interactions.values).toBeUndefined();
      expect(data.notes?.at(-1)).toMatch(/every row counts as an enrolment/);
    }
  });

  test("reads decimal commas where the separator is another", async () => {
    expect(rowsOf(await read("user;item;rating\na;x;3,5\nb;x;4\n"))).toEqual([
      ["a", "x", 3.5],
      ["b", "x", 4],
    ]);
  });

  test("leaves repeated pairs and blank ratings to cleaning", async () => {
    expect(rowsOf(await read("user,item,rating\na,x,1\na,x,2\na,y,\n"))).toEqual([
      ["a", "x", 1],
      ["a", "x", 2],
      ["a", "y", Number.NaN],
    ]);
  });

  test("gives back the ids and numbers that were written, whatever their form", async () => {
    const id = fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
      fc.nat(20).map(String),
      fc.nat(99).map((n) => `0${n}`),
      fc.constantFrom("8388607", "8388608", "999999999", "1000000000", "-1", "1.0", "1e3", "ü", "x y"),
    );
    const rating = fc.oneof(fc.nat(5), fc.constantFrom(2.5, -1, 999_999_999, 1_000_000_000, 4_294_967_297, 0.1));
    const rows = fc.array(fc.tuple(id, id, rating), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom(",", "::", "\t"),
        async (table, end, cut) => {
          const scaled = [...table, ["u", "i", 6] as const, ["u", "i", 7] as const]; // never constant
          const lines = [["user", "item", "rating"], ...scaled].map((row) => row.join(cut) + end);
          const path = join(folder, "laws.csv");
          writeFileSync(path, lines.join(""));
          const { data } = await openSource(path, { delimiter: cut, ratingsAre: "ratings" });
          expect(rowsOf(data)).toEqual(scaled);
        },
      ),
    );
  });

  test("keeps ids that differ only in case apart and says so once", async () => {
    const data = await read("user,item\nAnn,x\nann,x\n");
    expect(data.users.ids).toEqual(["Ann", "ann"]);
    expect(clean(data).report.notes.filter((note) => /case/.test(note))).toEqual([
      "Some learner ids differ only in upper and lower case (Ann, ann); they count as different.",
    ]);
  });

  test("keeps its first row where columns are given by position and a cell holds that number", async () => {
    const columns = { user: "1", item: "2", rating: "3" };
    expect(rowsOf(await read("2,1,5\n2,7,3\n3,8,4\n", { columns }))).toEqual([
      ["2", "1", 5],
      ["2", "7", 3],
      ["3", "8", 4],
    ]);
    expect(rowsOf(await read("user,2,1\na,x,y\nb,z,w\n", { columns: { user: "user", item: "1" } }))).toEqual([
      ["a", "y"],
      ["b", "w"],
    ]);
  });

  test("keeps numbers as ids apart that are too large for a double", async () => {
    const lines = ["9007199254740993", "9007199254740992", "-9007199254740993"].map(
      (id) => `{"user": ${id}, "item": 1, "time": 1700000000000}\n`,
    );
    const data = await read(lines.join(""), {}, "table.jsonl");
    expect(data.users.ids).toEqual(["9007199254740992", "9007199254740993", "-9007199254740993"]);
    expect(data.interactions.times![0]).toBe(1_700_000_000);
  });

  test("may be Parquet under a name that would be a pattern", async () => {
    const write = async (name: string, user: string) => {
      const path = join(folder, name);
      await withDatabase(undefined, (connection) =>
        connection.run(`copy (select '${user}' as user, 'x' as item) to ${quoted(path)} (format parquet)`),
      );
      return path;
    };
    await write("ratings1.parquet", "other");
    for (const name of ["ratings[1].parquet", "ratings?.parquet", "ratings*.parquet"])
      expect((await openSource(await write(name, name))).data.users.ids).toEqual([name]);
  });

  test("names the forms of times that it reads beside those it does not", async () => {
    const forms = /write them as 2024-05-01T12:30:00 or as seconds since 1970\./;
    expect((await read("user,item,date\na,x,soon\n")).notes?.join()).toMatch(forms);
    const some = await read("user,item,date\na,x,2024-05-01\nb,x,2024-05-02\nc,x,soon\n");
    expect(some.rejected.count).toBe(0);
    expect(some.interactions.times?.[2]).toBeNaN();
    expect(some.notes?.join()).toMatch(forms);
  });
});
