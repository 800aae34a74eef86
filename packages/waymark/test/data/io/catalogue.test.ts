import { expect, test } from "vitest";
import { unknownCategory } from "../../../src/data/features.ts";
import { catalogueFeatures } from "../../../src/data/io/catalogue.ts";
import { featureColumns } from "../../../src/data/io/feature-columns.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";

const items = new Vocabulary("course", ["a", "b", "c"]);

test("levels ascend from the easiest, whatever their order in the catalogue or the alphabet", () => {
  const { level } = catalogueFeatures(items, [
    { id: "c", level: "Advanced" },
    { id: "a", level: "Introductory" },
    { id: "b", level: "Intermediate" },
  ]);
  expect(level).toEqual({ names: ["Introductory", "Intermediate", "Advanced"], codes: Uint32Array.of(0, 1, 2) });
  const numbered = catalogueFeatures(items, [
    { id: "a", level: "10" },
    { id: "b", level: "9" },
  ]);
  expect(numbered.level).toEqual({ names: ["9", "10"], codes: Uint32Array.of(1, 0, unknownCategory) });
});

test("a feature that no entry has is left out", () => {
  expect(catalogueFeatures(items, [{ id: "a", title: "", workload: Number.NaN, prerequisites: [] }])).toEqual({});
});

test("prerequisites are read by id; those outside the vocabulary are passed over", () => {
  const { prerequisites } = catalogueFeatures(items, [{ id: "b", prerequisites: ["c", "gone", "a"] }]);
  expect([1, 0, 2].map((row) => [...prerequisites!.row(row).columns])).toEqual([[0, 2], [], []]);
});

test("a column is numeric where every cell that is not blank is a number, unless its numbers are codes", () => {
  const ids = ["c", "a", "c", "elsewhere"];
  const columns = {
    credits: ["6", "", "7", "x"],
    term: ["2024S", "5", "1", "1"],
    code: ["2", "10", "3", "4"],
    blank: ["", "", "", "full"],
  };
  expect(featureColumns(items, ids, columns, ["code"])).toEqual({
    numeric: { credits: Float64Array.of(Number.NaN, Number.NaN, 6) }, // the first row of c stands
    categorical: {
      term: { names: ["5", "2024S"], codes: Uint32Array.of(0, unknownCategory, 1) },
      code: { names: ["2", "10"], codes: Uint32Array.of(1, unknownCategory, 0) },
    },
  });
});
