import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { TableColumn, TablePiece } from "../../../src/data/io/table.ts";
import { findTableFormat, tableEndings } from "../../../src/data/io/table-formats.ts";
import { writeAtomically } from "../../../src/data/io/write-atomically.ts";
import { withDatabase } from "../database.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-tables-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const columns: readonly TableColumn[] = [
  { name: "name", type: "text" },
  { name: "rank", type: "integer" },
  { name: "title", type: "text", optional: true },
  { name: "score", type: "number" },
];
const awkward: TablePiece = [
  ["plain", 'with "quotes"', "comma, and\nline", " spaces ", "höher 数 🎓", "tab\tin it"],
  [1, 2, 3, 4, 5, 2_147_483_647],
  ["A", undefined, "B", "C", undefined, "D"],
  [0.1 + 0.2, -1e-300, 1e300, 0, -2.5, 1 / 3],
];
const rowsOf = (piece: TablePiece) => piece[0]!.map((_, row) => piece.map((cells) => cells[row] ?? null));

async function* inPieces(...pieces: readonly TablePiece[]) {
  yield* pieces;
}

async function write(name: string, ...pieces: readonly TablePiece[]): Promise<string> {
  const path = join(folder, name);
  await writeAtomically(path, findTableFormat(path)!(columns, inPieces(...pieces)));
  return path;
}

/** What DuckDB, a reader of another make, finds in a file. */
const readBy = (reader: string) =>
  withDatabase(undefined, async (connection) =>
    (await connection.runAndReadAll(`select * from ${reader}`)).getRowsJS(),
  );

describe("every format", () => {
  const reader = (path: string) =>
    path.endsWith(".parquet")
      ? `read_parquet('${path}')`
      : path.includes(".jsonl")
        ? `read_json('${path}', format='newline_delimited', columns={name: 'varchar', rank: 'integer', title: 'varchar', score: 'double'})`
        : `read_csv('${path}', delim='${path.includes(".tsv") ? "\t" : ","}', header=true, quote='"', escape='"',
          columns={name: 'varchar', rank: 'integer', title: 'varchar', score: 'double'})`;

  test.each(tableEndings)("%s is read back cell by cell, whatever is in the cells", async (ending) => {
    const path = await write(`awkward${ending}`, awkward, [[], [], [], []], awkward);
    expect(await readBy(reader(path))).toEqual([...rowsOf(awkward), ...rowsOf(awkward)]);
  });

  test.each(tableEndings)("%s without a row has its columns", async (ending) => {
    const path = await write(`empty${ending}`);
    expect(await readBy(reader(path))).toEqual([]);
    const described = await readBy(`(describe select * from ${reader(path)})`);
    expect(described.map(([name, type]) => [name, type])).toEqual([
      ["name", "VARCHAR"],
      ["rank", "INTEGER"],
      ["title", "VARCHAR"],
      ["score", "DOUBLE"],
    ]);
  });

  test.each(tableEndings)("%s stops with the error of whoever makes the rows, and leaves no file", async (ending) => {
    const path = join(folder, `broken${ending}`);
    const broken = async function* () {
      yield awkward;
      throw new RangeError("no more rows");
    };
    await expect(writeAtomically(path, findTableFormat(path)!(columns, broken()))).rejects.toThrow("no more rows");
    expect(() => readFileSync(path)).toThrow(/ENOENT/);
  });
});

test("a packed file holds the bytes of the plain one", async () => {
  const [plain, packed] = [await write("one.csv", awkward), await write("two.csv.gz", awkward)];
  expect(gunzipSync(readFileSync(packed))).toEqual(readFileSync(plain));
});

test("Parquet goes out in row groups, the rows in order, and no group before its rows are there", async () => {
  const size = 50_000;
  let made = 0;
  const pieces = async function* () {
    for (; made < 6; made++) {
      const numbers = Array.from({ length: size }, (_, row) => made * size + row);
      yield [numbers.map((n) => `n${n}`), numbers, numbers.map((n) => (n % 3 ? "t" : undefined)), numbers];
    }
  };
  const path = join(folder, "large.parquet");
  const madeAt: number[] = [];
  const watched = async function* () {
    for await (const chunk of findTableFormat(path)!(columns, pieces())) {
      madeAt.push(made);
      yield chunk;
    }
  };
  await writeAtomically(path, watched());
  expect(madeAt).toEqual([1, 3, 5, 6]); // after two pieces each, then the end of the file
  const groups = await readBy(`(select distinct row_group_num_rows from parquet_metadata('${path}'))`);
  expect(groups.map(([rows]) => Number(rows))).toEqual([2 * size]);
  const [sums] = await readBy(
    `(select count(*), count(title), bool_and(score = rank and name = 'n' || rank and rank = file_row_number)
      from read_parquet('${path}', file_row_number=true))`,
  );
  expect(sums).toEqual([BigInt(6 * size), BigInt(4 * size), true]);
});

test.each(["lists", "lists.xlsx", "lists.csv.zip", "csv", "lists.gz"])("%s says no format", (name) => {
  expect(findTableFormat(name)).toBeUndefined();
});

test("endings are known in capitals too", () => {
  expect(findTableFormat("LISTS.CSV")).toBe(findTableFormat("lists.csv"));
});
