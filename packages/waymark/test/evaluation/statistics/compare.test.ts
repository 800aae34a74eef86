import { describe, expect, test } from "vitest";
import { PerUserResults } from "../../../src/evaluation/per-user-results.ts";
import type { RatioMetric } from "../../../src/evaluation/ratio-metric.ts";
import { type ComparedModel, compareBest, userDifferences } from "../../../src/evaluation/statistics/compare.ts";

const ndcg: RatioMetric = { key: "ndcg@10", numerator: "ndcg@10", denominator: "rankings" };
const rmse: RatioMetric = { key: "rmse", numerator: "squared-error", denominator: "ratings", root: true };
const options = { leading: ["ndcg@10", "rmse"], confidence: 0.95, seed: 0 };

function contender(label: string, figure: RatioMetric, ...folds: readonly (readonly number[])[]): ComparedModel {
  const tables = folds.map((sums) => {
    const table = new PerUserResults(Uint32Array.from(sums.keys()), [figure.numerator, figure.denominator]);
    sums.forEach((sum, row) => {
      table.add(row, figure.numerator, sum);
      table.add(row, figure.denominator, 1);
    });
    return table;
  });
  return { label, metrics: [figure], tables };
}

const spread = (offset: number) => Array.from({ length: 200 }, (_, n) => (n % 10) / 20 + offset);

describe("the best model of a metric", () => {
  test("is the one with the highest nDCG, and is compared with each of the others", async () => {
    const found = await compareBest(
      [contender("low", ndcg, spread(0)), contender("high", ndcg, spread(0.3)), contender("middle", ndcg, spread(0.1))],
      options,
    );
    expect(found.map(({ better, worse }) => [better, worse])).toEqual([
      ["high", "middle"],
      ["high", "low"],
    ]);
    expect(found[0]!.difference).toBeCloseTo(0.2, 12);
    expect(found[1]!.difference).toBeCloseTo(0.3, 12);
    for (const { pValue, adjustedPValue, significant } of found) {
      expect(pValue).toBe(1 / 10_001);
      expect(adjustedPValue).toBeCloseTo(2 / 10_001, 14); // two comparisons
      expect(significant).toBe(true);
    }
  });

  test("is the one with the lowest RMSE; the difference is in the RMSE's own unit", async () => {
    const [only] = await compareBest(
      [contender("worse", rmse, [4, 4, 4]), contender("better", rmse, [1, 1, 1])],
      options,
    );
    expect(only).toMatchObject({ metric: "rmse", better: "better", worse: "worse", difference: 2 - 1 });
    expect(only!.pValue).toBe(2 / 8);
    expect(only!.significant).toBe(false);
  });

  test("is significantly better only by the adjusted p-value", async () => {
    const level = (value: number) => new Array<number>(6).fill(value);
    const found = await compareBest(
      [contender("a", ndcg, level(1)), contender("b", ndcg, level(0.5)), contender("c", ndcg, level(0.25))],
      options,
    );
    for (const { pValue, adjustedPValue, significant } of found)
      expect([pValue, adjustedPValue, significant]).toEqual([2 / 64, 4 / 64, false]); // 0.03 and, of two, 0.06
    const [alone] = await compareBest([contender("a", ndcg, level(1)), contender("b", ndcg, level(0.5))], options);
    expect([alone!.adjustedPValue, alone!.significant]).toEqual([2 / 64, true]);
  });

  test("is not better than its twin: p is 1", async () => {
    const [only] = await compareBest([contender("a", ndcg, spread(0)), contender("b", ndcg, spread(0))], options);
    expect(only).toMatchObject({ difference: 0, pValue: 1, adjustedPValue: 1, significant: false });
  });

  test("is sought only among models that have the metric", async () => {
    const found = await compareBest(
      [contender("lists", ndcg, spread(0)), contender("ratings", rmse, [1, 1]), contender("more", rmse, [2, 2])],
      options,
    );
    expect(found.map(({ metric, better, worse }) => [metric, better, worse])).toEqual([["rmse", "ratings", "more"]]);
  });

  test("is corrected for the comparisons of all metrics together", async () => {
    const both = [
      contender("a", ndcg, spread(0.3)),
      contender("b", ndcg, spread(0)),
      contender("c", rmse, spread(0)),
      contender("d", rmse, spread(0.3)),
    ];
    for (const { adjustedPValue } of await compareBest(both, options))
      expect(adjustedPValue).toBeCloseTo(2 / 10_001, 14);
  });
});

test("users' differences add up to the difference of the two figures, over all folds", () => {
  const ours = contender("ours", ndcg, [1, 0.5], [0.25]);
  const theirs = contender("theirs", ndcg, [0, 1], [0.75]);
  const differences = userDifferences(ndcg, ours.tables, theirs.tables);
  // user 0: (1 − 0) / (2 users · 2 folds) + (0.25 − 0.75) / (1 user · 2 folds); user 1: (0.5 − 1) / 4
  expect([...differences]).toEqual([1 / 4 - 0.5 / 2, -0.5 / 4]);
});
