import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { popularity } from "../../src/models/baselines/popularity.ts";
import { svd } from "../../src/models/factorization/svd.ts";
import { parseSplit } from "../../src/splits/parse.ts";
import { type TuneOptions, tune } from "../../src/tuning/tune.ts";
import { temporaryFolder } from "../cli/run.ts";
import { twoFaculties } from "../two-faculties.ts";
import { plantedModel, plantedWithEpochs, publishedSchool, someSchool } from "./planted-model.ts";

const school = someSchool();
const perUser = parseSplit("per-user:0.3");
const options: TuneOptions = {
  search: "grid",
  metric: "ndcg@5",
  split: perUser,
  seed: 0,
  k: [10],
  resamples: 0,
  threads: 1,
};
const pairsOf = ({ users, items, interactions }: Dataset): ReadonlySet<string> =>
  new Set(Array.from(interactions.users, (user, row) => `${users.id(user)} ${items.id(interactions.items[row]!)}`));
const withoutTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, each) => (/Seconds|createdAt|resumed/.test(key) ? undefined : each)));

describe("a search", () => {
  test("takes evaluate's split, seed and lengths of lists where none are given, and texts of splits", async () => {
    const { model } = plantedModel(school);
    const bare = { search: "grid", metric: "ndcg@5", space: { misses: [0, 1] }, resamples: 0, threads: 1 } as const;
    const found = await tune(school, model, bare);
    const spelled = { ...bare, split: parseSplit("per-user:0.2"), seed: 0, k: [10] };
    expect(withoutTimes(found)).toEqual(withoutTimes(await tune(school, model, spelled)));
    const { protocol } = await evaluate(school, [model.create({})], { resamples: 0, threads: 1 });
    expect(found.test.protocol).toMatchObject({ split: protocol.split, seed: protocol.seed, k: [5, ...protocol.k] });
    expect((await tune(school, model, { ...bare, split: "per-user:0.3" })).test.protocol.split).toBe("per-user:0.3");
  });

  test("holds rows out itself where the data set publishes several test parts", async () => {
    const { model } = plantedModel(school);
    const data = publishedSchool(school, false, 2);
    const bare = { search: "grid", metric: "ndcg@5", space: { misses: [0, 1] }, resamples: 0, threads: 1 } as const;
    expect((await tune(data, model, bare)).test.protocol.split).toBe("per-user:0.2");
  });

  test("finds what was planted, by the metric's own sense of better", async () => {
    for (const search of ["grid", "random", "halving"] as const) {
      const { model } = plantedWithEpochs(school, 9);
      const found = await tune(school, model, { ...options, search, trials: 9 });
      expect(found.best.params, search).toEqual({ misses: 0 });
      expect(found.best.value).toBe(Math.max(...found.trials.map(({ value }) => value!)));
    }
    const { model } = plantedModel(school);
    const lower = await tune(school, model, { ...options, metric: "gini@3", space: { misses: [0, 8] } });
    expect(lower.better).toBe("lower");
    const [first, second] = lower.trials.map(({ value }) => value!);
    expect(lower.best.value).toBe(Math.min(first!, second!));
    expect(first).not.toBe(second);
  });

  test("shows no test row to any trial, and all training rows to the chosen model, once", async () => {
    const { model, fits } = plantedModel(school);
    const found = await tune(school, model, { ...options, space: { misses: [0, 1, 2] } });
    const [fold] = await perUser.apply(school, 0);
    const train = pairsOf(fold!.train);
    const [final, ...trials] = fits.toReversed();
    expect(trials).toHaveLength(3);
    for (const trial of trials) {
      const learned = pairsOf(trial.train);
      expect([...learned].filter((pair) => !train.has(pair))).toEqual([]);
      expect(learned.size).toBe(train.size - found.validation.testRows);
    }
    expect(pairsOf(final!.train)).toEqual(train);
    expect(final!.params.misses).toBe(0);
    expect(found.test.protocol.testRows).toBe(school.size - train.size);
    expect(found.test.results.map(({ model: key }) => key)).toEqual(["popularity", "planted"]);
    expect(found.test.results[1]!.metrics["ndcg@5"]).toBe(1);
    expect(found.test.protocol.name).toBe(
      "per-user:0.3, all unseen items, k = 5, 10, positives: every test row, seed 0",
    );
    expect(found.validation.notes).toContain("the training rows were divided with seed 1");
  });

  test("validates by drawn negatives what is tested against published ones, and the protocols say so", async () => {
    const data = publishedSchool(school, true);
    const { model } = plantedModel(school);
    const split = parseSplit("predefined");
    const found = await tune(data, model, { ...options, split, metric: "hit@3", space: { misses: [0, 4] } });
    expect(found.validation).toMatchObject({ candidates: "drawn-negatives", split: "leave-last", testRows: 40 });
    expect(found.validation.name).toContain("drawn negatives, ties against the test item");
    expect(found.test.protocol.candidates).toBe("published-negatives");
    expect(found.trials.map(({ metrics }) => "coverage@3" in metrics)).toEqual([false, false]);
  });

  test("goes on where training diverges, memory is too small or a parameter is refused, and says so", async () => {
    const { model } = plantedModel(school);
    const space = { trap: ["none", "diverge", "memory"], misses: [1, 0] };
    const { trials, best } = await tune(school, model, { ...options, space });
    expect(trials.map(({ params, outcome }) => `${params.misses} ${params.trap}: ${outcome}`)).toEqual([
      "1 none: done",
      "1 diverge: diverged",
      "1 memory: failed",
      "0 none: done",
      "0 diverge: diverged",
      "0 memory: failed",
    ]);
    expect(trials[1]!.message).toContain("planted diverged in epoch 3");
    expect(trials[2]!.message).toContain("16.00 GiB of memory");
    expect(trials[2]!.value).toBeUndefined();
    expect(best.number).toBe(4);
  });

  test("of a learning rate of 10 ends in divergence, reported in the model's own words", async () => {
    const ratings = twoFaculties({ ratings: true });
    const found = await tune(ratings, svd, {
      ...options,
      metric: "rmse",
      space: { learningRate: [10, 0.01] },
      fixed: { factors: 4, epochs: 8 },
    });
    expect(found.trials.map(({ outcome }) => outcome)).toEqual(["diverged", "done"]);
    expect(found.trials[0]!.message).toMatch(/svd diverged in epoch \d+/);
    expect(found.chosen).toEqual({ factors: 4, epochs: 8, learningRate: 0.01 });
  });

  test("without a single figure is an error that tells the first reason; a bug is not taken for a trial", async () => {
    const { model } = plantedModel(school);
    const space = { misses: [0, 1] };
    await expect(tune(school, model, { ...options, space, fixed: { trap: "diverge" } })).rejects.toThrow(
      'one in which some trial gives ndcg@5, received "2 trials without". The first said: planted diverged in epoch 3',
    );
    await expect(tune(school, model, { ...options, space, fixed: { trap: "bug" } })).rejects.toThrow(TypeError);
  });

  test("by epochs may end with fewer than all: the figures of all rounds compare", async () => {
    const { model, fits } = plantedWithEpochs(school, 3);
    const found = await tune(school, model, { ...options, search: "halving", space: { misses: "declared" } });
    expect(found.rungs).toEqual([
      { configurations: 5, amount: 3 },
      { configurations: 1, amount: 9 },
    ]);
    expect(found.chosen).toEqual({ misses: 0, epochs: 3 });
    expect(fits.at(-1)!.params).toEqual({ misses: 0, epochs: 3 });
    expect(found.trials.map(({ amount }) => amount)).toEqual([3, 3, 3, 3, 3, 9]);
    expect(found.trials.at(-1)!.params).toEqual({ misses: 0 }); // the best of the round before
  });

  test("by learners gives each round a part that holds the one before, and chooses from the last", async () => {
    const large = someSchool(620, 24);
    const { model, fits } = plantedModel(large);
    const found = await tune(large, model, { ...options, search: "halving", trials: 4 });
    expect(found.resource).toBe("learners");
    expect(found.trials.map(({ amount }) => amount)).toEqual([207, 207, 207, 207, 620]);
    const learnersOf = (train: Dataset) => new Set(train.interactions.users);
    const [small, all] = [learnersOf(fits[0]!.train), learnersOf(fits[4]!.train)];
    expect([small.size, all.size]).toEqual([207, 620]);
    expect(learnersOf(fits[1]!.train)).toEqual(small);
    expect(Math.max(...small)).toBeGreaterThan(400); // drawn, not the first of the file
    expect(found.best.rung).toBe(1);
  });

  test("reports progress in steps, and can be interrupted between two trials", async () => {
    const { model } = plantedModel(school);
    const controller = new AbortController();
    const reported: string[] = [];
    const running = tune(school, model, {
      ...options,
      space: { misses: [3, 2, 1] },
      signal: controller.signal,
      onProgress: ({ stage, done, of, metrics }) => {
        reported.push(`${stage} ${done}/${of} ${Object.keys(metrics ?? {}).join()}`);
        if (stage === "trials" && done === 2) controller.abort();
      },
    });
    await expect(running).rejects.toThrow(/abort/i);
    expect(reported.filter((line) => line.startsWith("trials"))).toEqual([
      "trials 1/3 best ndcg@5",
      "trials 2/3 best ndcg@5",
    ]);
  });
});

describe("a search that was interrupted", () => {
  test.each(["random", "halving"] as const)(
    "%s goes on with what is in the log, to the same result",
    async (search) => {
      const path = join(temporaryFolder(), "trials.jsonl");
      const whole = await tune(school, plantedWithEpochs(school, 9).model, { ...options, search });
      for (const last of [1, 4, 5]) {
        const controller = new AbortController();
        const stop = tune(school, plantedWithEpochs(school, 9).model, {
          ...options,
          search,
          log: path,
          signal: controller.signal,
          onProgress: ({ stage, done }) => stage === "trials" && done === last && controller.abort(),
        });
        if (last < whole.trials.length) await expect(stop).rejects.toThrow(/abort/i);
        else await stop.catch(() => undefined);
      }
      const { model, fits } = plantedWithEpochs(school, 9);
      const resumed = await tune(school, model, { ...options, search, log: path });
      expect(withoutTimes(resumed)).toEqual(withoutTimes(whole));
      expect(resumed.resumed).toBeGreaterThanOrEqual(Math.min(5, whole.trials.length));
      expect(fits.length).toBe(whole.trials.length - resumed.resumed + 1);
    },
  );

  test("does not look at the test part a second time once it has", async () => {
    const path = join(temporaryFolder(), "trials.jsonl");
    const { model, fits } = plantedModel(school);
    const first = await tune(school, model, { ...options, log: path, space: { misses: [1, 0] } });
    const again = await tune(school, model, { ...options, log: path, space: { misses: [1, 0] } });
    expect(fits).toHaveLength(3);
    expect(again.test).toEqual(first.test);
    expect(again.resumed).toBe(2);
  });

  test("may go on with more trials than before", async () => {
    const path = join(temporaryFolder(), "trials.jsonl");
    const { model, fits } = plantedModel(school);
    await tune(school, model, { ...options, search: "random", trials: 3, log: path });
    const more = await tune(school, model, { ...options, search: "random", trials: 6, log: path });
    expect([more.resumed, more.trials.length]).toEqual([3, 6]);
    expect(new Set(fits.slice(0, -1).map(({ params }) => JSON.stringify(params))).size).toBe(6);
  });

  test("refuses other data and leaves the log alone", async () => {
    const path = join(temporaryFolder(), "trials.jsonl");
    const { model } = plantedModel(school);
    await tune(school, model, { ...options, log: path, space: { misses: [1, 0] } });
    const before = readFileSync(path, "utf8");
    const other = someSchool(41);
    await expect(tune(other, model, { ...options, log: path, space: { misses: [1, 0] } })).rejects.toThrow(
      /another data set \(there [0-9a-f]{64}, here [0-9a-f]{64}\).* Choose another log/,
    );
    expect(readFileSync(path, "utf8")).toBe(before);
  });
});

describe("bad input", () => {
  const { model } = plantedModel(school);
  test.each([
    [{ metric: "ndcg" }, "There is no metric named"],
    [{ metric: "auc@10" }, "There is no metric named"],
    [{ metric: "ndcg@0" }, "There is no metric named"],
    [{ metric: "novelty@10" }, "metric must be one for which higher or lower values are better"],
    [{ metric: "rmse" }, "metric must be a metric of lists, since the data has no ratings"],
    [{ trials: 0, search: "random" }, "trials must be a whole number from 1"],
    [{ split: parseSplit("folds:5") }, "split must be one with a single test part"],
    [{ seed: -1 }, "seed must be a whole number"],
    [{ trials: 2 }, "trials must be at least 3, the combinations of this grid, received 2"],
  ] as const)("%j is refused", async (wrong, message) => {
    await expect(tune(school, model, { ...options, ...wrong })).rejects.toThrow(message);
  });

  test("epochs cannot be searched by halving that divides them", async () => {
    const withEpochs = plantedWithEpochs(school, 9).model;
    const space = { epochs: [3, 9], misses: [0, 1] };
    await expect(tune(school, withEpochs, { ...options, search: "halving", space })).rejects.toThrow(
      "planted-epochs.epochs must be fixed for successive halving",
    );
  });

  test("a model without parameters, and one the data does not suit, are rejected before any training", async () => {
    await expect(tune(school, popularity, options)).rejects.toThrow("This model has no parameters");
    await expect(tune(school, svd, options)).rejects.toThrow("svd needs ratings");
  });

  test("AUC where learners have every course is undefined on the test part: absent with a reason, never a half", async () => {
    const rows = ["a", "b", "c"].flatMap((user) => ["1", "2", "3", "4", "5"].map((item) => ({ user, item })));
    const full = Dataset.fromRows(rows);
    const found = await tune(full, plantedModel(full).model, { ...options, metric: "auc", space: { misses: [0] } });
    for (const { metrics, notes } of found.test.results) {
      expect(metrics.auc).toBeUndefined();
      expect(notes).toContain("auc is absent: in some fold nobody had both relevant and other courses to rank.");
    }
  });

  test("a metric of whole catalogues is not to be had against a few negatives: every trial says so", async () => {
    const data = publishedSchool(school, true);
    const wanted = { metric: "coverage@10", split: parseSplit("predefined"), space: { misses: [0, 1] } };
    await expect(tune(data, model, { ...options, ...wanted })).rejects.toThrow(
      'some trial gives coverage@10, received "2 trials without". The first said: coverage@10 was not measured.',
    );
  });
});
