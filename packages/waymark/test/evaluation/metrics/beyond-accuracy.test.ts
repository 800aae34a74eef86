import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { coverageAt } from "../../../src/evaluation/metrics/coverage.ts";
import { ListDiversity } from "../../../src/evaluation/metrics/diversity.ts";
import { giniAt } from "../../../src/evaluation/metrics/gini.ts";
import { noveltyAt } from "../../../src/evaluation/metrics/novelty.ts";
import { popularityAt } from "../../../src/evaluation/metrics/popularity.ts";

test("coverage is the share of the catalogue that was shown at all", () => {
  expect(coverageAt(Uint32Array.of(3, 0, 1, 0, 0))).toBe(2 / 5);
});

describe("Gini", () => {
  test("is half the mean difference of two items' exposure, over the mean exposure", () => {
    // |differences| over all 16 ordered pairs of 0 0 4 4: 8 pairs of 4, so a mean of 2; mean exposure 2
    expect(giniAt(Uint32Array.of(4, 0, 0, 4))).toBe(2 / (2 * 2));
  });
  test("is 0 when all are shown alike and 1 − 1/n when one item has every place", () => {
    expect(giniAt(Uint32Array.of(7, 7, 7))).toBe(0);
    expect(giniAt(Uint32Array.of(0, 0, 9, 0))).toBe(1 - 1 / 4);
  });
  test("sorts by number: 10 is more than 9", () => {
    expect(giniAt(Uint32Array.of(10, 9))).toBeCloseTo(1 / (2 * 19), 14);
  });
  test("says nothing when nothing is shown", () => {
    expect(giniAt(Uint32Array.of(0, 0))).toBeNaN();
  });
  test("does not depend on which item is which", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1 }), (exposure) => {
        fc.pre(exposure.some((count) => count > 0));
        const backwards = Uint32Array.from([...exposure].reverse());
        expect(giniAt(Uint32Array.from(exposure))).toBe(giniAt(backwards));
      }),
    );
  });
});

describe("novelty", () => {
  const takers = Uint32Array.of(8, 2, 0, 1);
  test("is the mean surprise in bits: 0 for what all 8 users took, 2 for what 2 of 8 took", () => {
    expect(noveltyAt(2, Uint32Array.of(1, 0), takers, 8)).toBe((2 + 0) / 2);
  });
  test("counts an item nobody took as taken by one", () => {
    expect(noveltyAt(5, Uint32Array.of(2), takers, 8)).toBe(3);
    expect(noveltyAt(5, Uint32Array.of(3), takers, 8)).toBe(3);
  });
  test("averages over what a short list holds, and says nothing of an empty one", () => {
    expect(noveltyAt(10, Uint32Array.of(1), takers, 8)).toBe(2);
    expect(noveltyAt(10, new Uint32Array(0), takers, 8)).toBeNaN();
  });
});

test("popularity is the mean number of takers of what is listed", () => {
  const takers = Uint32Array.of(8, 2, 0);
  expect(popularityAt(2, Uint32Array.of(0, 1, 2), takers)).toBe(5);
  expect(popularityAt(10, Uint32Array.of(0, 1, 2), takers)).toBe(10 / 3);
  expect(popularityAt(10, new Uint32Array(0), takers)).toBeNaN();
});

describe("intra-list diversity", () => {
  /** Items 0 and 1 share one of two topics, item 2 has a topic of its own, item 3 has none. */
  const topics = CsrMatrix.fromCoordinates(
    4,
    4,
    Uint32Array.of(0, 0, 1, 1, 2),
    Uint32Array.of(0, 1, 1, 2, 3),
    Float64Array.of(1, 1, 1, 1, 5),
  );
  const diversity = new ListDiversity(topics);

  test("is 1 less the mean cosine of all pairs", () => {
    // cos(0, 1) = 1 / (√2 √2); cos(0, 2) = cos(1, 2) = 0
    expect(diversity.at(3, Uint32Array.of(0, 1, 2))).toBeCloseTo(1 - (1 / 2 + 0 + 0) / 3, 14);
    expect(diversity.at(2, Uint32Array.of(0, 1, 2))).toBeCloseTo(1 - 1 / 2, 14);
  });

  test("starts afresh with every list", () => {
    const first = diversity.at(3, Uint32Array.of(0, 1, 2));
    diversity.at(3, Uint32Array.of(2, 1, 3));
    expect(diversity.at(3, Uint32Array.of(0, 1, 2))).toBe(first);
  });

  test("leaves out items that nothing is known about", () => {
    expect(diversity.at(3, Uint32Array.of(0, 3, 1))).toBeCloseTo(1 / 2, 14);
    expect(diversity.at(2, Uint32Array.of(0, 3))).toBeNaN();
  });

  test("takes weights into account, unless a value is declared to be no weight", () => {
    const rated = CsrMatrix.fromCoordinates(
      2,
      2,
      Uint32Array.of(0, 0, 1),
      Uint32Array.of(0, 1, 0),
      Float64Array.of(3, 4, 2),
    );
    expect(new ListDiversity(rated).at(2, Uint32Array.of(0, 1))).toBeCloseTo(1 - 3 / 5, 14);
    const binary = new ListDiversity(rated, { binary: true });
    expect(binary.at(2, Uint32Array.of(0, 1))).toBeCloseTo(1 - 1 / Math.SQRT2, 14);
  });

  test("is the same whether few or most features are touched", () => {
    const rows = Uint32Array.of(0, 0, 1, 1);
    const columns = Uint32Array.of(0, 1, 1, 2);
    const narrow = new ListDiversity(CsrMatrix.fromCoordinates(2, 3, rows, columns));
    const wide = new ListDiversity(CsrMatrix.fromCoordinates(2, 300, rows, columns));
    for (const _ of [1, 2]) expect(wide.at(2, Uint32Array.of(0, 1))).toBe(narrow.at(2, Uint32Array.of(0, 1)));
    expect(wide.at(2, Uint32Array.of(0, 1))).toBeCloseTo(1 / 2, 14);
  });
});

test("metrics of items refuse a k that is no positive whole number", () => {
  const diversity = new ListDiversity(CsrMatrix.fromCoordinates(1, 1, Uint32Array.of(0), Uint32Array.of(0)));
  const list = Uint32Array.of(0);
  expect(() => noveltyAt(0, list, list, 1)).toThrow(RangeError);
  expect(() => popularityAt(1.5, list, list)).toThrow(RangeError);
  expect(() => diversity.at(-1, list)).toThrow(RangeError);
});
