import { describe, expect, test } from "vitest";
import { Random } from "../../../src/compute/random.ts";
import type { SourceData } from "../../../src/data/source.ts";
import { renderStudy } from "../../../src/studies/ncf/report/render-study.ts";
import { type NcfStudyOptions, runNcfStudy } from "../../../src/studies/ncf/run-study.ts";
import type { StudyModel } from "../../../src/studies/ncf/study-models.ts";
import { studyModels } from "../../../src/studies/ncf/study-models.ts";
import { logOf } from "./log-of.ts";

/** Forty learners of two kinds, who take their own kind's courses: twelve of twenty, or all. */
function twoKinds({ of = 12, correct = (random: Random) => Number(random.uniform() < 0.7) } = {}): SourceData {
  const random = new Random(8);
  return logOf(
    Array.from({ length: 40 }, (_, user) => {
      const items = random.shuffle(Uint32Array.from({ length: 20 }, (_, item) => item)).subarray(0, of);
      return Array.from(
        items,
        (item, n) => [`u${user}`, `${user % 2 === 0 ? "even" : "odd"}-${item}`, 1e9 + 60 * n, correct(random)] as const,
      );
    }).flat(),
  );
}

const quick: readonly StudyModel[] = [
  { model: "popularity", role: "baseline", grid: {}, fixed: {} },
  { model: "als", role: "matrix factorization", grid: { factors: [2, 4] }, fixed: { epochs: 3 }, withFeatures: true },
  { model: "not-yet", role: "nobody", grid: {}, fixed: {} },
];
const options: NcfStudyOptions = {
  format: "log",
  seed: 1,
  minPerLearner: 10,
  minPerCourse: 2,
  maxTestLearners: 100,
  resamples: 100,
  studyModels: quick,
  threads: 1,
};

describe("the study on a small planted log", () => {
  test("shows every step, and the model that sees kinds before the one that does not", async () => {
    const study = await runNcfStudy(twoKinds(), options);
    expect(study.steps.map(({ key }) => key)).toEqual([
      "rejected",
      "incomplete",
      "repeats",
      "low-activity",
      "rare",
      "encoding",
      "categories",
      "split",
      "min-max",
      "standardization",
      "negatives",
    ]);
    expect(study.models.map(({ model }) => model)).toEqual(["popularity", "als", "als + features"]);
    const [popularity, als] = study.models;
    expect(als!.results.catalogue.metrics.auc!).toBeGreaterThan(popularity!.results.catalogue.metrics.auc! + 0.1);
    expect(als!.results.pool.metrics.rmse!).toBeLessThan(study.protocol.rmseOfConstant);
    const interval = als!.results.catalogue.intervals.auc!;
    expect(interval[0]).toBeLessThanOrEqual(als!.results.catalogue.metrics.auc!);
    expect(interval[1]).toBeGreaterThanOrEqual(als!.results.catalogue.metrics.auc!);
    expect(study.leftOut).toEqual([{ model: "not-yet", reason: "not-yet is not a model of this version." }]);
  });

  test("measures the configuration that was best on the validation part", async () => {
    const { models } = await runNcfStudy(twoKinds(), options);
    const { trials, params } = models.find(({ model }) => model === "als")!;
    expect(trials.map((studyData) => studyData.params)).toEqual([{ factors: 2 }, { factors: 4 }]);
    const best = trials.reduce((a, b) => (b.value! > a.value! ? b : a));
    expect(params.factors).toBe(best.params.factors);
    expect(params.epochs).toBe(3);
  });

  test("gives the same results for the same seed and others for another", async () => {
    const figuresFor = async (seed: number) =>
      (await runNcfStudy(twoKinds(), { ...options, seed })).models.map(({ results, params, notes }) => ({
        results,
        params,
        notes,
      }));
    expect(await figuresFor(1)).toEqual(await figuresFor(1));
    expect(await figuresFor(1)).not.toEqual(await figuresFor(2));
  });

  test("says of results all alike that their scale is flat", async () => {
    const study = await runNcfStudy(twoKinds({ correct: () => 1 }), options);
    expect(study.steps.find(({ key }) => key === "standardization")!.text).toContain(
      "all scores are alike, so they become 0",
    );
  });

  test("has no AUC where no learner has a course left, says so in the result and in the report, and makes up nothing", async () => {
    const everything = logOf(
      Array.from({ length: 12 }, (_, user) =>
        Array.from({ length: 12 }, (_, item) => [`u${user}`, `c${item}`, user + item, 1] as const),
      ).flat(),
    );
    const study = await runNcfStudy(everything, { ...options, studyModels: [quick[0]!] });
    const [popularity] = study.models;
    for (const set of ["catalogue", "hundred", "pool"] as const)
      expect(popularity!.results[set].metrics.auc).toBeUndefined();
    expect(popularity!.results.pool.metrics.rmse).toBeUndefined();
    expect(popularity!.notes.join(" ")).toContain("undefined");
    const page = await renderStudy(study);
    expect(page).toContain("No AUC could be measured");
    expect(page).not.toContain("NaN");
  });

  test("stops before it begins, and in the middle of training", async () => {
    await expect(runNcfStudy(twoKinds(), { ...options, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    const controller = new AbortController();
    const stopped = runNcfStudy(twoKinds(), {
      ...options,
      signal: controller.signal,
      onProgress: ({ stage }) => stage.includes("epoch") && controller.abort(),
    });
    await expect(stopped).rejects.toThrow(/abort/i);
  });

  test("fails with the reasons when no model can be measured", async () => {
    await expect(runNcfStudy(twoKinds(), { ...options, studyModels: [quick[2]!] })).rejects.toThrow(
      "not-yet is not a model of this version.",
    );
  });

  test("measures no more learners than asked for", async () => {
    const { protocol } = await runNcfStudy(twoKinds(), { ...options, maxTestLearners: 7, studyModels: [quick[0]!] });
    expect(protocol).toMatchObject({ measuredLearners: 7, testLearners: 40 });
  });
});

describe("the report of a study", () => {
  test("is one page with steps, results, the published table and why they differ", async () => {
    const study = await runNcfStudy(twoKinds(), options);
    const losses = [
      { epoch: 1, train: 0.6, valid: 0.65 },
      { epoch: 2, train: 0.5, valid: 0.61 },
    ];
    const page = await renderStudy(
      { ...study, models: study.models.map((model) => (model.model === "als" ? { ...model, losses } : model)) },
      { command: "waymark study ncf log" },
    );
    for (const words of [
      "Why they differ",
      "Beside the published table",
      "Incomplete logs",
      "Loss of als",
      "AUC: higher is better",
      "waymark study ncf log",
      "0.87",
    ])
      expect(page).toContain(words);
    expect(page).not.toMatch(/NaN|undefined<|\[object/);
    expect(page).not.toMatch(/(src|href)="https?:/);
  });
});

test("the models are those of the published table and honest baselines, each with a grid that is stated", () => {
  expect(studyModels.map(({ model }) => model)).toEqual([
    "popularity",
    "ease",
    "als",
    "bpr",
    "autoencoder",
    "dqn",
    "ncf",
  ]);
  for (const { fixed } of studyModels.filter(({ model }) => ["autoencoder", "dqn", "ncf"].includes(model)))
    expect(fixed).toMatchObject({ patience: 5, negatives: 4 });
});
