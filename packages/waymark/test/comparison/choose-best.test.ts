import { describe, expect, test } from "vitest";
import { chooseBest } from "../../src/comparison/choose-best.ts";
import { InvalidInputError } from "../../src/errors.ts";
import { popularity } from "../../src/models/baselines/popularity.ts";
import { random } from "../../src/models/baselines/random.ts";
import { svd } from "../../src/models/factorization/svd.ts";
import { itemKnn } from "../../src/models/knn/item-knn.ts";
import { run } from "../cli/run.ts";
import { smallSchool } from "../cli/small-school.ts";
import { twoFaculties } from "../two-faculties.ts";

const data = twoFaculties();
const unlimited = { budgetSeconds: Number.POSITIVE_INFINITY, seed: 0 };

describe("the best model", () => {
  test("is the one with the best lists on rows that were set aside, and the reason is the figures of all", async () => {
    const candidates = [random, popularity, itemKnn, svd]; // svd needs ratings
    const { key, ranked, protocol, notRun } = await chooseBest(data, { ...unlimited, candidates });
    expect(key).toBe("item-knn");
    expect(ranked.map(({ model }) => model).toSorted()).toEqual(["item-knn", "popularity", "random"]);
    expect(ranked.map(({ value }) => value)).toEqual(ranked.map(({ value }) => value).toSorted((a, b) => b - a));
    expect(protocol).toContain("k = 10");
    expect(notRun).toEqual([]);
  });

  test("is the best of those for which there was time, and the others are named", async () => {
    const { key, notRun } = await chooseBest(data, {
      ...unlimited,
      budgetSeconds: 1e-9,
      candidates: [itemKnn, popularity],
    });
    expect([key, notRun]).toEqual(["popularity", ["item-knn"]]);
  });

  test("is none where nothing can be measured", async () => {
    await expect(chooseBest(data, { ...unlimited, candidates: [] })).rejects.toThrow(InvalidInputError);
  });
});

describe("--model", () => {
  test("best says which model was chosen and why", async () => {
    const list = ["recommend", smallSchool(), "--implicit", "--learner", "sciences-0"];
    const { code, stderr } = await run(...list, "--model", "best", "--budget", "0.001s");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /Model: popularity, the best of 1 by nDCG@10 on a validation part of the data: popularity 0\.\d+/,
    );
    expect(stderr).toMatch(/Not compared, for want of time \(--budget\): .*item-knn/);
  });

  test("left out is item-knn, which is said", async () => {
    const { stderr } = await run("recommend", smallSchool(), "--implicit", "--learner", "sciences-0");
    expect(stderr).toContain("Model: item-knn, the default");
  });

  test.each([
    [["--model", "best", "--set", "svd.factors=3"], "--set cannot be used together with --model best"],
    [["--model", "svd", "--budget", "5s"], "--budget can only be used together with --model best"],
    [["--model", "best,svd"], 'There is no model named "best"'],
  ])("%j is refused", async (wrong, message) => {
    const { code, stderr } = await run("recommend", smallSchool(), "--learner", "sciences-0", ...wrong);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
