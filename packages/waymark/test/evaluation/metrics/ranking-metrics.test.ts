import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { topK } from "../../../src/compute/top-k.ts";
import { auc } from "../../../src/evaluation/metrics/auc.ts";
import { reciprocalRank } from "../../../src/evaluation/metrics/reciprocal-rank.ts";
import { firstRelevantRank } from "./first-relevant-rank.ts";

describe("the rank of the first relevant item", () => {
  test("counts the items scored higher", () => {
    const scores = Float64Array.of(0.1, 0.9, 0.5, 0.7);
    expect(firstRelevantRank(scores, Uint32Array.of(0, 2))).toBe(3); // after items 1 and 3
    expect(reciprocalRank(3)).toBe(1 / 3);
  });

  test("lets equal scores stand in item order, before and behind", () => {
    const scores = Float64Array.of(1, 1, 1, 1);
    expect(firstRelevantRank(scores, Uint32Array.of(0))).toBe(1);
    expect(firstRelevantRank(scores, Uint32Array.of(3, 2))).toBe(3);
  });

  test("passes over what is not ranked, and is infinite where nothing relevant is", () => {
    const scores = Float64Array.of(Number.NaN, 2, Number.NEGATIVE_INFINITY, 1);
    expect(firstRelevantRank(scores, Uint32Array.of(0, 3))).toBe(2);
    expect(firstRelevantRank(scores, Uint32Array.of(0, 2))).toBe(Number.POSITIVE_INFINITY);
    expect(reciprocalRank(Number.POSITIVE_INFINITY)).toBe(0);
  });

  test("is the place topK gives it, whatever the scores", () => {
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (values, a, b) => {
        const scores = Float64Array.from(values);
        const relevant = Uint32Array.of(a % values.length, b % values.length);
        const place = topK(scores, values.length).findIndex((item) => relevant.includes(item));
        expect(firstRelevantRank(scores, relevant)).toBe(place < 0 ? Number.POSITIVE_INFINITY : place + 1);
      }),
    );
  });

  test("a rank below 1 is refused", () => {
    expect(() => reciprocalRank(0)).toThrow(RangeError);
    expect(() => reciprocalRank(Number.NaN)).toThrow(RangeError);
  });
});

describe("AUC", () => {
  test("is the share of pairs in the right order, equal scores half", () => {
    // 3 > 2, 3 > 1, 1 < 2, 1 = 1
    expect(auc(Float64Array.of(3, 1), Float64Array.of(2, 1))).toBe((1 + 1 + 0 + 0.5) / 4);
  });

  test("ranks NaN below every number, and level with NaN", () => {
    expect(auc(Float64Array.of(Number.NaN), Float64Array.of(-5, 0))).toBe(0);
    expect(auc(Float64Array.of(-5), Float64Array.of(Number.NaN, Number.NaN))).toBe(1);
    expect(auc(Float64Array.of(Number.NaN), Float64Array.of(Number.NaN, 1))).toBe((0.5 + 0) / 2);
  });

  test("says nothing where there are no pairs", () => {
    expect(auc(new Float64Array(0), Float64Array.of(1))).toBeNaN();
    expect(auc(Float64Array.of(1), new Float64Array(0))).toBeNaN();
  });

  const scores = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 17 });
  test("equals the count over all pairs", () => {
    fc.assert(
      fc.property(scores, scores, (relevant, others) => {
        let won = 0;
        for (const s of relevant) for (const t of others) won += s > t ? 1 : s === t ? 0.5 : 0;
        const expected = won / (relevant.length * others.length);
        expect(auc(Float64Array.from(relevant), Float64Array.from(others))).toBeCloseTo(expected, 12);
      }),
    );
  });

  test("of reversed scores is what is left to 1", () => {
    fc.assert(
      fc.property(scores, scores, (relevant, others) => {
        const forward = auc(Float64Array.from(relevant), Float64Array.from(others));
        const backward = auc(
          Float64Array.from(relevant, (s) => -s),
          Float64Array.from(others, (s) => -s),
        );
        expect(forward + backward).toBeCloseTo(1, 12);
      }),
    );
  });
});
