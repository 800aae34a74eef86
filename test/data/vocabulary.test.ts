import fc from "fast-check";
import { expect, test } from "vitest";
import { compareIds, Vocabulary } from "../../src/data/vocabulary.ts";

test("orders whole numbers by value, then the rest by code unit, whatever order they come in", () => {
  const sorted = ["0", "2", "10", "007", "1e3", "B", "a", "ä"];
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (ids) => {
      expect(Vocabulary.from("course", ids).ids).toEqual(sorted);
    }),
  );
});

test("compareIds is a total order", () => {
  const id = fc.oneof(fc.string(), fc.nat().map(String));
  fc.assert(
    fc.property(id, id, id, (a, b, c) => {
      expect(Math.sign(compareIds(a, b)) + Math.sign(compareIds(b, a))).toBe(0);
      if (compareIds(a, b) <= 0 && compareIds(b, c) <= 0) expect(compareIds(a, c)).toBeLessThanOrEqual(0);
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
