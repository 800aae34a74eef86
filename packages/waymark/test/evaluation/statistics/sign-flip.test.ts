import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../../src/compute/random.ts";
import { signFlipTest } from "../../../src/evaluation/statistics/sign-flip.ts";

const golden = JSON.parse(readFileSync(new URL("../../golden/metrics/statistics.json", import.meta.url), "utf8")) as {
  readonly signFlips: readonly {
    readonly differences: readonly number[];
    readonly pValue: number;
    readonly exact: boolean;
    readonly tTest: number;
  }[];
};

test("three users who all prefer the same model: 2 of the 8 assignments are as extreme", () => {
  expect(signFlipTest(Float64Array.of(1, 2, 3), 0)).toBe(2 / 8);
});

test("mixed signs: 1 − 2 + 4 = 3 is reached or passed by ±(7), ±(5) and itself, so by 6 of 8", () => {
  // |sums| of the 8 assignments: 7 7 5 5 3 3 1 1
  expect(signFlipTest(Float64Array.of(1, -2, 4), 0)).toBe(6 / 8);
});

describe("SciPy's permutation_test", () => {
  const exact = golden.signFlips.filter((entry) => entry.exact);
  const drawn = golden.signFlips.filter((entry) => !entry.exact);

  test.each(exact)("gives exactly the same where all assignments are counted", ({ differences, pValue }) => {
    expect(signFlipTest(Float64Array.from(differences), 0)).toBeCloseTo(pValue, 12);
  });

  test.each(drawn)("gives nearly the same where they are drawn", ({ differences, pValue, tTest }) => {
    const p = signFlipTest(Float64Array.from(differences), 0, 40_000);
    const error = 4 * Math.sqrt((pValue * (1 - pValue)) / 40_000) + 2e-4;
    expect(Math.abs(p - pValue)).toBeLessThan(error);
    expect(Math.abs(p - tTest)).toBeLessThan(error + 0.005); // Smucker et al. 2007: the two tests agree
  });
});

describe("a p-value", () => {
  const differences = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 80 });

  test("is above 0 and at most 1, for any differences", () => {
    fc.assert(
      fc.property(differences, fc.nat(), (values, seed) => {
        const p = signFlipTest(Float64Array.from(values), seed, 200);
        expect(p > 0 && p <= 1).toBe(true);
      }),
    );
  });

  test("is 1 for two models that are level for everyone", () => {
    expect(signFlipTest(new Float64Array(500), 3)).toBe(1);
    expect(signFlipTest(new Float64Array(0), 3)).toBe(1);
  });

  test("does not change when users without a difference are added, or the models change places", () => {
    fc.assert(
      fc.property(differences, (values) => {
        const p = signFlipTest(Float64Array.from(values), 1, 200);
        expect(signFlipTest(Float64Array.from([0, ...values, 0, 0]), 1, 200)).toBe(p);
        const swapped = signFlipTest(
          Float64Array.from(values, (value) => -value),
          1,
          200,
        );
        expect(Math.abs(swapped - p)).toBeLessThan(values.length > 7 ? 0.3 : 1e-12);
      }),
    );
  });

  test("repeats with the seed", () => {
    const values = Float64Array.from({ length: 100 }, (_, n) => Math.sin(n) + 0.2);
    expect(signFlipTest(values, 5)).toBe(signFlipTest(values, 5));
    expect(signFlipTest(values, 5)).not.toBe(signFlipTest(values, 6));
  });

  test("never says 0: the smallest is 1 in the number of assignments looked at", () => {
    expect(signFlipTest(new Float64Array(1000).fill(1), 0)).toBe(1 / 10_001);
  });
});

test("of two equal models it is rarely small: at most 5 % of the time below 0.05", () => {
  const random = new Random(11);
  let rejected = 0;
  for (let round = 0; round < 400; round++) {
    const differences = Float64Array.from({ length: 60 }, () => random.normal() ** 3); // symmetric, heavy tails
    if (signFlipTest(differences, round, 999) <= 0.05) rejected++;
  }
  expect(rejected / 400).toBeGreaterThan(0.02); // 0.05 ± 3 standard errors of 0.011
  expect(rejected / 400).toBeLessThan(0.085);
});
