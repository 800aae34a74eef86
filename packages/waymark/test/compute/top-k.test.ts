import fc from "fast-check";
import { expect, test } from "vitest";
import { topK } from "../../src/compute/top-k.ts";

test("takes what sorting everything would take, ties by the lower index", () => {
  const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(Number.NaN, -Infinity, Infinity, -0));
  fc.assert(
    fc.property(fc.array(score, { maxLength: 30 }), fc.integer({ min: 0, max: 35 }), (scores, k) => {
      const sorted = scores
        .map((_, index) => index)
        .filter((index) => !Number.isNaN(scores[index]) && scores[index] !== -Infinity)
        .sort((a, b) => (scores[a]! === scores[b]! ? a - b : scores[a]! < scores[b]! ? 1 : -1))
        .slice(0, k);
      expect([...topK(Float64Array.from(scores), k)]).toEqual(sorted);
    }),
  );
});

test("offers nothing when nothing can be said", () => {
  expect([...topK(Float64Array.of(Number.NaN, -Infinity), 3)]).toEqual([]);
});
