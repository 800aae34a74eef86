import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { holm } from "../../../src/evaluation/statistics/holm.ts";

const golden = JSON.parse(readFileSync(new URL("../../golden/metrics/statistics.json", import.meta.url), "utf8")) as {
  readonly holm: readonly { readonly pValues: readonly number[]; readonly adjusted: readonly number[] }[];
};

test("the smallest of three is tripled, the next doubled, and none falls below the one before", () => {
  const [a, b, c] = holm([0.01, 0.04, 0.03]);
  expect(a).toBeCloseTo(3 * 0.01, 14);
  expect(c).toBeCloseTo(2 * 0.03, 14);
  expect(b).toBeCloseTo(2 * 0.03, 14); // 1 · 0.04 is less than what c already has
});

test.each(golden.holm)("statsmodels' multipletests gives the same", ({ pValues, adjusted }) => {
  holm(pValues).forEach((value, n) => {
    expect(value).toBeCloseTo(adjusted[n]!, 12);
  });
});

const pValues = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { maxLength: 20 });

test("adjusted values keep the order, stay within 1 and are never below the p-values", () => {
  fc.assert(
    fc.property(pValues, (values) => {
      const adjusted = holm(values);
      values.forEach((p, a) => {
        expect(adjusted[a]!).toBeGreaterThanOrEqual(p);
        expect(adjusted[a]!).toBeLessThanOrEqual(1);
        values.forEach((q, b) => {
          if (p < q) expect(adjusted[a]!).toBeLessThanOrEqual(adjusted[b]!);
        });
      });
    }),
  );
});

test("more comparisons never make one look surer", () => {
  fc.assert(
    fc.property(pValues, fc.double({ min: 0, max: 1, noNaN: true }), (values, another) => {
      const before = holm(values);
      const after = holm([...values, another]);
      before.forEach((value, n) => {
        expect(after[n]!).toBeGreaterThanOrEqual(value);
      });
    }),
  );
});
