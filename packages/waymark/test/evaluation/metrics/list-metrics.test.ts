import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { averagePrecisionAt } from "../../../src/evaluation/metrics/average-precision.ts";
import { f1At } from "../../../src/evaluation/metrics/f1.ts";
import { hitAt } from "../../../src/evaluation/metrics/hit.ts";
import { markHits } from "../../../src/evaluation/metrics/hits.ts";
import { ndcgAt } from "../../../src/evaluation/metrics/ndcg.ts";
import { precisionAt } from "../../../src/evaluation/metrics/precision.ts";
import { recallAt } from "../../../src/evaluation/metrics/recall.ts";
import { recallCappedAt } from "../../../src/evaluation/metrics/recall-capped.ts";

/** Ranks 1 to 6: hits at 1, 3 and 6; the user has five relevant items in all. */
const hits = Uint8Array.of(1, 0, 1, 0, 0, 1);
const relevantCount = 5;

test("a list is marked item by item, in its own order", () => {
  const isRelevant = Uint8Array.of(0, 1, 0, 1);
  expect(markHits(Uint32Array.of(3, 0, 1), isRelevant)).toEqual(Uint8Array.of(1, 0, 1));
});

describe("precision", () => {
  test("is hits over places", () => {
    expect(precisionAt(3, hits)).toBe(2 / 3);
    expect(precisionAt(1, hits)).toBe(1);
  });
  test("does not excuse a list that is shorter than k", () => {
    expect(precisionAt(10, hits)).toBe(3 / 10);
  });
});

describe("the two recalls", () => {
  test("divide by all that is relevant, or by what k places could hold", () => {
    expect(recallAt(3, hits, relevantCount)).toBe(2 / 5);
    expect(recallCappedAt(3, hits, relevantCount)).toBe(2 / 3);
  });
  test("agree where no more is relevant than fits", () => {
    expect(recallAt(6, hits, relevantCount)).toBe(3 / 5);
    expect(recallCappedAt(6, hits, relevantCount)).toBe(3 / 5);
  });
});

describe("F1", () => {
  test("is the harmonic mean of precision and the recall over all that is relevant", () => {
    const [p, r] = [2 / 3, 2 / 5];
    expect(f1At(3, hits, relevantCount)).toBeCloseTo((2 * p * r) / (p + r), 14);
  });
  test("is 0, not NaN, for a list without a hit", () => {
    expect(f1At(2, Uint8Array.of(0, 0), 3)).toBe(0);
  });
});

describe("nDCG", () => {
  test("discounts rank p by log₂(p + 1) and divides by the best list of min(k, |relevant|) hits", () => {
    const gain = 1 + 1 / Math.log2(4); // hits at ranks 1 and 3
    const best = 1 + 1 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcgAt(3, hits, relevantCount)).toBeCloseTo(gain / best, 14);
  });
  test("counts nothing beyond k", () => {
    const best = 1 + 1 / Math.log2(3) + 1 / Math.log2(4) + 1 / Math.log2(5) + 1 / Math.log2(6);
    expect(ndcgAt(5, hits, relevantCount)).toBeCloseTo(1.5 / best, 14);
    expect(ndcgAt(6, hits, relevantCount)).toBeCloseTo((1.5 + 1 / Math.log2(7)) / best, 14);
  });
  test("is 1 / log₂ 3 for a single relevant item at rank 2", () => {
    expect(ndcgAt(10, Uint8Array.of(0, 1), 1)).toBeCloseTo(0.6309297535714575, 14);
  });
});

describe("average precision", () => {
  test("is the mean precision at the hits, over min(k, |relevant|)", () => {
    expect(averagePrecisionAt(3, hits, relevantCount)).toBeCloseTo((1 / 1 + 2 / 3) / 3, 14);
    expect(averagePrecisionAt(6, hits, relevantCount)).toBeCloseTo((1 / 1 + 2 / 3 + 3 / 6) / 5, 14);
  });
});

test("a hit is a hit only within the first k places", () => {
  expect(hitAt(2, Uint8Array.of(0, 0, 1))).toBe(0);
  expect(hitAt(3, Uint8Array.of(0, 0, 1))).toBe(1);
  expect(hitAt(3, Uint8Array.of(1, 1, 1))).toBe(1);
});

describe("every metric of hits", () => {
  const metrics = { precisionAt, recallAt, recallCappedAt, f1At, ndcgAt, averagePrecisionAt, hitAt };
  const cases = fc.record({
    k: fc.integer({ min: 1, max: 12 }),
    hits: fc.array(fc.constantFrom(0, 1), { maxLength: 12 }).map((array) => Uint8Array.from(array)),
    unlisted: fc.integer({ min: 0, max: 5 }),
  });
  const all = (h: Uint8Array) => h.reduce((sum, hit) => sum + hit, 0);

  test.each(Object.entries(metrics))("%s lies between 0 and 1", (_, metric) => {
    fc.assert(
      fc.property(cases, ({ k, hits, unlisted }) => {
        const value = metric(k, hits, Math.max(1, all(hits) + unlisted));
        expect(value >= 0 && value <= 1 + 1e-12).toBe(true);
      }),
    );
  });

  test.each(Object.entries(metrics))("%s never falls when a hit moves one place up", (_, metric) => {
    fc.assert(
      fc.property(cases, ({ k, hits, unlisted }) => {
        const at = hits.findIndex((hit, p) => hit === 1 && p > 0 && hits[p - 1] === 0);
        if (at < 0) return;
        const better = hits.slice();
        better[at - 1] = 1;
        better[at] = 0;
        const relevant = all(hits) + unlisted;
        expect(metric(k, better, relevant)).toBeGreaterThanOrEqual(metric(k, hits, relevant));
      }),
    );
  });

  test.each(["recallCappedAt", "ndcgAt", "averagePrecisionAt"] as const)("%s of a perfect list is 1", (name) => {
    for (const relevant of [1, 3, 10, 20])
      expect(metrics[name](10, new Uint8Array(10).fill(1, 0, Math.min(10, relevant)), relevant)).toBeCloseTo(1, 14);
  });

  test.each(["recallAt", "recallCappedAt", "f1At", "ndcgAt", "averagePrecisionAt"] as const)(
    "%s is NaN when nothing is relevant, so that nobody averages it in",
    (name) => {
      expect(metrics[name](3, Uint8Array.of(0, 0, 0), 0)).toBeNaN();
    },
  );

  test.each(Object.entries(metrics))("%s refuses a k that is no positive whole number", (_, metric) => {
    for (const k of [0, -1, 1.5, Number.NaN]) expect(() => metric(k, hits, 5)).toThrow(RangeError);
  });
});
