import { describe, expect, test } from "vitest";
import { DataRequirementError, UnknownNameError } from "../../src/errors.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { labelsOf } from "../../src/evaluation/labels.ts";
import { metrics } from "../../src/evaluation/metrics/index.ts";
import { describeMetric, findMetric } from "../../src/evaluation/metrics/registry.ts";
import { withBaselines } from "../../src/evaluation/with-baselines.ts";
import { popularity } from "../../src/models/baselines/popularity.ts";
import type { Estimator, Progress } from "../../src/models/model.ts";
import { defaultSplit } from "../../src/splits/default-split.ts";
import { parseSplit } from "../../src/splits/parse.ts";
import { perUser } from "../../src/splits/per-user.ts";
import { twoFaculties } from "../two-faculties.ts";
import { answering } from "./protocol/tiny.ts";

const data = twoFaculties();
const options = { split: parseSplit("folds:3"), seed: 1, k: [3, 5], resamples: 100 };
/** Knows the faculties: own courses first. */
const faculties = answering("faculties", {
  score: ({ history }) => {
    const arts = data.items.ids[history[0] ?? 0]!.startsWith("arts");
    return data.items.ids.map((id) => (id.startsWith(arts ? "arts" : "science") ? 1 : 0));
  },
});

describe("evaluate", () => {
  test("gives a result as --json prints it: every key there, every interval around its figure", async () => {
    const { results, dataset, environment, protocol } = await evaluate(data, [popularity(), faculties], options);
    expect(results.map(({ model }) => model)).toEqual(["popularity", "faculties"]);
    const families = new Set(Object.keys(results[0]!.metrics).map((key) => key.replace(/@\d+$/, "@k")));
    expect([...families].sort()).toEqual(
      metrics
        .filter(({ group }) => group !== "ratings")
        .map(({ key }) => key)
        .sort(),
    );
    for (const { metrics, intervals } of results)
      for (const [key, [low, high]] of Object.entries(intervals)) {
        expect(low).toBeLessThanOrEqual(metrics[key]!);
        expect(high).toBeGreaterThanOrEqual(metrics[key]!);
      }
    expect(Object.keys(results[0]!.intervals)).not.toContain("coverage@3"); // no average over users
    expect(dataset).toMatchObject({ users: 18, items: 17, interactions: data.size, feedback: "implicit" });
    expect(dataset.density).toBeCloseTo(data.size / (18 * 17), 14);
    expect(protocol.bootstrap).toEqual({ resamples: 100, confidence: 0.95 });
    expect(new Date(environment.createdAt).getTime()).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(results))).toEqual(results); // no NaN, no undefined
  });

  test("finds that knowing the faculties is better than popularity", async () => {
    const { comparisons } = await evaluate(data, [popularity(), faculties], options);
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({
      metric: "ndcg@5",
      better: "faculties",
      worse: "popularity",
      significant: true,
    });
  });

  test("is the same each time, times apart, and another with another seed", async () => {
    const figures = async (seed: number) => {
      const { results, comparisons } = await evaluate(data, [popularity(), faculties], { ...options, seed });
      return { metrics: results.map(({ metrics, intervals }) => ({ metrics, intervals })), comparisons };
    };
    expect(await figures(1)).toEqual(await figures(1));
    expect(await figures(1)).not.toEqual(await figures(2));
  });

  test("leaves out a model that cannot learn from the data, with its reason, and goes on", async () => {
    const picky: Estimator = {
      key: "picky",
      params: {},
      fit: () => Promise.reject(new DataRequirementError("picky", "ratings", "none", "Rate something.")),
    };
    const { results, leftOut } = await evaluate(data, [picky, popularity()], options);
    expect(leftOut).toEqual([{ model: "picky", reason: expect.stringContaining("needs ratings") }]);
    expect(results.map(({ model }) => model)).toEqual(["popularity"]);
  });

  test("goes through the folds one by one, every model on a fold before the next is looked at", async () => {
    const events: string[] = [];
    const folds = await options.split.apply(data, 1);
    const noted = folds.map((fold, n) => ({
      name: fold.name,
      get train() {
        if (events.at(-1) !== `fold ${n}`) events.push(`fold ${n}`);
        return fold.train;
      },
      test: fold.test,
    }));
    const telling = (key: string): Estimator => ({
      ...popularity(),
      key,
      fit: (train, fitOptions) => {
        events.push(key);
        return popularity().fit(train, fitOptions);
      },
    });
    const split = { ...options.split, apply: async () => noted };
    await evaluate(data, [telling("a"), telling("b")], { ...options, split });
    expect(events).toEqual(["fold 0", "a", "b", "fold 1", "a", "b", "fold 2", "a", "b"]);
  });

  test("tries a model no further, and names it once and in its place, when a later fold does not suit it", async () => {
    const failing = (key: string, last: number): Estimator & { tries: number } => ({
      key,
      params: {},
      tries: 0,
      fit(train, fitOptions) {
        if (++this.tries < last) return popularity().fit(train, fitOptions);
        return Promise.reject(new DataRequirementError(key, "more", "too little", ""));
      },
    });
    const models = [failing("second", 2), failing("first", 1)];
    const { results, leftOut, protocol } = await evaluate(data, models, options);
    expect(leftOut.map(({ model }) => model)).toEqual(["second", "first"]);
    expect(models.map(({ tries }) => tries)).toEqual([2, 1]);
    expect([results, protocol.testRows]).toEqual([[], data.size]); // all folds are counted all the same
  });

  test("passes any other failure on", async () => {
    const broken: Estimator = { key: "broken", params: {}, fit: () => Promise.reject(new Error("out of order")) };
    await expect(evaluate(data, [broken], options)).rejects.toThrow("out of order");
  });

  test("stops when asked", async () => {
    const signal = AbortSignal.abort();
    await expect(evaluate(data, [popularity()], { ...options, signal })).rejects.toThrow(/abort/i);
  });

  test("names the model and the fold in its progress", async () => {
    const stages: string[] = [];
    const chatty: Estimator = {
      ...popularity(),
      fit: (train, fitOptions) => {
        fitOptions?.onProgress?.({ stage: "epoch", done: 1, of: 1 });
        return popularity().fit(train, fitOptions);
      },
    };
    await evaluate(data, [chatty], { ...options, onProgress: ({ stage }: Progress) => stages.push(stage) });
    const { name } = (await options.split.apply(data, options.seed))[2]!;
    expect(stages).toContain(`popularity, ${name}: epoch`);
  });

  test.each([
    { k: [] },
    { k: [0] },
    { k: [2.5] },
    { resamples: -1 },
    { confidence: 1 },
    { threshold: Number.NaN },
    { lists: false },
    { seed: Number.NaN },
    { seed: 0.5 },
    { seed: -1 },
    { seed: 2 ** 32 },
  ])("refuses %o", async (wrong) => {
    await expect(evaluate(data, [popularity()], { ...options, ...wrong })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("the baselines", () => {
  test("are always there: popularity, and mean where there are ratings", () => {
    expect(withBaselines(["svd"], { feedback: "explicit" })).toEqual(["popularity", "mean", "svd"]);
    expect(withBaselines(["item-knn"], { feedback: "implicit" })).toEqual(["popularity", "item-knn"]);
  });
  test("stand where they were put, once", () => {
    expect(withBaselines(["svd", "popularity", "svd"], { feedback: "explicit" })).toEqual([
      "mean",
      "svd",
      "popularity",
    ]);
  });
});

test("a model that stands in the table twice is labelled with the parameters that differ", () => {
  const params = { epochs: 5, seed: 1 };
  expect(
    labelsOf([
      { model: "svd", params: { ...params, factors: 20 } },
      { model: "svd", params: { ...params, factors: 50 } },
      { model: "mean", params: {} },
    ]),
  ).toEqual(["svd factors=20", "svd factors=50", "mean"]);
  expect(
    labelsOf([
      { model: "svd", params },
      { model: "svd", params },
    ]),
  ).toEqual(["svd #1", "svd #2"]);
  expect(labelsOf([1, 1, 2].map((factors) => ({ model: "svd", params: { ...params, factors } })))).toEqual([
    "svd factors=1 #1",
    "svd factors=1 #2",
    "svd factors=2",
  ]);
});

test("every metric key has a meaning, with its cutoff in the label", () => {
  expect(describeMetric("ndcg@10")).toMatchObject({ label: "nDCG@10", better: "higher" });
  expect(describeMetric("rmse")).toMatchObject({ label: "RMSE", better: "lower" });
  expect(findMetric("loveliness@10")).toBeUndefined();
});

test("without options: the split for the data, seed 0, lists of ten; a split may be its text", async () => {
  const usual = await evaluate(data, [popularity()]);
  expect(usual.protocol).toMatchObject({ split: defaultSplit(data), seed: 0, k: [10] });
  const typed = await evaluate(data, [popularity()], { split: "per-user:0.3", resamples: 0 });
  const value = await evaluate(data, [popularity()], { split: perUser(0.3), resamples: 0 });
  expect(typed.results[0]!.metrics).toEqual(value.results[0]!.metrics);
  await expect(evaluate(data, [popularity()], { split: "sometimes" })).rejects.toThrow(UnknownNameError);
});
