import { describe, expect, test } from "vitest";
import { rowsOf, tableFiles } from "../table-files.ts";

const { read } = tableFiles();
const json = (value: unknown, options = {}, space?: number) =>
  read(typeof value === "string" ? value : JSON.stringify(value, undefined, space), options, "table.json");

const records = [
  { user: "u1", item: "c1", rating: 4, note: 'a "]}" {[' },
  { user: "u2", item: "c,2", rating: 5, note: null },
];
const expected = [
  ["u1", "c1", 4],
  ["u2", "c,2", 5],
];

describe("JSON", () => {
  test("may be an array, objects one after the other, or an object with the array inside, on one line or many", async () => {
    const texts = [
      JSON.stringify(records),
      JSON.stringify(records, undefined, 2),
      records.map((record) => JSON.stringify(record, undefined, 2)).join("\n"),
      `[\n${records.map((record) => JSON.stringify(record)).join(",\n")}\n]`,
      JSON.stringify({ count: 2, meta: { tags: ["x"] }, data: records, next: null }),
      JSON.stringify({ data: records }, undefined, 2),
      JSON.stringify({ result: { "the rows": records } }, undefined, "\t"),
      records.map((record) => JSON.stringify(record)).join("\r\n"),
    ];
    for (const text of texts) expect(rowsOf(await json(text)), text).toEqual(expected);
  });

  test("has rejected records with their lines, also those that are no objects", async () => {
    const data = await json(
      '[\n{"user": 1, "item": "a"},\n7,\n{"user": 2,\n "item": null},\n{"user": 3, "item": "b"}\n]\n',
    );
    expect(rowsOf(data)).toEqual([
      ["1", "a"],
      ["3", "b"],
    ]);
    expect(data.rejected.examples.map(({ line, reason }) => [line, reason])).toEqual([
      [3, "not a JSON object"],
      [4, "the course is blank"],
    ]);
    const cut = await json('[{"user": 1, "item": "a"}, {"user": 2, "item"');
    expect([cut.users.ids, cut.rejected.byReason]).toEqual([["1"], { "not a JSON object": 1 }]);
  });

  test("of any size is read in blocks", async () => {
    const many = Array.from({ length: 40_000 }, (_, n) => ({
      user: `ü${n % 997}`,
      item: n % 89,
      text: "é{".repeat(20),
    }));
    const data = await json(many);
    expect([data.interactions.users.length, data.users.size, data.items.size]).toEqual([40_000, 997, 89]);
    expect((await json({ rows: many })).interactions.users.length).toBe(40_000);
  });

  test("may have numbers that only Python writes, a comma behind each line, and must have records", async () => {
    const data = await json(
      '{"user": "a", "item": "NaN", "rating": NaN},\n{"user": "b", "item": "x", "rating": 4},\n{"user": "b", "item": "y", "rating": 3},\n',
    );
    expect(rowsOf(data)).toEqual([
      ["a", "NaN", Number.NaN],
      ["b", "x", 4],
      ["b", "y", 3],
    ]);
    for (const text of ["[]", "{}", " [ ]\n"]) await expect(json(text)).rejects.toThrow(/is JSON without a record/);
  });

  test("with several arrays takes the one with learners and courses, or names them", async () => {
    const lists = { courses: [{ code: "c1", title: "Law" }], enrolments: records };
    expect(rowsOf(await json(lists))).toEqual(expected);
    await expect(json({ a: [{ x: 1 }], b: [{ y: 2 }] })).rejects.toThrow(
      /holds several arrays of records: a, b\. Save/,
    );
    await expect(json({ user: ["u1"], item: ["c1"] })).rejects.toThrow(
      /is one JSON object without an array of records/,
    );
    await expect(json([["u1", "c1"]])).rejects.toThrow(/is an array of arrays/);
  });
});

test("a list of courses stands for a row each", async () => {
  const data = await json(
    '{"user": "a", "items": ["x", "y"]}\n{"user": "b", "items": [7]}\n{"user": "c", "items": []}\n',
  );
  expect(rowsOf(data)).toEqual([
    ["a", "x"],
    ["a", "y"],
    ["b", "7"],
  ]);
  expect(data.rejected.byReason).toEqual({ "the course is blank": 1 });
});

describe("objects inside objects", () => {
  const nested = [
    { learner: { id: 8, name: "Ann" }, course: { code: "B", title: "Law" }, result: { score: 3 } },
    { learner: { id: 9, name: "Bob" }, course: { code: "A", title: "Art" }, result: { score: 5 } },
  ];

  test("are columns with dots in their names, found by them and named by them", async () => {
    const pairs = [
      ["8", "B"],
      ["9", "A"],
    ];
    expect(rowsOf(await json(nested))).toEqual(pairs);
    expect(rowsOf(await json(nested, { columns: { user: "learner.name", rating: "result.score" } }))[0]).toEqual([
      "Ann",
      "B",
      3,
    ]);
    expect((await json(nested)).notes!.join()).toMatch(/learner = learner\.id, course = course\.code/);
    const inside = [{ student: { profile: { email: "a@b.c" } }, module: { ref: "M1" } }];
    expect(rowsOf(await json(inside))).toEqual([["a@b.c", "M1"]]);
  });

  test("are no ids: an error names their fields, and a row with one is rejected", async () => {
    await expect(json(nested, { columns: { user: "learner" } })).rejects.toThrow(
      /The column learner holds objects, which are no ids; its fields are: learner\.id, learner\.name\./,
    );
    const mixed =
      '{"user": "a", "item": "x"}\n{"user": {"id": "b"}, "item": "x"}\n{"user": "c", "item": [{"id": "y"}, {"id": "z"}]}\n';
    const { users, rejected } = await json(mixed);
    expect(users.ids).toEqual(["a"]);
    expect(rejected.byReason).toEqual({
      "the learner is an object, not an id": 1,
      "the course is a list of objects, not an id": 1,
    });
  });

  test("of xAPI statements are read by their meaning", async () => {
    const statement = (name: string, id: string, score?: number) => ({
      actor: { objectType: "Agent", account: { homePage: "https://school.example", name } },
      verb: { id: "http://adlnet.gov/expapi/verbs/completed", display: { "en-US": "completed" } },
      object: { id, definition: { name: { "en-US": "Law" } } },
      ...(score !== undefined && { result: { score: { raw: score } } }),
      context: { contextActivities: { parent: [{ id: "https://school.example/p" }] } },
      timestamp: "2021-05-18T10:00:00.000Z",
    });
    const at = Date.UTC(2021, 4, 18, 10) / 1000;
    const rows = [
      ["ann", "https://school.example/law", 80, at],
      ["bob", "https://school.example/art", Number.NaN, at],
    ];
    const statements = [
      statement("ann", "https://school.example/law", 80),
      statement("bob", "https://school.example/art"),
    ];
    statements.push(statement("bob", "https://school.example/law", 60));
    for (const value of [statements, { statements, more: "" }, statements.map((one) => JSON.stringify(one)).join("\n")])
      expect(rowsOf(await json(value)).slice(0, 2)).toEqual(rows);
  });

  test("may have keys with dots, and keys that every object has", async () => {
    expect(rowsOf(await json('{"a.b": "u1", "a": {"c": "c1"}}\n', { columns: { user: "a.b", item: "a.c" } }))).toEqual([
      ["u1", "c1"],
    ]);
    const odd =
      '{"constructor": "u1", "__proto__": "c1"}\n{"constructor": "u2", "__proto__": {"toString": "c2"}}\n{"x": 1}\n';
    const data = await json(odd, { columns: { user: "constructor", item: "__proto__" } });
    expect(rowsOf(data)).toEqual([["u1", "c1"]]);
    expect(data.rejected.count).toBe(2);
  });
});
