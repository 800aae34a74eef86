import fc from "fast-check";
import { expect, test } from "vitest";
import { orderIds, Vocabulary } from "../../src/data/vocabulary.ts";

test("orders whole numbers by value, then the rest by code unit, whatever order they come in", () => {
  const sorted = ["0", "2", "10", "007", "1e3", "B", "a", "ä"];
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (ids) => {
      expect(Vocabulary.from("course", ids).ids).toEqual(sorted);
    }),
  );
});

test("orders ids of every kind as comparing them two by two would", () => {
  const isWhole = (id: string) => /^[0-9]+$/.test(id) && String(BigInt(id)) === id;
  const compare = (a: string, b: string): number => {
    if (isWhole(a) && isWhole(b)) return BigInt(a) < BigInt(b) ? -1 : 1;
    return isWhole(a) ? -1 : isWhole(b) ? 1 : a < b ? -1 : 1;
  };
  const digits = fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String);
  const id = fc.oneof(
    fc.string({ maxLength: 4, unit: "binary" }),
    fc.nat(99).map(String),
    digits,
    fc.constantFrom("", "-1", "007", "1.5"),
  );
  fc.assert(
    fc.property(fc.uniqueArray(id), (ids) => {
      expect(Array.from(orderIds(ids), (at) => ids[at])).toEqual(ids.toSorted(compare));
    }),
  );
});

test("goes from id to index and back", () => {
  const courses = Vocabulary.from("course", ["b", "a", "b"]);
  expect(courses.size).toBe(2);
  expect(courses.ids.map((id) => courses.index(id))).toEqual([0, 1]);
  expect(courses.id(1)).toBe("b");
  expect(courses.find("c")).toBeUndefined();
});

test("names the id it does not know, and one that differs only in case", () => {
  const courses = Vocabulary.from("course", ["Algebra"]);
  expect(() => courses.index("poetry")).toThrow('No course has the id "poetry"');
  expect(() => courses.index("algebra")).toThrow('there is "Algebra"');
  expect(() => courses.id(1)).toThrow(RangeError);
});

test("does not mistake an id for a property of objects", () => {
  const odd = Vocabulary.from("learner", ["__proto__", "constructor"]);
  expect(odd.index("constructor")).toBe(1);
  expect(odd.find("toString")).toBeUndefined();
});

test("refuses ids that repeat", () => {
  expect(() => new Vocabulary("course", ["a", "a"])).toThrow(/unique/);
});
