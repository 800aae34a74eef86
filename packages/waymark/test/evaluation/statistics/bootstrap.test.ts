import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../../src/compute/random.ts";
import { PerUserResults } from "../../../src/evaluation/per-user-results.ts";
import { type RatioMetric, ratioValue } from "../../../src/evaluation/ratio-metric.ts";
import { bootstrapIntervals, type Interval, percentileInterval } from "../../../src/evaluation/statistics/bootstrap.ts";

const golden = JSON.parse(readFileSync(new URL("../../golden/metrics/statistics.json", import.meta.url), "utf8")) as {
  readonly bootstrap: { readonly sample: readonly number[]; readonly low: number; readonly high: number };
};

const rmse: RatioMetric = { key: "rmse", numerator: "squared-error", denominator: "ratings", root: true };
const mean: RatioMetric = { key: "mean", numerator: "value", denominator: "count" };
const usual = { resamples: 1000, confidence: 0.95, seed: 0 };

/** A table of one metric: numerators and denominators, user n in row n by default. */
function table(figure: RatioMetric, sums: readonly number[], counts: readonly number[], users?: readonly number[]) {
  const made = new PerUserResults(Uint32Array.from(users ?? sums.keys()), [figure.numerator, figure.denominator]);
  sums.forEach((sum, row) => {
    made.add(row, figure.numerator, sum);
    made.add(row, figure.denominator, counts[row]!);
  });
  return made;
}
const ones = (length: number) => new Array<number>(length).fill(1);
async function intervalOf(figure: RatioMetric, tables: readonly PerUserResults[], options = usual): Promise<Interval> {
  const [intervals] = await bootstrapIntervals([{ metrics: [figure], tables }], options);
  return intervals!.get(figure.key)!;
}

describe("a figure", () => {
  test("weighs users by their rows: two users with 1 and 3 ratings", () => {
    expect(ratioValue(rmse, [table(rmse, [4, 5], [1, 3])])).toBe(Math.sqrt((4 + 5) / (1 + 3)));
  });

  test("of several folds is the mean of the folds' figures, each with its own root", () => {
    const folds = [table(rmse, [4], [1]), table(rmse, [9, 9], [1, 1])];
    expect(ratioValue(rmse, folds)).toBe((2 + 3) / 2);
  });

  test("is NaN where a fold has nothing to average", () => {
    expect(ratioValue(mean, [table(mean, [1], [1]), table(mean, [0], [0])])).toBeNaN();
  });
});

describe("a percentile interval", () => {
  test("interpolates between order statistics", () => {
    const values = Float64Array.of(5, 1, 4, 2, 3);
    const [low, high] = percentileInterval(values, 0.9)!;
    expect(low).toBeCloseTo(1.2, 14); // position 0.05 · 4 = 0.2
    expect(high).toBeCloseTo(4.8, 14);
  });

  test("leaves NaN out, and is absent where there is nothing else", () => {
    expect(percentileInterval(Float64Array.of(Number.NaN, 2, 2), 0.9)).toEqual([2, 2]);
    expect(percentileInterval(Float64Array.of(Number.NaN), 0.9)).toBeUndefined();
  });
});

describe("a bootstrap interval", () => {
  test("is SciPy's for the mean of 400 values, within the noise of resampling", async () => {
    const { sample, low, high } = golden.bootstrap;
    const [ourLow, ourHigh] = await intervalOf(mean, [table(mean, sample, ones(sample.length))]);
    expect(ourLow).toBeCloseTo(low, 1);
    expect(ourHigh).toBeCloseTo(high, 1);
    expect((ourHigh - ourLow) / (high - low)).toBeGreaterThan(0.9);
    expect((ourHigh - ourLow) / (high - low)).toBeLessThan(1.1);
  });

  test("has no width where all users are alike, and stays where the only user is", async () => {
    expect(await intervalOf(mean, [table(mean, [2, 2, 2], [1, 1, 1])])).toEqual([2, 2]);
    expect(await intervalOf(rmse, [table(rmse, [9], [4])])).toEqual([1.5, 1.5]);
  });

  test("holds the figure itself in nearly all cases", async () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30, maxLength: 60 });
    let [inside, all] = [0, 0];
    await fc.assert(
      fc.asyncProperty(values, async (sample) => {
        const made = [table(mean, sample, ones(sample.length))];
        const [low, high] = await intervalOf(mean, made, { ...usual, resamples: 200 });
        const value = ratioValue(mean, made);
        all++;
        if (low - 1e-12 <= value && value <= high + 1e-12) inside++;
      }),
    );
    expect(inside / all).toBeGreaterThan(0.95);
  });

  test("of 95 % covers the truth about 95 times in 100", async () => {
    const random = new Random(5);
    let covered = 0;
    for (let round = 0; round < 200; round++) {
      const sample = Array.from({ length: 80 }, () => random.uniform());
      const options = { resamples: 300, confidence: 0.95, seed: round };
      const [low, high] = await intervalOf(mean, [table(mean, sample, ones(80))], options);
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.9); // 0.95 − 3 standard errors of 0.0154
    expect(covered / 200).toBeLessThan(0.995);
  });

  test("narrows with confidence and repeats with the seed", async () => {
    const made = [
      table(
        mean,
        Array.from({ length: 50 }, (_, n) => Math.sin(n)),
        ones(50),
      ),
    ];
    const at = (confidence: number, seed: number) => intervalOf(mean, made, { resamples: 500, confidence, seed });
    const [narrow, wide] = [await at(0.5, 1), await at(0.95, 1)];
    expect(narrow[1] - narrow[0]).toBeLessThan(wide[1] - wide[0]);
    expect(await at(0.95, 1)).toEqual(wide);
    expect(await at(0.95, 2)).not.toEqual(wide);
  });

  test("draws a user with all rows of all folds: two folds of the same users move together", async () => {
    const sample = Array.from({ length: 40 }, (_, n) => n % 7);
    const fold = table(mean, sample, ones(40));
    const one = await intervalOf(mean, [fold]);
    const two = await intervalOf(mean, [fold, fold]);
    expect(two[0]).toBeCloseTo(one[0], 12); // were the folds drawn apart, it would be narrower by √2
    expect(two[1]).toBeCloseTo(one[1], 12);
  });

  test("is worked out on the same draws for every model, whatever users are numbered", async () => {
    const sample = Array.from({ length: 40 }, (_, n) => n % 5);
    const users = sample.map((_, n) => 3 * n + 7);
    const raised = sample.map((value) => value + 1);
    const models = [sample, raised].map((sums) => ({ metrics: [mean], tables: [table(mean, sums, ones(40), users)] }));
    const [a, b] = await bootstrapIntervals(models, usual);
    expect(b!.get("mean")![0]).toBeCloseTo(a!.get("mean")![0] + 1, 12);
  });

  test("stops when asked", async () => {
    const made = [{ metrics: [mean], tables: [table(mean, [1], [1])] }];
    await expect(bootstrapIntervals(made, { ...usual, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});
