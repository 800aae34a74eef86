import { gzipSync } from "node:zlib";
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import { openSource } from "../../../src/data/open-source.ts";
import { rowsOf, tableFiles, zipped } from "../table-files.ts";

const { write, read } = tableFiles();
const rows = "learner,course,rating\nu1,c1,4\nu2,c2,5\n";
const expected = [
  ["u1", "c1", 4],
  ["u2", "c2", 5],
];

describe("a zip archive", () => {
  test("with one table in it stands for the table, whatever the packing computer has added", async () => {
    const archive = zipped({
      "export/grades.csv": rows,
      "__MACOSX/export/._grades.csv": "x",
      "export/.DS_Store": "x",
    });
    for (const name of ["export.zip", "export.bin", "grades.csv"])
      expect(rowsOf(await read(archive, {}, name))).toEqual(expected);
    expect(rowsOf(await read(zipped({ "grades.csv.gz": gzipSync(rows) }), {}, "x.zip"))).toEqual(expected);
    expect(rowsOf(await read(zipped({ "grades.jsonl": '{"user":"u","item":"i"}' }), {}, "x.zip"))).toEqual([
      ["u", "i"],
    ]);
  });

  test("with several tables lists them, and takes one by the path into the archive", async () => {
    const path = write(zipped({ "2021/a.csv": rows, "2021/b.csv": "user,item\nu9,c9\n" }), "export.zip");
    await expect(openSource(path)).rejects.toThrow(/holds several tables: a\.csv, b\.csv\. Name one of the tables/);
    expect(rowsOf((await openSource(`${path}/2021/b.csv`)).data)).toEqual([["u9", "c9"]]);
    await expect(openSource(`${path}/2021/c.csv`)).rejects.toThrow(/does not exist/);
  });

  test("with the files of a known data set is read as that data set", async () => {
    const path = write(
      zipped({ "ml-100k/u.data": "1\t2\t3\t881250949\n", "ml-100k/u1.base": "1\t2\t3\t881250949\n" }),
      "ml.zip",
    );
    const { source, data } = await openSource(path);
    expect(source.key).toBe("movielens-100k");
    expect(rowsOf(data)).toEqual([["1", "2", 3, 881250949]]);
  });

  test("that is damaged, empty or has nothing readable in it is refused", async () => {
    const whole = zipped({ "grades.csv": rows.repeat(100) });
    await expect(read(whole.subarray(0, 60), {}, "x.zip")).rejects.toThrow(/is a damaged zip archive/);
    const altered = Uint8Array.from(whole);
    altered[60]! ^= 0xff; // in the compressed bytes
    await expect(read(altered, {}, "x.zip")).rejects.toThrow(/damaged/);
    await expect(read(zipped({}), {}, "x.zip")).rejects.toThrow(/is an empty zip archive/);
    await expect(read(zipped({ "empty.csv": "" }), {}, "x.zip")).rejects.toThrow(/is empty/);
  });

  test("that would fill the disk is refused with its size and a remedy", async () => {
    const bomb = zipped({ "big.csv": Buffer.alloc(2 ** 28 + 1, "a") });
    await expect(read(bomb, {}, "x.zip")).rejects.toThrow(
      /would unpack 0\.3 MB to 268 MB, more than 500 times as much.*unzip it and name the file/,
    );
  });
});

describe("an Excel workbook", () => {
  const header = ["learner", "course", "rating", "date"];
  const day = (text: string) => new Date(`${text}Z`);

  test("is read from its first sheet with data in it; ids are digits, dates are ISO, errors are blank", async () => {
    const workbook = await writeXlsx({
      sheets: [
        { name: "Notes", rows: [] },
        {
          name: "Grades",
          rows: [header, [7, "C1", 4.5, day("2021-03-31T00:00:00")], ["007", "C2", 3, day("2021-04-01T12:30:00")]],
        },
        {
          name: "Other",
          rows: [
            ["user", "item"],
            ["x", "y"],
          ],
        },
      ],
    });
    for (const name of ["grades.xlsx", "grades.bin"]) {
      const data = await read(workbook, {}, name);
      expect(rowsOf(data)).toEqual([
        ["7", "C1", 4.5, Date.UTC(2021, 2, 31) / 1000],
        ["007", "C2", 3, Date.UTC(2021, 3, 1, 12, 30) / 1000],
      ]);
      expect(data.notes).toContain("Read from the sheet Grades; the workbook has: Notes, Grades, Other.");
    }
    expect(rowsOf(await read(workbook, { sheet: "other" }, "grades.xlsx"))).toEqual([["x", "y"]]);
    await expect(read(workbook, { sheet: "Marks" }, "grades.xlsx")).rejects.toThrow(
      /has no sheet Marks; its sheets are: Notes, Grades, Other\. Choose another sheet/,
    );
    expect(rowsOf(await read(zipped({ "grades.xlsx": workbook }), {}, "x.zip")).length).toBe(2);
  });

  test("may have titles above the table, blank rows, blank cells at the end of a row and line breaks in cells", async () => {
    const workbook = await writeXlsx({
      sheets: [
        {
          name: "Grades",
          rows: [
            ["Enrolments 2021"],
            [],
            ["learner", "course", "rating", "note"],
            ["u1", "Law,\nPart 1", 5],
            [],
            ["u2", 'the "best"', 4, "x"],
          ],
          merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 3 }],
        },
      ],
    });
    const data = await read(workbook, {}, "grades.xlsx");
    expect(rowsOf(data)).toEqual([
      ["u1", "Law, Part 1", 5],
      ["u2", 'the "best"', 4],
    ]);
    expect(data.rejected.count).toBe(0);
  });

  test("that is damaged, old or no workbook is refused with what to do", async () => {
    await expect(read(zipped({ "xl/workbook.xml": "<workbook/>" }), {}, "x.xlsx")).rejects.toThrow(
      /is an Excel workbook that cannot be read|holds no sheet/,
    );
    await expect(read(Buffer.from("d0cf11e0a1b11ae1", "hex"), {}, "x.xls")).rejects.toThrow(
      /is an old or encrypted Office document\. Open it and save it as \.xlsx, or save the sheet as CSV/,
    );
    await expect(read(rows, { sheet: "A" })).rejects.toThrow(/is no Excel workbook\. Leave sheet out/);
    await expect(
      read(zipped({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>" }), {}, "x.ods"),
    ).rejects.toThrow(/is an OpenDocument file\. Open it and save it as \.xlsx, or save the sheet as CSV/);
  });
});
