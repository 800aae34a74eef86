import { describe, expect, test } from "vitest";
import { als } from "../../src/models/factorization/als.ts";
import { svd } from "../../src/models/factorization/svd.ts";
import { itemKnn } from "../../src/models/knn/item-knn.ts";
import { ease } from "../../src/models/linear/ease.ts";
import { beginningWith, defaultsOf, drawConfigurations, gridOf } from "../../src/tuning/configurations.ts";
import { edgeOf, rangeOf, widened } from "../../src/tuning/dimension.ts";
import { halvingRungs } from "../../src/tuning/rungs.ts";
import { resolveSpace } from "../../src/tuning/search-space.ts";

describe("a grid", () => {
  test("is every combination, the first parameter changing slowest", () => {
    const space = resolveSpace(svd, { factors: [5, 20], biased: "declared" });
    expect(gridOf(space, 4)).toEqual([
      { factors: 5, biased: false },
      { factors: 5, biased: true },
      { factors: 20, biased: false },
      { factors: 20, biased: true },
    ]);
  });

  test("with more combinations than trials is refused before it is written out, with three remedies", () => {
    expect(() => gridOf(resolveSpace(als), 20)).toThrow(
      'trials must be at least 27, the combinations of this grid, received 20. Search fewer values, raise trials, or set search to "random".',
    );
  });
});

describe("drawn configurations", () => {
  const space = resolveSpace(als);
  const drawn = drawConfigurations(space, 30, 7);

  test("are no two alike", () => {
    expect(new Set(drawn.map((each) => JSON.stringify(each))).size).toBe(30);
  });

  test("are the same for the same seed, other for another, and more of them begin with the same", () => {
    expect(drawConfigurations(space, 30, 7)).toEqual(drawn);
    expect(drawConfigurations(space, 45, 7).slice(0, 30)).toEqual(drawn);
    expect(drawConfigurations(space, 30, 8)).not.toEqual(drawn);
  });

  test("stand behind the model's defaults, also where the space does not hold them", () => {
    expect(defaultsOf(space, als.params)).toEqual({ factors: 64, regularization: 50, alpha: 4 });
    const far = resolveSpace(itemKnn, { neighbours: { from: 10, to: 20 } });
    const [first, ...others] = beginningWith(defaultsOf(far, itemKnn.params), drawConfigurations(far, 5, 1));
    expect(first).toEqual({ neighbours: 0 });
    expect(others).toHaveLength(5);
    expect(beginningWith({ factors: 5 }, [{ factors: 9 }, { factors: 5 }])).toEqual([{ factors: 5 }, { factors: 9 }]);
  });

  test("are all there are where a space is small", () => {
    const small = resolveSpace(svd, { factors: { from: 3, to: 5 }, biased: [true, false] });
    expect(drawConfigurations(small, 40, 0)).toEqual(gridOf(small, 6));
  });

  test("end where no new ones are found, however many are asked for", () => {
    const few = resolveSpace(ease, { regularization: { from: 1, to: 1.05 } });
    expect(drawConfigurations(few, 400, 0).length).toBeLessThanOrEqual(6); // 1, 1.01 … 1.05
  });
});

describe("the rounds of successive halving", () => {
  test("give the best third three times as many epochs, at last all of them", () => {
    expect(halvingRungs(svd, {}, 27, 1000)).toEqual({
      resource: "epochs",
      rungs: [
        { configurations: 27, amount: 3 }, // 20 / 9
        { configurations: 9, amount: 7 }, // 20 / 3
        { configurations: 3, amount: 20 },
      ],
    });
  });

  test("divide the epochs that are set, no more often than configurations can be", () => {
    expect(halvingRungs(svd, { epochs: 81 }, 9, 1000).rungs).toEqual([
      { configurations: 9, amount: 9 },
      { configurations: 3, amount: 27 },
      { configurations: 1, amount: 81 },
    ]);
  });

  test("divide the learners where there are no epochs, down to 200", () => {
    expect(halvingRungs(ease, {}, 40, 2000)).toEqual({
      resource: "learners",
      rungs: [
        { configurations: 40, amount: 223 },
        { configurations: 13, amount: 667 },
        { configurations: 4, amount: 2000 },
      ],
    });
    expect(halvingRungs(svd, { epochs: 2 }, 9, 1000).resource).toBe("learners");
  });

  test("cannot be made of nothing: says what is missing and what to do", () => {
    expect(() => halvingRungs(ease, {}, 9, 500)).toThrow(
      'search must be grid or random for ease on 500 learners: there are no epochs to divide, and fewer than 600 learners, received "halving". Set search to "random".',
    );
    expect(() => halvingRungs(svd, {}, 2, 500)).toThrow("trials must be at least 3 for successive halving, received 2");
  });
});

describe("a range whose best lies at its edge", () => {
  const log = rangeOf(50, 5000, false);

  test("goes on half as far again beyond it, on its own scale", () => {
    expect(edgeOf(log, 67.9)).toBe("low");
    expect(widened(log, "low", { min: 0, max: 1e7 })).toEqual({
      whole: { ...log, low: 5 },
      part: { ...log, low: 5, high: 158 }, // 50 · 100^¼
    });
    const linear = rangeOf(1, 9, true);
    expect(widened(linear, "high", { min: 0, max: 100 })!.whole).toEqual({ ...linear, high: 13 });
    expect(edgeOf(linear, 5)).toBeUndefined();
  });

  test("goes no further than the parameter's bounds", () => {
    expect(widened(log, "low", { min: 20, max: 1e7 })!.whole.low).toBe(20);
    expect(widened(log, "low", { min: 50, max: 1e7 })).toBeUndefined();
    expect(widened(log, "high", { min: 0, max: 5000 })).toBeUndefined();
  });

  test("is told from a value in the middle, a value outside, and values given one by one", () => {
    expect([500, 20, 4999].map((value) => edgeOf(log, value))).toEqual([undefined, undefined, "high"]);
    expect(edgeOf({ kind: "values", values: [1, 2] }, 1)).toBeUndefined();
  });
});
