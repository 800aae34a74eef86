import { describe, expect, test } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { type Normalization, normalizations, normalizeRatings } from "../../src/data/normalize.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { InvalidInputError, UnknownNameError } from "../../src/errors.ts";

const rows = [
  { user: "u", item: "a", value: 2 },
  { user: "u", item: "b", value: 4 },
  { user: "u", item: "c", value: 3 },
  { user: "v", item: "a", value: 5 }, // a single rating
  { user: "w", item: "b", value: 4 }, // ratings all alike
  { user: "w", item: "c", value: 4 },
];
const data = Dataset.fromRows(rows, { scale: { min: 1, max: 5 } });
const deviation = Math.sqrt((1 + 1 + 0) / 3); // of u, around 3

test.each<[Normalization, number[]]>([
  ["min-max", [1 / 4, 3 / 4, 2 / 4, 1, 3 / 4, 3 / 4]],
  ["user-mean", [-1, 1, 0, 0, 0, 0]],
  ["item-mean", [2 - 7 / 2, 4 - 4, 3 - 7 / 2, 5 - 7 / 2, 4 - 4, 4 - 7 / 2]],
  ["user-z-score", [-1 / deviation, 1 / deviation, 0, 0, 0, 0]],
])("%s changes six ratings as worked by hand", (method, expected) => {
  const { values } = normalizeRatings(data, method).data.interactions;
  expected.forEach((value, row) => {
    expect(values![row]).toBeCloseTo(value, 12);
  });
});

describe.each(normalizations)("%s", (method) => {
  const normalized = normalizeRatings(data, method);

  test("restores every rating", () => {
    const { users, items, values } = normalized.data.interactions;
    rows.forEach(({ value }, row) => {
      expect(normalized.restore(values![row]!, users[row]!, items[row]!)).toBeCloseTo(value, 12);
    });
  });

  test("keeps its values on its scale, and leaves the original as it was", () => {
    const { min, max } = normalized.data.scale!;
    for (const value of normalized.data.interactions.values!) expect(value >= min && value <= max).toBe(true);
    expect([...data.interactions.values!]).toEqual(rows.map(({ value }) => value));
  });

  test("is refused for data without ratings", () => {
    expect(() => normalizeRatings(data.asImplicit(), method)).toThrow(InvalidInputError);
  });
});

test("min-max runs from 0 to 1 over the scale, not over the ratings seen", () => {
  expect(normalizeRatings(data, "min-max").data.scale).toEqual({ min: 0, max: 1 });
});

test("whoever has no rating restores with the mean and deviation of all", () => {
  const users = new Vocabulary("learner", [...data.users.ids, "newcomer"]);
  const wider = new Dataset({ ...data, users, interactions: data.interactions, items: data.items, name: "wider" });
  const mean = (2 + 4 + 3 + 5 + 4 + 4) / 6;
  const squares = rows.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  expect(normalizeRatings(wider, "user-mean").restore(0, 3, 0)).toBeCloseTo(mean, 12);
  expect(normalizeRatings(wider, "user-z-score").restore(2, 3, 0)).toBeCloseTo(mean + 2 * Math.sqrt(squares / 6), 12);
});

test("ratings alike but for rounding count as alike", () => {
  const alike = Dataset.fromRows(
    ["a", "b", "c"].map((item) => ({ user: "u", item, value: 0.1 + 0.2 })),
    { scale: { min: 0, max: 1 } },
  );
  const { values } = normalizeRatings(alike, "user-z-score").data.interactions;
  for (const value of values!) expect(Math.abs(value)).toBeLessThan(1e-12);
});

test("an unknown method is answered with the nearest ones", () => {
  expect(() => normalizeRatings(data, "zscore" as Normalization)).toThrow(UnknownNameError);
});
