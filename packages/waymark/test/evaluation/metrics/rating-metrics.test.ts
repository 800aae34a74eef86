import fc from "fast-check";
import { expect, test } from "vitest";
import { mae } from "../../../src/evaluation/metrics/mae.ts";
import { mse } from "../../../src/evaluation/metrics/mse.ts";
import { rmse } from "../../../src/evaluation/metrics/rmse.ts";

const predicted = Float64Array.of(4, 3, 2.5, 1);
const actual = Float64Array.of(5, 3, 1, 3); // errors −1, 0, 1.5, −2

test("errors are squared and averaged, and the root is taken last", () => {
  expect(mse(predicted, actual)).toBe((1 + 0 + 2.25 + 4) / 4);
  expect(rmse(predicted, actual)).toBe(Math.sqrt(7.25 / 4));
});

test("absolute errors are averaged without regard to their side", () => {
  expect(mae(predicted, actual)).toBe((1 + 0 + 1.5 + 2) / 4);
});

test("the mean absolute error never exceeds the root mean squared error", () => {
  const ratings = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })), { minLength: 1 });
  fc.assert(
    fc.property(ratings, (pairs) => {
      const p = Float64Array.from(pairs, ([a]) => a);
      const r = Float64Array.from(pairs, ([, b]) => b);
      expect(mae(p, r)).toBeLessThanOrEqual(rmse(p, r) + 1e-12);
    }),
  );
});

test("no ratings give no figure, and arrays of unlike length are refused", () => {
  expect(rmse(new Float64Array(0), new Float64Array(0))).toBeNaN();
  expect(() => mse(predicted, actual.slice(1))).toThrow(RangeError);
  expect(() => mae(predicted, actual.slice(1))).toThrow(RangeError);
});
