import { describe, expect, test } from "vitest";
import { rowsOf, tableFiles } from "../table-files.ts";

const { read } = tableFiles();
const expected = [
  ["u1", "c1", 4],
  ["u2", "c2", 5],
];

describe("lines above the table", () => {
  test.each([
    ["a title", "Enrolments export 2021\n\nlearner,course,rating\nu1,c1,4\nu2,c2,5\n"],
    [
      "a title with separators",
      "Export, created 3 May 2021, by: admin, page 1\nlearner,course,rating\nu1,c1,4\nu2,c2,5\n",
    ],
    ["titles filled up with separators", "Enrolments,,\nTerm:,2021,\n,,\nlearner,course,rating\nu1,c1,4\nu2,c2,5\n"],
    ["sep=;", "sep=;\nlearner;course;rating\nu1;c1;4\nu2;c2;5\n"],
    ["sep=| in quotation marks", '"sep=|"\r\nlearner|course|rating\r\nu1|c1|4\r\nu2|c2|5\r\n'],
    ["comments", "# exported 2021\n# by admin\nlearner,course,rating\nu1,c1,4\n# half\nu2,c2,5\n"],
    ["a header behind a comment sign", "# learner course rating\nu1 c1 4\nu2 c2 5\n"],
    ["a title above one without known names", "Ergebnisse\n\nPersonal,Fach,Wert\nu1,c1,4\nu2,c2,5\n"],
    ["a title without a header", "My ratings\n\nu1,c1,4\nu2,c2,5\n"],
    ["carriage returns alone", "Title\rlearner,course,rating\ru1,c1,4\ru2,c2,5\r"],
  ])("are passed over: %s", async (_, text) => {
    const isUnknown = text.includes("Personal");
    const columns = isUnknown ? { user: "Personal", item: "Fach", rating: "Wert" } : {};
    const data = await read(text, { columns });
    expect(rowsOf(data)).toEqual(expected);
    expect(data.rejected.count).toBe(0);
  });

  test("are said, with their beginning", async () => {
    const { notes } = await read("Enrolments 2021\nFaculty of Law\n\nlearner,course\nu1,c1\n");
    expect(notes).toContain('Passed over 2 lines above the table, the first "Enrolments 2021".');
  });

  test("are counted where one says how many", async () => {
    const text = "a,b,c\nd,e,f\nlearner,course,rating\nu1,c1,4\nu2,c2,5\n";
    expect(rowsOf(await read(text, { skipLines: 2 }))).toEqual(expected);
    const data = await read("x\nu1,c1,4\nu2,c2,5\nu3\n", { skipLines: 1 });
    expect(rowsOf(data)).toEqual(expected);
    expect(data.rejected.examples[0]!.line).toBe(4);
  });

  test("are never rows: a short first row of a table without header is rejected by its line", async () => {
    const data = await read("7,12\n7,12,4\n8,12,3\n9,13,3\n");
    expect([data.interactions.users.length, data.rejected.count]).toEqual([3, 1]);
  });

  test("keep the lines of rejected rows right", async () => {
    const { rejected } = await read("Title\n\nlearner,course,rating\nu1,c1,4\nu2,c2\n");
    expect(rejected.examples.map(({ line, reason }) => [line, reason])).toEqual([[5, "too few columns"]]);
  });
});

describe("lines that are no rows", () => {
  test("a header that stands again is passed over and said", async () => {
    const part = "learner,course,rating\nu1,c1,4\nu2,c2,5\n";
    const data = await read(part + part.replaceAll("u1", "u3") + part.replace("learner,course", '"learner","course"'));
    expect(data.users.ids).toEqual(["u1", "u2", "u3"]);
    expect([data.rejected.count, data.interactions.users.length]).toEqual([0, 6]);
    expect(data.notes).toContain("The header stands again in 2 further lines.");
  });

  test("rows of totals are rejected and counted, whatever stands in them", async () => {
    for (const total of [
      "Total,2,4.5",
      "TOTAL: 2 rows,,9",
      "Average,,4.5",
      "Gesamt;x;1".replaceAll(";", ","),
      "合计,2,9",
    ]) {
      const data = await read(`learner,course,rating\nu1,c1,4\nu2,c2,5\nTom,c1,3\n${total}\n`);
      expect(data.users.ids).toEqual(["Tom", "u1", "u2"]);
      expect(data.rejected.byReason).toEqual({ "a row of totals, not a learner": 1 });
    }
  });

  test("rows that are cut at a separator inside a name are rejected with what to do", async () => {
    const data = await read("learner,course\nu1,Algebra\nu2,Law, Part 1\n");
    expect(data.items.ids).toEqual(["Algebra"]);
    expect(data.notes).toContain("1 × too many columns: fields that hold the separator must stand in quotation marks.");
  });

  test("blank lines and rows of separators alone are none", async () => {
    const data = await read(
      'learner,course,rating\n\nu1,c1,4\n,,\n \n"","",""\nu2,c2,5\n,,\n,,,,\n'.replace(" \n", ""),
    );
    expect(rowsOf(data)).toEqual(expected);
    expect(data.rejected.byReason).toEqual({ "the learner is blank": 1 });
  });
});

test("rows may begin with a name that the header does not have, as R writes them", async () => {
  const text = '"learner" "course" "rating"\n"1" "u1" "c1" 4\n"2" "u2" "c2" 5\n';
  expect(rowsOf(await read(text))).toEqual(expected);
});

describe("separators", () => {
  test("may stand at the end of each line, or of the header alone", async () => {
    for (const text of [
      "learner,course,rating\nu1,c1,4,\nu2,c2,5,\n",
      "learner,course,rating,\nu1,c1,4\nu2,c2,5\n",
      "learner;course;rating;\nu1;c1;4;\nu2;c2;5;\n",
      "learner,course,rating,,,\nu1,c1,4,,,\nu2,c2,5,,,\n",
    ])
      expect(rowsOf(await read(text)), text).toEqual(expected);
  });

  test("may be ^, ~ and runs of spaces and tabs", async () => {
    for (const text of [
      "learner^course^rating\nu1^c1^4\nu2^c2^5\n",
      "learner~course~rating\nu1~c1~4\nu2~c2~5\n",
      "learner   course  rating\nu1        c1      4\nu2        c2      5\n",
      "  u1 c1   4\n  u2 c2   5\n",
      "u1  c1 4\nu2 c2   5  \n",
      'learner  course  rating\n"u1"   "c1"   4\n"u2"  "c2"  5\n',
    ])
      expect(rowsOf(await read(text)), text).toEqual(expected);
  });
});
