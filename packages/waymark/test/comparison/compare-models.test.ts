import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Clock, wallClock } from "../../src/comparison/budget.ts";
import { compareModels } from "../../src/comparison/compare-models.ts";
import type { CompareModelsOptions } from "../../src/comparison/compare-options.ts";
import { selectRows } from "../../src/data/interactions.ts";
import { FitDivergedError, InvalidInputError } from "../../src/errors.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { popularity } from "../../src/models/baselines/popularity.ts";
import { random } from "../../src/models/baselines/random.ts";
import { itemKnn } from "../../src/models/knn/item-knn.ts";
import { ease } from "../../src/models/linear/ease.ts";
import type { Estimator } from "../../src/models/model.ts";
import { temporaryFolder } from "../cli/run.ts";
import { twoFaculties } from "../two-faculties.ts";

const data = twoFaculties();
const evaluateOptions = { split: "per-user:0.3", seed: 1, k: [3], resamples: 100 };
const unlimited: CompareModelsOptions = {
  ...evaluateOptions,
  budgetSeconds: Number.POSITIVE_INFINITY,
  baselines: ["popularity"],
};

/** A clock that goes when a model is trained: so many seconds as `costs` says for its key. */
function clockOf(costs: Readonly<Record<string, number>>) {
  const clock = { seconds: 0, trained: [] as string[], limits: [] as { at: number; abort: AbortController }[] };
  const own: Clock = {
    now: () => clock.seconds,
    timeout(seconds) {
      const limit = { at: clock.seconds + seconds, abort: new AbortController() };
      clock.limits.push(limit);
      return {
        signal: limit.abort.signal,
        [Symbol.dispose]: () => void clock.limits.splice(clock.limits.indexOf(limit), 1),
      };
    },
  };
  const timed = (estimator: Estimator): Estimator => ({
    ...estimator,
    async fit(train, options) {
      clock.trained.push(estimator.key);
      clock.seconds += costs[estimator.key] ?? 0;
      for (const { at, abort } of clock.limits) if (clock.seconds >= at) abort.abort();
      options?.signal?.throwIfAborted();
      return estimator.fit(train, options);
    },
  });
  return { clock, own, timed };
}

const stripped = ({ results, comparisons }: Awaited<ReturnType<typeof evaluate>>) => ({
  comparisons,
  results: results.map(({ model, metrics, intervals }) => ({ model, metrics, intervals })),
});

describe("a comparison without a limit", () => {
  test("gives the figures, intervals and tests of evaluate, in the order asked for", async () => {
    const models = [ease(), popularity(), itemKnn(), random()];
    const { evaluation } = await compareModels(data, models, unlimited);
    expect(stripped(evaluation)).toEqual(stripped(await evaluate(data, models, evaluateOptions)));
    expect(evaluation.notRun).toBeUndefined();
  });

  test("measures models on every fold of a split", async () => {
    const folds = { ...unlimited, split: "folds:3" };
    const { evaluation } = await compareModels(data, [popularity(), ease()], folds);
    expect(stripped(evaluation)).toEqual(
      stripped(await evaluate(data, [popularity(), ease()], { ...evaluateOptions, split: "folds:3" })),
    );
  });

  test("leaves out a model whose training fails, with the reason, and goes on", async () => {
    const failing: Estimator = { ...ease(), fit: () => Promise.reject(new FitDivergedError("ease", 2)) };
    const { evaluation } = await compareModels(data, [failing, popularity()], unlimited);
    expect(evaluation.results.map(({ model }) => model)).toEqual(["popularity"]);
    expect(evaluation.leftOut).toEqual([{ model: "ease", reason: expect.stringContaining("ease") }]);
  });
});

describe("a budget", () => {
  test("goes to the baselines, then to the models expected to be cheapest", async () => {
    const { clock, own, timed } = clockOf({});
    const models = [ease(), itemKnn(), random(), popularity()].map(timed);
    await compareModels(data, models, { ...unlimited, budgetSeconds: 60, clock: own });
    expect(clock.trained[0]).toBe("popularity");
    expect(clock.trained).toHaveLength(4);
  });

  test("names models that would not end in time, and measures the others", async () => {
    const { clock, own, timed } = clockOf({ popularity: 1, random: 100, "item-knn": 100, ease: 100 });
    const models = [ease(), itemKnn(), random(), popularity()].map(timed);
    const { evaluation } = await compareModels(data, models, { ...unlimited, budgetSeconds: 111, clock: own });
    expect(clock.trained).toHaveLength(2);
    expect(evaluation.results).toHaveLength(2);
    expect(evaluation.notRun!.map(({ reason }) => reason)).toEqual(["no-time", "no-time"]);
  });

  test("counts what had gone before, and lets the baselines run all the same", async () => {
    const { own, timed } = clockOf({});
    const { evaluation } = await compareModels(data, [popularity(), ease()].map(timed), {
      ...unlimited,
      ...{ budgetSeconds: 10, secondsUsed: 10, clock: own },
    });
    expect(evaluation.results.map(({ model }) => model)).toEqual(["popularity"]);
    expect(evaluation.notRun).toMatchObject([{ model: "ease", reason: "no-time" }]);
  });

  test("stops a model that runs over, and says how long it had", async () => {
    const { own, timed } = clockOf({ ease: 500 });
    const { evaluation } = await compareModels(data, [popularity(), ease()].map(timed), {
      ...unlimited,
      budgetSeconds: 50,
      clock: own,
    });
    expect(evaluation.notRun).toEqual([
      { model: "ease", params: ease().params, reason: "stopped", expectedSeconds: 500 },
    ]);
  });
});

describe("a log", () => {
  const place = () => join(temporaryFolder(), "report.models");

  test("saves the work of a run that ended badly: what is measured is not trained again, to the same table", async () => {
    const log = place();
    const broken: Estimator = { ...itemKnn(), fit: () => Promise.reject(new TypeError("a bug")) };
    await expect(compareModels(data, [popularity(), ease(), broken], { ...unlimited, log })).rejects.toThrow("a bug");
    const { clock, timed } = clockOf({});
    const models = [popularity(), itemKnn(), ease()];
    const { evaluation, reported } = await compareModels(data, models.map(timed), { ...unlimited, log });
    expect(clock.trained).toEqual(["item-knn"]);
    expect(evaluation.resumed).toBe(2);
    expect(stripped(evaluation)).toEqual(stripped(await evaluate(data, models, evaluateOptions)));
    await reported();
    expect(existsSync(log)).toBe(false); // complete: nothing to go on with
  });

  test("measures a model again whose results are damaged", async () => {
    const log = place();
    await compareModels(data, [popularity(), itemKnn()], { ...unlimited, log });
    const file = readdirSync(log).find((name) => name.startsWith("item-knn"))!;
    writeFileSync(join(log, file), "damaged");
    const { clock, timed } = clockOf({});
    await compareModels(data, [popularity(), itemKnn()].map(timed), { ...unlimited, log });
    expect(clock.trained).toEqual(["item-knn"]);
  });

  test("of an interrupted comparison of other data is kept, and the remedy named", async () => {
    const log = place();
    await compareModels(data, [popularity()], { ...unlimited, log }); // never reported: as after a kill
    const { interactions } = data;
    const others = Uint32Array.from({ length: data.size - 1 }, (_, row) => row);
    const other = data.replaceInteractions(selectRows(interactions, others));
    const attempt = compareModels(other, [popularity()], { ...unlimited, log });
    await expect(attempt).rejects.toThrow(InvalidInputError);
    await expect(attempt).rejects.toThrow(/another data set.*remove the folder/);
    await expect(compareModels(data, [popularity()], { ...unlimited, seed: 2, log })).rejects.toThrow(
      /another protocol/,
    );
  });

  test("of a comparison that was reported gives way to another one", async () => {
    const log = place();
    const { own, timed } = clockOf({ ease: 500 });
    const first = await compareModels(data, [popularity(), ease()].map(timed), {
      ...unlimited,
      budgetSeconds: 50,
      clock: own,
      log,
    });
    await first.reported();
    expect(existsSync(log)).toBe(true); // ease may follow
    const second = await compareModels(data, [popularity()], { ...unlimited, seed: 2, log });
    expect(second.evaluation.resumed).toBeUndefined();
    await second.reported();
  });
});

test("an interruption leaves the finished models as a table, without intervals and tests", async () => {
  const controller = new AbortController();
  const log = join(temporaryFolder(), "report.models");
  const waiting: Estimator = {
    ...ease(),
    async fit(_, options) {
      controller.abort(new DOMException("Interrupted.", "AbortError"));
      await turn();
      options!.signal!.throwIfAborted();
      throw new Error("goes on after an interruption");
    },
  };
  const models = [popularity(), waiting];
  const { evaluation, reported } = await compareModels(data, models, { ...unlimited, log, signal: controller.signal });
  expect(evaluation.results.map(({ model, intervals }) => ({ model, intervals }))).toEqual([
    { model: "popularity", intervals: {} },
  ]);
  expect(evaluation.comparisons).toEqual([]);
  expect(evaluation.notRun).toMatchObject([{ model: "ease", reason: "interrupted" }]);
  await reported();
  expect(readdirSync(log)).toContain("models.jsonl");
});

test("the clock of the wall goes, and its limits are let go of", async () => {
  using limit = wallClock.timeout(1000);
  expect(limit.signal.aborted).toBe(false);
  using spent = wallClock.timeout(0);
  await new Promise((resolve) => spent.signal.addEventListener("abort", resolve));
  expect(wallClock.now()).toBeGreaterThan(0);
});
