import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../src/compute/random.ts";
import { popularity } from "../../src/models/baselines/popularity.ts";
import { als } from "../../src/models/factorization/als.ts";
import { svd } from "../../src/models/factorization/svd.ts";
import { choice, flag, integer, number } from "../../src/models/params.ts";
import { modelFactories } from "../../src/models/registry.ts";
import { allValuesOf, drawFrom, holds, levelsOf, placeOf, rangeOf } from "../../src/tuning/dimension.ts";
import { declaredDimension, resolveSpace } from "../../src/tuning/search-space.ts";

const description = "A parameter.";

describe("a declared range", () => {
  test("is a tenth to ten times the default, on a logarithmic scale, where the bounds are far", () => {
    const spec = number({ min: 1e-6, max: 10, default: 0.005, description });
    expect(declaredDimension(spec)).toEqual({ kind: "range", low: 0.0005, high: 0.05, scale: "log", whole: false });
  });

  test("is a quarter to four times the default for whole numbers, and stays inside the bounds", () => {
    const spec = integer({ min: 1, max: 100_000, default: 64, description });
    expect(declaredDimension(spec)).toEqual({ kind: "range", low: 16, high: 256, scale: "log", whole: true });
    const near = integer({ min: 20, max: 2000, default: 20, description });
    expect(declaredDimension(near)).toMatchObject({ low: 20, high: 80, scale: "linear" });
  });

  test("is from bound to bound where they are near, linear if it spans less than an order of magnitude", () => {
    const spec = number({ min: 0, max: 0.9, default: 0.2, description });
    expect(declaredDimension(spec)).toEqual({ kind: "range", low: 0, high: 0.9, scale: "linear", whole: false });
    expect(declaredDimension(integer({ min: 1, max: 8, default: 3, description }))).toMatchObject({ scale: "linear" });
  });

  test("is all options of a choice, both of a flag, and what the declaration says where it says so", () => {
    expect(declaredDimension(choice({ options: ["a", "b"], default: "a", description }))).toMatchObject({
      values: ["a", "b"],
    });
    expect(declaredDimension(flag({ default: true, description }))).toMatchObject({ values: [false, true] });
    const bounded = integer({ min: 0, max: 100_000, default: 0, search: [5, 500], description });
    expect(declaredDimension(bounded)).toEqual({ kind: "range", low: 5, high: 500, scale: "log", whole: true });
  });

  test("is none where a default of 0 or −1 gives no scale, or the declaration says to leave it alone", () => {
    expect(declaredDimension(number({ min: -1, max: 1e6, default: -1, description }))).toBeUndefined();
    expect(declaredDimension(number({ min: 0, max: 1, default: 0.5, search: false, description }))).toBeUndefined();
    expect(declaredDimension(flag({ default: true, search: false, description }))).toBeUndefined();
  });
});

describe("a dimension", () => {
  const ranges = fc
    .tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 5000 }), fc.boolean())
    .map(([low, more, whole]) => rangeOf(low, low + more, whole));

  test("gives only values it holds: levels, draws, whole numbers where they are asked for", () => {
    fc.assert(
      fc.property(ranges, fc.nat(), (range, seed) => {
        const random = new Random(seed);
        const values = [...levelsOf(range, 5), ...Array.from({ length: 5 }, () => drawFrom(range, random))];
        for (const value of values) {
          expect(holds(range, value)).toBe(true);
          if (range.whole) expect(Number.isInteger(value)).toBe(true);
          expect(placeOf(range, value)).toBeGreaterThanOrEqual(0);
          expect(placeOf(range, value)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("has its ends and its middle as levels: the geometric mean of a logarithmic range", () => {
    expect(levelsOf(rangeOf(0.001, 0.1, false))).toEqual([0.001, 0.01, 0.1]);
    expect(levelsOf(rangeOf(0, 0.9, false))).toEqual([0, 0.45, 0.9]);
    expect(levelsOf(rangeOf(1, 2, true))).toEqual([1, 2]);
    expect(placeOf(rangeOf(0.001, 0.1, false), 0.01)).toBeCloseTo(0.5, 12);
  });

  test("draws evenly along its scale: half of the values of 1 … 10,000 are below 100", () => {
    const random = new Random(1);
    const values = Array.from({ length: 2000 }, () => Number(drawFrom(rangeOf(1, 10_000, false), random)));
    const below = values.filter((value) => value < 100).length;
    expect(below).toBeGreaterThan(900);
    expect(below).toBeLessThan(1100);
  });

  test("draws every whole number of a linear range equally often, its ends too", () => {
    const random = new Random(2);
    const counts = new Map<unknown, number>();
    for (let n = 0; n < 4000; n++) {
      const value = drawFrom(rangeOf(3, 6, true), random);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([3, 4, 5, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
    expect(allValuesOf(rangeOf(3, 6, true))).toEqual([3, 4, 5, 6]);
  });

  test("places values that are given one by one at equal distances", () => {
    const values = { kind: "values", values: [0.0005, 0.001, 0.003] } as const;
    expect(values.values.map((value) => placeOf(values, value))).toEqual([0, 0.5, 1]);
    expect(placeOf({ kind: "values", values: ["only"] }, "only")).toBe(0.5);
  });
});

describe("the space of a search", () => {
  test("is what the model declares, without epochs and what is fixed, in the order of the declaration", () => {
    expect(Object.keys(resolveSpace(als))).toEqual(["factors", "regularization", "alpha"]);
    expect(Object.keys(resolveSpace(als, {}, { alpha: 2 }))).toEqual(["factors", "regularization"]);
    expect(Object.keys(resolveSpace(svd))).not.toContain("epochs");
  });

  test("is what is wanted and nothing else, where something is wanted", () => {
    const space = resolveSpace(svd, { learningRate: { from: 0.001, to: 0.1 }, factors: [20, 50, 20], epochs: [5, 10] });
    expect(space).toEqual({
      factors: { kind: "values", values: [20, 50] },
      epochs: { kind: "values", values: [5, 10] },
      learningRate: { kind: "range", low: 0.001, high: 0.1, scale: "log", whole: false },
    });
    expect(resolveSpace(svd, { factors: "declared" })).toEqual({ factors: rangeOf(25, 400, true) });
  });

  test("of every registered model holds values the model accepts, or says that there is nothing to search", () => {
    for (const model of modelFactories) {
      const names = Object.keys(model.params).filter((name) => name !== "epochs");
      if (!names.some((name) => declaredDimension(model.params[name]!))) {
        expect(() => resolveSpace(model), model.key).toThrow("There is nothing to search");
        continue;
      }
      for (const [name, dimension] of Object.entries(resolveSpace(model)))
        for (const value of levelsOf(dimension)) expect(() => model.create({ [name]: value }), model.key).not.toThrow();
    }
  });

  test.each([
    [{ factor: [3] }, {}, "Did you mean factors"],
    [{ factors: [0] }, {}, "svd.factors must be a whole number from 1 to 2000, received 0"],
    [{ factors: { from: 10, to: 10 } }, {}, "svd.factors must be a range from a lower to a higher number"],
    [{ factors: { from: 10, to: 5000 } }, {}, "received 5000"],
    [{ biased: { from: 0, to: 1 } }, {}, "svd.biased must be a range"],
    [{ factors: [] }, {}, "at least one value"],
    [{ factors: [3] }, { factors: 4 }, "svd.factors cannot be both searched and fixed"],
    [{}, { factors: -1 }, "received -1"],
  ] as const)("refuses %j beside fixed %j", (wanted, fixed, message) => {
    expect(() => resolveSpace(svd, wanted, fixed)).toThrow(message);
  });

  test("of a model without parameters is refused with a remedy", () => {
    expect(() => resolveSpace(popularity)).toThrow("This model has no parameters; choose another.");
  });
});
