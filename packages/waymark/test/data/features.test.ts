import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { clean } from "../../src/data/clean.ts";
import { Dataset } from "../../src/data/dataset.ts";
import { describe as describeData } from "../../src/data/describe.ts";
import { type ItemFeatures, unknownCategory } from "../../src/data/features.ts";
import { fingerprint } from "../../src/data/fingerprint.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { sourceOf } from "./clean-source.ts";

const rows = [
  { user: "u", item: "a" },
  { user: "u", item: "b" },
  { user: "v", item: "b" },
  { user: "v", item: "c" },
];

/** b comes after a, c after a and b. */
const features: ItemFeatures = {
  titles: ["A", "B", "C"],
  texts: [undefined, "about b", undefined],
  topics: {
    names: ["x", "y"],
    matrix: CsrMatrix.fromCoordinates(3, 2, Uint32Array.of(0, 1, 2), Uint32Array.of(0, 1, 1)),
  },
  level: { names: ["beginner", "advanced"], codes: Uint32Array.of(0, unknownCategory, 1) },
  workload: Float64Array.of(60, Number.NaN, 120),
  prerequisites: CsrMatrix.fromCoordinates(3, 3, Uint32Array.of(1, 2, 2), Uint32Array.of(0, 0, 1)),
  numeric: { credits: Float64Array.of(3, 6, 9) },
  categorical: { term: { names: ["spring"], codes: Uint32Array.of(0, 0, unknownCategory) } },
};
const userFeatures = {
  numeric: { age: Float64Array.of(31, Number.NaN) },
  categorical: { mode: { names: ["full-time", "part-time"], codes: Uint32Array.of(1, 0) } },
};
const data = Dataset.fromRows(rows, { itemFeatures: () => features, userFeatures: () => userFeatures });

test("stay with the data set when its rows are replaced or read as implicit", () => {
  for (const derived of [data.replaceInteractions(data.interactions), data.asImplicit()]) {
    expect(derived.itemFeatures).toBe(features);
    expect(derived.userFeatures).toBe(userFeatures);
  }
});

test("are no part of the fingerprint: models saved before there were any still name their data", () => {
  expect(fingerprint(data)).toBe(fingerprint(Dataset.fromRows(rows)));
});

describe("what does not fit the vocabulary is named", () => {
  const square = (size: number) =>
    new CsrMatrix(size, new Uint32Array(size + 1), new Uint32Array(0), new Float64Array(0));
  const topics = features.topics!;
  test.each([
    [{ titles: ["A", "B"] }, "itemFeatures.titles: expected (3), received (2)"],
    [{ texts: ["A"] }, "itemFeatures.texts: expected (3), received (1)"],
    [{ topics: { ...topics, names: ["x"] } }, "itemFeatures.topics: expected (3 × 1), received (3 × 2)"],
    [
      { level: { names: ["one"], codes: Uint32Array.of(0, 0, 1) } },
      "itemFeatures.level: expected codes below 1, received 1",
    ],
    [{ workload: Float64Array.of(1) }, "itemFeatures.workload: expected (3), received (1)"],
    [{ prerequisites: square(2) }, "itemFeatures.prerequisites: expected (3 × 3), received (2 × 2)"],
    [{ numeric: { credits: Float64Array.of(1) } }, "itemFeatures.numeric.credits: expected (3), received (1)"],
    [
      { categorical: { term: { names: [], codes: Uint32Array.of(0, 0, 0) } } },
      "itemFeatures.categorical.term: expected codes below 0, received 0",
    ],
  ] as const)("case %#", (itemFeatures: ItemFeatures, message) => {
    expect(() => Dataset.fromRows(rows, { itemFeatures: () => itemFeatures })).toThrow(message);
  });

  test("features of learners", () => {
    const wrong = { numeric: { age: Float64Array.of(1, 2, 3) } };
    expect(() => Dataset.fromRows(rows, { userFeatures: () => wrong })).toThrow(
      "userFeatures.numeric.age: expected (2), received (3)",
    );
  });
});

test("follow their items and users to the new numbers; a prerequisite that went is one no longer", () => {
  const source = sourceOf(
    [
      ["u", "a"],
      ["u", "b"],
      ["v", "b"],
      ["v", "c"],
      ["w", "b"],
      ["v", "c"],
    ],
    {
      users: new Vocabulary("learner", ["u", "v", "w"]),
      items: new Vocabulary("course", ["a", "b", "c"]),
      itemFeatures: features,
      userFeatures: { numeric: { age: Float64Array.of(31, 44, 27) } },
    },
  );
  const kept = clean(source, { minItemInteractions: 1, minUserInteractions: 2 }).data; // w goes, then all have rows
  expect(kept.users.ids).toEqual(["u", "v"]);
  expect(kept.userFeatures).toEqual({ numeric: { age: Float64Array.of(31, 44) } });
  expect(kept.itemFeatures).toEqual(features);

  const popular = clean(source, { minItemInteractions: 2 }).data; // a and one c go
  expect(popular.items.ids).toEqual(["b"]);
  expect(popular.itemFeatures).toEqual({
    titles: ["B"],
    texts: ["about b"],
    topics: { names: ["x", "y"], matrix: CsrMatrix.fromCoordinates(1, 2, Uint32Array.of(0), Uint32Array.of(1)) },
    level: { names: ["beginner", "advanced"], codes: Uint32Array.of(unknownCategory) },
    workload: Float64Array.of(Number.NaN),
    prerequisites: new CsrMatrix(1, Uint32Array.of(0, 0), new Uint32Array(0), new Float64Array(0)),
    numeric: { credits: Float64Array.of(6) },
    categorical: { term: { names: ["spring"], codes: Uint32Array.of(0) } },
  });
});

test("prerequisites among kept items keep their direction", () => {
  const source = sourceOf(
    [
      ["u", "b"],
      ["v", "b"],
      ["u", "c"],
      ["v", "c"],
      ["u", "a"],
    ],
    {
      users: new Vocabulary("learner", ["u", "v"]),
      items: new Vocabulary("course", ["a", "b", "c"]),
      itemFeatures: features,
    },
  );
  const { items, itemFeatures } = clean(source, { minItemInteractions: 2 }).data;
  expect(items.ids).toEqual(["b", "c"]);
  const { prerequisites } = itemFeatures!;
  expect([...prerequisites!.row(0).columns]).toEqual([]); // a went
  expect([...prerequisites!.row(1).columns]).toEqual([0]); // c after b
});

test("are described with a line each", () => {
  const { itemFeatures, userFeatures: users } = describeData(data);
  expect(itemFeatures).toEqual([
    { name: "titles", kind: "text", known: 3 },
    { name: "texts", kind: "text", known: 1 },
    { name: "topics", kind: "topics", known: 3, topics: 2 },
    { name: "level", kind: "categorical", known: 2, categories: ["beginner", "advanced"] },
    { name: "workload", kind: "numeric", known: 2, min: 60, mean: 90, max: 120 },
    { name: "prerequisites", kind: "prerequisites", known: 2, links: 3 },
    { name: "credits", kind: "numeric", known: 3, min: 3, mean: 6, max: 9 },
    { name: "term", kind: "categorical", known: 2, categories: ["spring"] },
  ]);
  expect(users).toEqual([
    { name: "age", kind: "numeric", known: 1, min: 31, mean: 31, max: 31 },
    { name: "mode", kind: "categorical", known: 2, categories: ["full-time", "part-time"] },
  ]);
});
