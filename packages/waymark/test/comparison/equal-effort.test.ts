import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareModels } from "../../src/comparison/compare-models.ts";
import type { CompareModelsOptions } from "../../src/comparison/compare-options.ts";
import { InvalidInputError } from "../../src/errors.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { popularity } from "../../src/models/baselines/popularity.ts";
import { als } from "../../src/models/factorization/als.ts";
import { itemKnn } from "../../src/models/knn/item-knn.ts";
import { ease } from "../../src/models/linear/ease.ts";
import { runJson, temporaryFolder } from "../cli/run.ts";
import { smallSchool } from "../cli/small-school.ts";
import { twoFaculties } from "../two-faculties.ts";

const data = twoFaculties();
const options: CompareModelsOptions = {
  ...{ split: "per-user:0.3", seed: 1, k: [3], resamples: 0 },
  ...{ budgetSeconds: Number.POSITIVE_INFINITY, baselines: ["popularity"], tune: { trials: 4 } },
};

describe("a comparison with equal effort", () => {
  test("gives every model as many trials, and measures what was chosen as evaluate does", async () => {
    const { evaluation } = await compareModels(data, [popularity(), ease(), itemKnn(), als()], options);
    const tuned = evaluation.results.map(({ tuned }) => tuned!);
    expect(tuned.map(({ trials }) => trials)).toEqual([0, 4, 4, 4]);
    for (const { defaultValue, bestValue } of tuned.slice(1)) expect(bestValue).toBeGreaterThanOrEqual(defaultValue!);
    expect(evaluation.tuning).toBe("4 trials by ndcg@3 on per-user:0.3 of the training rows");
    const [, , , chosen] = evaluation.results;
    const [alone] = (await evaluate(data, [als(chosen!.params)], options)).results;
    expect(chosen!.metrics).toEqual(alone!.metrics);
  });

  test("keeps what is fixed, and never looks at test rows", async () => {
    const fixed = new Map([["als", { factors: 3, epochs: 2 }]]);
    const { evaluation } = await compareModels(data, [als({ factors: 3, epochs: 2 })], {
      ...options,
      tune: { trials: 3, fixed },
    });
    expect(evaluation.results[0]!.params).toMatchObject({ factors: 3, epochs: 2 });
    expect(evaluation.results[0]!.tuned!.chosen).toMatchObject({ factors: 3, epochs: 2 });
  });

  test("needs a split with one test part", async () => {
    await expect(compareModels(data, [ease()], { ...options, split: "folds:3" })).rejects.toThrow(InvalidInputError);
  });

  test("is not mixed with models that were measured with their defaults", async () => {
    const log = join(temporaryFolder(), "report.models");
    const { tune, ...defaults } = options;
    await compareModels(data, [ease()], { ...defaults, log });
    await expect(compareModels(data, [ease()], { ...options, log })).rejects.toThrow(/another way of tuning/);
    expect(tune).toBeDefined();
  });
});

test.each(["evaluate", "compare"])("%s --tune prints what was chosen", async (command) => {
  const report = command === "compare" ? ["--report", join(temporaryFolder(), "report.html")] : [];
  const args = [command, smallSchool(), "--implicit", "--model", "ease", "--tune", "3", ...report];
  const { results, tuning } = await runJson<Awaited<ReturnType<typeof evaluate>>>(...args);
  expect(results.find(({ model }) => model === "ease")!.tuned!.trials).toBe(3);
  expect(tuning).toContain("3 trials");
});
