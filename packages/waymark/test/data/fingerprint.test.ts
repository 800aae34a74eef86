import fc from "fast-check";
import { expect, test } from "vitest";
import { Dataset, type Row } from "../../src/data/dataset.ts";
import { fingerprint } from "../../src/data/fingerprint.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";

const rows: readonly Row[] = [
  { user: "10", item: "a", value: 4, time: 100 },
  { user: "9", item: "b", value: 0, time: 200 },
  { user: "9", item: "a", value: 3 },
];
const of = (changed: readonly Row[], scale = { min: 0, max: 5 }) => fingerprint(Dataset.fromRows(changed, { scale }));

test("does not depend on the order of rows", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...rows], { minLength: 3 }), (shuffled) => {
      expect(of(shuffled)).toBe(of(rows));
    }),
  );
});

test("does not depend on the order of the vocabularies", () => {
  const data = Dataset.fromRows(rows, { scale: { min: 0, max: 5 } });
  const users = new Vocabulary("learner", [...data.users.ids].reverse());
  const turned = data.interactions.users.map((user) => data.users.size - 1 - user);
  const interactions = { ...data.interactions, users: turned };
  expect(fingerprint(new Dataset({ name: "turned", scale: data.scale!, users, items: data.items, interactions }))).toBe(
    of(rows),
  );
});

test.each<[string, readonly Row[]]>([
  ["a rating", rows.with(0, { ...rows[0]!, value: 5 })],
  ["a time", rows.with(1, { ...rows[1]!, time: 201 })],
  ["a time that is missing", rows.with(1, { user: "9", item: "b", value: 0 })],
  ["an id", rows.map((row) => ({ ...row, user: row.user === "9" ? "8" : row.user }))],
  ["which user had which rating", [{ ...rows[0]!, value: 3 }, rows[1]!, { ...rows[2]!, value: 4 }]],
  ["a row more", [...rows, { user: "10", item: "b", value: 1, time: 1 }]],
  ["a row less", rows.slice(1)],
])("changes with %s", (_, changed) => {
  expect(of(changed)).not.toBe(of(rows));
});

test("changes with the scale and with reading ratings as mere enrolments", () => {
  expect(of(rows, { min: 0, max: 10 })).not.toBe(of(rows));
  expect(fingerprint(Dataset.fromRows(rows, { scale: { min: 0, max: 5 } }).asImplicit())).not.toBe(of(rows));
});

test("stays what it is from release to release: saved models name the data they learnt from", () => {
  expect(of(rows)).toBe("08e5a6367880a9df415905235a138c7be4fd7ffe45e7eac305f5a012328a4b09");
});

test("tells a zero from a negative zero no more than arithmetic does", () => {
  expect(of(rows.with(1, { ...rows[1]!, value: -0 }))).toBe(of(rows));
});
