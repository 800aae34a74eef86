import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { type CleaningReport, clean, type RepeatRule } from "../../src/data/clean.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { InvalidInputError, UnknownNameError } from "../../src/errors.ts";
import { columnsOf, type RawRow, rowsOf, sourceOf } from "./clean-source.ts";

const nan = Number.NaN;
const rowsIn = (data: Dataset) => rowsOf(data.interactions, data.users, data.items);
const gone = (report: CleaningReport) =>
  Object.fromEntries(report.steps.filter((step) => step.rows > 0).map((step) => [step.key, step.rows]));

test("clean rows pass through untouched, in the order of the file", () => {
  const source = sourceOf([
    ["v", "b", 5],
    ["u", "a", 3],
    ["u", "b", 1],
  ]);
  const { data, report } = clean(source);
  expect(data.interactions).toEqual(source.interactions);
  expect(data.scale).toEqual({ min: 1, max: 5 });
  expect([report.rowsRead, report.rowsKept, gone(report)]).toEqual([3, 3, {}]);
});

test("counts every row that goes, under the step that took it, in order", () => {
  const { data, report } = clean(
    sourceOf(
      [
        ["u", "a", 4, 10],
        ["u", "a", 4, 10], // exact repeat
        ["u", "a", 2, 11], // repeated pair
        ["u", "b", nan, 12], // incomplete
        ["v", "a", 9, 13], // out of scale
        ["v", "b", Number.POSITIVE_INFINITY, 14], // not finite
        ["v", "c", 1, 15],
      ],
      { rejected: { count: 2, byReason: { "too few fields": 2 }, examples: [] } },
    ),
  );
  expect(report.steps.map(({ key, rows }) => [key, rows])).toEqual([
    ["rejected", 2],
    ["incomplete", 1],
    ["not-finite", 1],
    ["impossible-times", 0],
    ["out-of-scale", 1],
    ["exact-repeats", 1],
    ["repeated-pairs", 1],
  ]);
  expect([report.rowsRead, report.rowsKept]).toEqual([9, 2]);
  expect(rowsIn(data)).toEqual([
    ["u", "a", 2, 11],
    ["v", "c", 1, 15],
  ]);
  expect(report.steps[0]!.text).toBe("2 rows that could not be read: 2 × too few fields");
  expect(report.steps[1]!.text).toBe("1 row without a rating (read as implicit feedback, they would be kept)");
  expect(report.steps[4]!.text).toBe("1 row rated outside 1–5");
});

describe("repeated pairs", () => {
  const rows: readonly RawRow[] = [
    ["u", "a", 3, 20],
    ["u", "a", 5, 30],
    ["u", "a", 1, 10],
    ["u", "a", 4, nan], // the last row of the file, of unknown time
  ];
  test.each<[RepeatRule, number, number]>([
    ["last", 5, 30],
    ["first", 1, 10],
    ["max", 5, 30],
    ["mean", (3 + 5 + 1 + 4) / 4, 30],
  ])("%s goes by time, not by row", (repeats, value, time) => {
    expect(rowsIn(clean(sourceOf(rows), { repeats }).data)).toEqual([["u", "a", value, time]]);
  });

  test.each<[RepeatRule, number]>([
    ["last", 2],
    ["first", 3],
    ["max", 4],
    ["mean", (3 + 4 + 2) / 3],
  ])("%s goes by row where no time is known", (repeats, value) => {
    const undated = sourceOf([
      ["u", "a", 3],
      ["v", "a", 1],
      ["u", "a", 4],
      ["u", "a", 2],
    ]);
    expect(rowsIn(clean(undated, { repeats }).data)).toContainEqual(["u", "a", value]);
  });

  test("a rating repeated exactly weighs once in the mean, and the later of two exact repeats is the last", () => {
    const source = sourceOf([
      ["u", "a", 5],
      ["u", "a", 2],
      ["u", "a", 5],
    ]);
    const { data, report } = clean(source, { repeats: "mean" });
    expect(rowsIn(data)).toEqual([["u", "a", (5 + 2) / 2]]);
    expect(gone(report)).toEqual({ "exact-repeats": 1, "repeated-pairs": 1 });
    expect(rowsIn(clean(source).data)).toEqual([["u", "a", 5]]);
    expect([...source.interactions.values!]).toEqual([5, 2, 5]); // the mean is written into a copy
  });

  test("equal ratings of one pair at different times are no exact repeats", () => {
    const { report } = clean(
      sourceOf([
        ["u", "a", 5, 1],
        ["u", "a", 5, 2],
      ]),
    );
    expect(gone(report)).toEqual({ "repeated-pairs": 1 });
  });

  test("a rating out of scale never stands for a pair or enters its mean", () => {
    const source = sourceOf([
      ["u", "a", 4],
      ["u", "a", 99],
    ]);
    for (const repeats of ["last", "mean", "max"] as const)
      expect(rowsIn(clean(source, { repeats }).data)).toEqual([["u", "a", 4]]);
  });
});

describe("times", () => {
  const now = Date.UTC(2024, 0, 1) / 1000;
  test("that lie in the future are forgotten, the row is kept; a day ahead is another time zone", () => {
    const { data, report } = clean(
      sourceOf([
        ["u", "a", 5, now + 80_000],
        ["u", "b", 5, now + 90_000],
        ["u", "c", 5, Number.NEGATIVE_INFINITY],
      ]),
      { now },
    );
    expect([...data.interactions.times!]).toEqual([now + 80_000, nan, nan]);
    const step = report.steps.find(({ key }) => key === "impossible-times")!;
    expect([step.rows, step.corrected]).toEqual([0, 2]);
  });

  test("given in milliseconds are recognised in words", () => {
    const { report } = clean(sourceOf([["u", "a", 5, now * 1000]]), { now });
    expect(report.steps.find(({ key }) => key === "impossible-times")!.text).toContain("milliseconds");
  });

  test("before 1970 are kept and remarked on", () => {
    const { data, report } = clean(sourceOf([["u", "a", 5, -1]]), { now });
    expect([...data.interactions.times!]).toEqual([-1]);
    expect(report.notes).toEqual(["1 row dated before 1970: check that the times are right."]);
  });
});

describe("implicit feedback", () => {
  const rows: readonly RawRow[] = [
    ["u", "a", 4],
    ["u", "b", nan],
    ["v", "a", 3],
    ["v", "b", 99],
    ["w", "c", 1],
  ];
  test("keeps every row, whatever stands in the rating, and has no values and no scale", () => {
    const { data, report } = clean(sourceOf(rows), { implicit: true });
    expect([data.size, data.feedback, data.interactions.values, gone(report)]).toEqual([5, "implicit", undefined, {}]);
  });

  test("with a threshold keeps rows rated at least that, and only users and items that have one", () => {
    const { data, report } = clean(sourceOf(rows), { threshold: 3 });
    expect(rowsIn(data)).toEqual([
      ["u", "a"],
      ["v", "a"],
    ]);
    expect([data.feedback, data.users.ids, data.items.ids]).toEqual(["implicit", ["u", "v"], ["a"]]);
    expect(gone(report)).toEqual({ incomplete: 1, "out-of-scale": 1, "below-threshold": 1 });
  });

  test("the threshold applies to the chosen one of repeated rows, not to the others", () => {
    const source = sourceOf([
      ["u", "a", 5],
      ["u", "a", 1],
      ["v", "b", 4],
    ]);
    expect(rowsIn(clean(source, { threshold: 4 }).data)).toEqual([["v", "b"]]);
    expect(clean(source, { threshold: 4, repeats: "first" }).data.size).toBe(2);
  });
});

describe("thresholds on users and items", () => {
  // z has one row. Without it, item d is left with one, and without d, so is user y; then a, b, c with u, v, w remain.
  const chain: readonly RawRow[] = [
    ...["u", "v", "w"].flatMap((user) => ["a", "b", "c"].map((item): RawRow => [user, item])),
    ["y", "c"],
    ["y", "d"],
    ["z", "d"],
  ];
  test("are applied again until nothing changes", () => {
    const { data, report } = clean(sourceOf(chain), { minUserInteractions: 2, minItemInteractions: 2 });
    expect([data.users.ids, data.items.ids, data.size]).toEqual([["u", "v", "w"], ["a", "b", "c"], 9]);
    const steps = report.steps.slice(-2);
    expect(steps).toMatchObject([
      { key: "users-below-threshold", users: 2, rows: 2, rounds: 2 },
      { key: "items-below-threshold", items: 1, rows: 1, rounds: 2 },
    ]);
    expect(steps[0]!.text).toBe("2 learners with fewer than 2 rows: 2 rows (2 rounds)");
  });

  test("leave exactly the threshold in place", () => {
    expect(clean(sourceOf(chain), { minUserInteractions: 3 }).data.users.ids).toEqual(["u", "v", "w"]);
    expect(clean(sourceOf(chain), { minItemInteractions: 4 }).data.items.ids).toEqual(["c"]);
  });

  test("of one mean that nobody without a row stays", () => {
    const users = new Vocabulary("learner", ["u", "v", "ghost"]);
    const source = sourceOf(
      [
        ["u", "a"],
        ["v", "a"],
      ],
      { users },
    );
    expect(clean(source).data.users.size).toBe(3);
    expect(clean(source, { minUserInteractions: 1 }).data.users.ids).toEqual(["u", "v"]);
  });
});

describe("what hangs on users and items", () => {
  const items = new Vocabulary("course", ["a", "b", "c", "catalogue-only"]);
  const users = new Vocabulary("learner", ["u", "v"]);
  const rows: readonly RawRow[] = [
    ["u", "a", 1],
    ["u", "b", 5],
    ["v", "b", 4],
    ["v", "c", 4],
  ];
  const source = sourceOf(rows, {
    users,
    items,
    itemFeatures: {
      titles: ["A", "B", "C", "Z"],
      texts: [undefined, "b text", undefined, "z text"],
      topics: {
        names: ["x", "y"],
        matrix: CsrMatrix.fromCoordinates(4, 2, Uint32Array.of(0, 1, 1, 2, 3), Uint32Array.of(0, 0, 1, 1, 0)),
      },
    },
    publishedFolds: async () => [
      {
        name: "one",
        train: columnsOf(rows.slice(0, 2), users, items),
        test: columnsOf(rows.slice(2), users, items),
        negatives: [Uint32Array.of(0, 2, 3), Uint32Array.of(0, 1)],
      },
    ],
  });

  test("courses that only the catalogue knows stay when nothing is filtered", async () => {
    const { data } = clean(source);
    expect([data.items.size, data.itemFeatures, await data.publishedFolds!()]).toEqual([
      4,
      source.itemFeatures,
      await source.publishedFolds!(),
    ]);
  });

  test("titles, texts, topics, folds and negatives follow their items to the new numbers", async () => {
    const { data, report } = clean(source, { threshold: 4 });
    expect(data.items.ids).toEqual(["b", "c"]);
    expect(report.items).toEqual({ read: 4, kept: 2 });
    expect([data.itemFeatures!.titles, data.itemFeatures!.texts]).toEqual([
      ["B", "C"],
      ["b text", undefined],
    ]);
    const { names, matrix } = data.itemFeatures!.topics!;
    expect([names, matrix.rowCount, [...matrix.row(0).columns], [...matrix.row(1).columns]]).toEqual([
      ["x", "y"],
      2,
      [0, 1],
      [1],
    ]);
    const [fold] = await data.publishedFolds!();
    expect(rowsOf(fold!.train, data.users, data.items)).toEqual([["u", "b"]]);
    expect(rowsOf(fold!.test, data.users, data.items)).toEqual([
      ["v", "b"],
      ["v", "c"],
    ]);
    expect(fold!.negatives).toEqual([Uint32Array.of(1), Uint32Array.of(0)]);
  });

  test("a test row that goes takes its negatives along", async () => {
    const { data } = clean(source, { minItemInteractions: 2 }); // only b has two rows
    const [fold] = await data.publishedFolds!();
    expect(rowsOf(fold!.test, data.users, data.items)).toEqual([["v", "b", 4]]);
    expect(fold!.negatives).toEqual([Uint32Array.of()]);
  });
});

test("what a published fold loses is reported, and a row that stays keeps its own negatives", async () => {
  const rows: readonly RawRow[] = [
    ["u", "a", 1],
    ["v", "b", 4],
    ["v", "c", 4],
  ];
  const source = sourceOf(rows);
  const { users, items } = source;
  const testRows: readonly RawRow[] = [
    ["v", "b", 9],
    ["u", "a", 1],
    ["v", "c", 4],
  ];
  const fold = {
    name: "u1",
    train: columnsOf([...rows.slice(0, 1), ["v", "a", nan]], users, items),
    test: columnsOf(testRows, users, items),
    negatives: [Uint32Array.of(2), Uint32Array.of(1), Uint32Array.of(0)],
  };
  const { data } = clean({ ...source, publishedFolds: async () => [fold] });
  const [cleaned] = await data.publishedFolds!();
  expect(rowsOf(cleaned!.test, users, items)).toEqual(testRows.slice(1));
  expect(cleaned!.negatives).toEqual([Uint32Array.of(1), Uint32Array.of(0)]);
  expect(cleaned!.notes).toEqual([
    "u1: 1 training row left out in cleaning: 1 row without a rating (read as implicit feedback, they would be kept)",
    "u1: 1 test row left out in cleaning: 1 row rated outside 1–5",
  ]);

  const filtered = clean({ ...source, publishedFolds: async () => [fold] }, { minUserInteractions: 2 }).data; // u goes
  expect((await filtered.publishedFolds!())[0]!.notes!.at(-1)).toBe(
    "u1: 2 test rows left out in cleaning: 1 row rated outside 1–5, 1 row of a learner or course left out of the data set",
  );
});

test("a course that several learners leave in one round is counted once among those under the threshold", () => {
  const pairs = ["u1 a", "u2 a", ...["v", "w", "x"].flatMap((user) => [`${user} b`, `${user} c`]), "v a"];
  const source = sourceOf(pairs.map((pair) => pair.split(" ") as [string, string]));
  const { report } = clean(source, { minUserInteractions: 2, minItemInteractions: 3 });
  expect(report.steps.slice(-2)).toMatchObject([
    { key: "users-below-threshold", users: 2, rows: 2 },
    { key: "items-below-threshold", items: 1, rows: 1 },
  ]);
  expect(report.rowsKept).toBe(6);
});

describe("options that cannot be followed", () => {
  const rated = sourceOf([["u", "a", 4]]);
  const unrated = sourceOf([["u", "a"]]);
  test.each([
    [rated, { repeats: "newest" as RepeatRule }, UnknownNameError, /no rule for repeats named "newest".*last/],
    [rated, { minUserInteractions: -1 }, InvalidInputError, /minUserInteractions must be a whole number, 0 or more/],
    [rated, { minItemInteractions: 1.5 }, InvalidInputError, /minItemInteractions must be .* received 1.5/],
    [rated, { scale: { min: 5, max: 1 } }, InvalidInputError, /scale must be a finite minimum and a larger/],
    [rated, { threshold: nan }, InvalidInputError, /threshold must be a finite rating, received NaN/],
    [unrated, { threshold: 4 }, InvalidInputError, /threshold cannot be used with rows, which has no ratings/],
    [unrated, { scale: { min: 1, max: 5 } }, InvalidInputError, /scale cannot be used with rows, which has no ratings/],
    [rated, { threshold: 5 }, InvalidInputError, /No row is left after cleaning.*1 row rated below 5/],
  ])("%#: are refused by name with the remedy", (source, options, error, message) => {
    expect(() => clean(source, options)).toThrow(error);
    expect(() => clean(source, options)).toThrow(message);
  });
});

test("a rating column without a scale takes the scale from the ratings, and says so", () => {
  const { scale: _, ...source } = sourceOf([
    ["u", "a", 2],
    ["u", "b", 8],
    ["u", "c", nan],
  ]);
  const { data, report } = clean(source);
  expect([data.scale, data.size]).toEqual([{ min: 2, max: 8 }, 2]);
  expect(report.notes).toEqual(["The rating scale 2–8 is taken from the ratings themselves."]);
});

test("a scale given by hand replaces the source's", () => {
  const source = sourceOf([
    ["u", "a", 4],
    ["u", "b", 9],
  ]);
  const { data } = clean(source, { scale: { min: 0, max: 10 } });
  expect([data.scale, data.size]).toEqual([{ min: 0, max: 10 }, 2]);
});

test("ids that differ only in case stay apart and are remarked on", () => {
  const { data, report } = clean(
    sourceOf([
      ["Ann", "1"],
      ["ann", "2"],
    ]),
  );
  expect(data.users.size).toBe(2);
  expect(report.notes[0]).toMatch(/learner ids differ only in upper and lower case \(Ann, ann\)/);
});

test("a catalogue without a single enrolment is a data set too", () => {
  const items = new Vocabulary("course", ["a", "b"]);
  expect(clean(sourceOf([], { items })).data.items.size).toBe(2);
});
