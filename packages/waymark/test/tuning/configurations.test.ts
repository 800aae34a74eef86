import { describe, expect, test } from "vitest";
import { als } from "../../src/models/factorization/als.ts";
import { svd } from "../../src/models/factorization/svd.ts";
import { ease } from "../../src/models/linear/ease.ts";
import { drawConfigurations, gridOf } from "../../src/tuning/configurations.ts";
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
  const drawn = drawConfigurations(space, als.params, 30, 7);

  test("begin with the defaults, and are no two alike", () => {
    expect(drawn[0]).toEqual({ factors: 64, regularization: 50, alpha: 4 });
    expect(new Set(drawn.map((each) => JSON.stringify(each))).size).toBe(30);
  });

  test("are the same for the same seed, other for another, and more of them begin with the same", () => {
    expect(drawConfigurations(space, als.params, 30, 7)).toEqual(drawn);
    expect(drawConfigurations(space, als.params, 45, 7).slice(0, 30)).toEqual(drawn);
    expect(drawConfigurations(space, als.params, 30, 8)).not.toEqual(drawn);
  });

  test("leave the defaults out where the space does not hold them", () => {
    const far = resolveSpace(als, { alpha: { from: 10, to: 20 } });
    for (const { alpha } of drawConfigurations(far, als.params, 10, 1)) expect(alpha).toBeGreaterThanOrEqual(10);
  });

  test("are all there are where a space is small", () => {
    const small = resolveSpace(svd, { factors: { from: 3, to: 5 }, biased: [true, false] });
    expect(drawConfigurations(small, svd.params, 40, 0)).toEqual(gridOf(small, 6));
  });

  test("end where no new ones are found, however many are asked for", () => {
    const few = resolveSpace(ease, { regularization: { from: 1, to: 1.05 } });
    expect(drawConfigurations(few, ease.params, 400, 0).length).toBeLessThanOrEqual(6); // 1, 1.01 … 1.05
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
