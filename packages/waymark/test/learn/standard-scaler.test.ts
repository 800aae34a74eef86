import { describe, expect, test } from "vitest";
import { fitMinMaxScaler, fitStandardScaler } from "../../src/learn/standard-scaler.ts";

describe("scalers", () => {
  const values = Float64Array.of(2, 4, Number.NaN, 6, 1000);
  const rows = Uint32Array.of(0, 1, 2, 3); // the last row is held out

  test("min–max: the learned rows lie between 0 and 1, others may lie beyond", () => {
    const scaling = fitMinMaxScaler(values, rows);
    expect([...values.map(scaling.apply)]).toEqual([0, 0.5, Number.NaN, 1, 249.5]);
  });

  test("standardization: mean 0 and deviation 1 on the learned rows", () => {
    const scaling = fitStandardScaler(values, rows);
    const [a, b, , c] = values.map(scaling.apply);
    expect(a! + b! + c!).toBeCloseTo(0, 12);
    expect((a! ** 2 + b! ** 2 + c! ** 2) / 3).toBeCloseTo(1, 12);
  });

  test("learn nothing from held-out rows, whatever stands there", () => {
    const other = Float64Array.of(2, 4, Number.NaN, 6, -7e9);
    for (const learn of [fitMinMaxScaler, fitStandardScaler])
      expect(learn(other, rows).apply(5)).toBe(learn(values, rows).apply(5));
  });

  test.each([fitMinMaxScaler, fitStandardScaler])(
    "are constant, and say so, where all values are equal or none is known: %o",
    (learn) => {
      for (const flat of [Float64Array.of(0.1, 0.1, 0.1), Float64Array.of(Number.NaN, Number.NaN, Number.NaN)]) {
        const scaling = learn(flat, Uint32Array.of(0, 1, 2));
        expect(scaling.isConstant).toBe(true);
        expect(scaling.apply(flat[0]!) || 0).toBe(0);
      }
    },
  );
});
