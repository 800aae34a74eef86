import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Tuning } from "../../src/tuning/result.ts";
import { run, runJson, temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

type Printed = Tuning & { readonly log: string; readonly report: string };
const split = ["--split", "leave-one-out", "--resamples", "100", "--implicit"];

describe("tune", () => {
  test("prints one JSON object: trials, the choice, and the figures on the test part beside popularity", async () => {
    const out = join(temporaryFolder(), "search");
    const args = [
      "--model",
      "ease",
      "--search",
      "grid",
      "--set-space",
      "ease.regularization=1,10,100",
      "--metric",
      "auc",
    ];
    const printed = await runJson<Printed>("tune", smallSchool(), ...args, ...split, "--out", out);
    expect(printed.trials.map(({ params }) => params)).toEqual([
      { regularization: 500 }, // the default
      { regularization: 1 },
      { regularization: 10 },
      { regularization: 100 },
    ]);
    expect(printed.best.value).toBe(Math.max(...printed.trials.map(({ value }) => value!)));
    expect(printed.chosen).toEqual(printed.best.params);
    expect(printed.test.results.map(({ model }) => model)).toEqual(["popularity", "ease"]);
    expect(printed.test.results[1]!.params).toEqual(printed.chosen);
    expect(printed.test.protocol.split).toBe("leave-one-out");
    expect(readFileSync(printed.report, "utf8")).toContain("ease tuned on");
    expect(printed.log).toBe(join(out, "trials.jsonl"));
    expect(readFileSync(printed.log, "utf8").trimEnd().split("\n")).toHaveLength(6); // search, four trials, test
  });

  test("takes ranges, values and declared ranges, and fixes what --set says", async () => {
    const out = join(temporaryFolder(), "search");
    const space = ["als.alpha=0.5..50", "als.factors=2,3", "als.regularization"].flatMap((text) => [
      "--set-space",
      text,
    ]);
    const args = ["--model", "als", "--trials", "6", "--set", "als.epochs=2", ...space];
    const {
      trials,
      fixed,
      test: tested,
    } = await runJson<Printed>("tune", smallSchool(), ...args, ...split, "--out", out);
    expect(trials).toHaveLength(6);
    expect(fixed).toEqual({ epochs: 2 });
    expect(trials[0]!.params).toEqual({ factors: 64, regularization: 50, alpha: 4 }); // the defaults
    for (const { params } of trials.slice(1)) {
      expect([2, 3]).toContain(params.factors);
      expect(Number(params.alpha)).toBeGreaterThanOrEqual(0.5);
      expect(Number(params.regularization)).toBeLessThanOrEqual(500);
    }
    expect(tested.results[1]!.params.epochs).toBe(2);
  });

  test("prints the best trials, the settings to use, and what went wrong", async () => {
    const out = join(temporaryFolder(), "search");
    const args = ["--model", "svd", "--search", "grid", "--metric", "rmse", "--set", "svd.factors=3"];
    const space = ["--set-space", "svd.learningRate=0.01,10"];
    const { stdout, stderr, code } = await run(
      "tune",
      smallSchool(),
      ...args,
      ...space,
      "--split",
      "random:0.3",
      "--out",
      out,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/2 +0\.01 +\d\.\d{4}/);
    expect(stdout).toMatch(/3 +10 +diverged/);
    expect(stdout).toContain("All 3 trials (grid search); best RMSE");
    expect(stdout).toContain("Best, trial 1: --set svd.factors=3 --set svd.learningRate=0.005");
    expect(stdout).toContain(
      "Validation part, cut from the training rows: random:0.3, held-out ratings predicted, seed 0",
    );
    expect(stdout).toMatch(/RMSE: mean \d\.\d{4}.*, svd \d\.\d{4}/);
    expect(stderr).toMatch(/1 trial diverged: svd diverged in epoch \d+/);
  });

  test("goes on from its log, and refuses that of another search with exit code 2", async () => {
    const school = smallSchool();
    const out = join(temporaryFolder(), "search");
    const search = ["tune", school, "--model", "ease", "--trials", "3", ...split, "--out", out];
    const first = await runJson<Printed>(...search);
    const again = await runJson<Printed>(...search);
    expect([first.resumed, again.resumed]).toEqual([0, 3]);
    expect(again.best).toEqual(first.best);
    const log = readFileSync(join(out, "trials.jsonl"), "utf8");
    for (const [more, what] of [
      [["--seed", "1"], "another seed"],
      [["--metric", "auc"], "another metric"],
      [["--set-space", "ease.regularization=1..5"], "another search space"],
      [["--min-per-learner", "4"], "another data set"],
      [["--validation", "random:0.3"], "another validation protocol"],
    ] as const) {
      const { code, stderr, stdout } = await run(...search, ...more);
      expect(stderr).toContain(what);
      expect(stderr).toContain("Choose another --out, or remove the file");
      expect([code, stdout]).toEqual([2, ""]);
    }
    expect(readFileSync(join(out, "trials.jsonl"), "utf8")).toBe(log);
  });

  test("drops a torn last line with a note", async () => {
    const out = join(temporaryFolder(), "search");
    const search = ["tune", smallSchool(), "--model", "ease", "--trials", "3", ...split, "--out", out];
    const whole = await runJson<Printed>(...search);
    const path = join(out, "trials.jsonl");
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, `${lines.slice(0, 3).join("\n")}\n${lines[3]!.slice(0, 40)}`);
    const { stderr } = await run(...search, "--json");
    expect(stderr).toContain("the last line was torn by an interruption");
    const resumed = await runJson<Printed>(...search);
    expect(resumed.trials.map(({ value }) => value)).toEqual(whole.trials.map(({ value }) => value));
  });

  test.each([
    [["--model", "ease,als"], "--model must be the name of one model to tune"],
    [["--model", "eas"], "Did you mean ease"],
    [["--set-space", "als.factors=3"], "--set-space must be a parameter of the model searched, ease"],
    [["--set-space", "ease.regularisation=3"], "Did you mean regularization"],
    [
      ["--set-space", "regularization=3"],
      "--set-space must be written model.parameter=a,b,c or model.parameter=low..high",
    ],
    [["--set-space", "ease.regularization="], "ease.regularization must be a number from 0"],
    [["--set-space", "ease.regularization=5..1"], "a range from a lower to a higher number"],
    [["--set-space", "ease.regularization=1..2..3"], "ease.regularization must be a number"],
    [
      ["--set-space", "ease.regularization=1", "--set-space", "ease.regularization=2"],
      "was given twice for ease.regularization",
    ],
    [["--set-space", "ease.regularization=1", "--set", "ease.regularization=2"], "cannot be both searched and fixed"],
    [["--search", "bayes"], "Allowed choices are grid, random, halving"],
    [["--metric", "acu"], 'There is no metric named "acu". Did you mean auc'],
    [["--metric", "rmse"], "metric must be a metric of lists, since the data has no ratings"],
    [["--split", "folds:5"], "split must be one with a single test part"],
    [["--search", "halving"], "Use --search random."],
    [["--trials", "0"], "--trials must be a whole number from 1"],
    [["--model", "popularity"], "This model has no parameters"],
    [["--validation", "leave-lst"], "Did you mean leave-last"],
  ] as const)("refuses %j", async (wrong, message) => {
    const out = join(temporaryFolder(), "search");
    const usual = ["--model", "ease", ...split, "--out", out];
    const { code, stderr, stdout } = await run("tune", smallSchool(), ...usual, ...wrong);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, ""]);
    expect(existsSync(out)).toBe(false);
  });

  test("does not log into the data", async () => {
    const school = smallSchool();
    const folder = join(school, "..");
    const { code, stderr } = await run("tune", folder, "--model", "ease", ...split, "--out", folder);
    expect(stderr).toContain("--out must be a folder of its own");
    expect([code, existsSync(join(folder, "trials.jsonl"))]).toEqual([2, false]);
  });
});

test("a search that is killed goes on where it was, with the same result", async () => {
  const school = smallSchool();
  const folder = temporaryFolder();
  const launcher = fileURLToPath(new URL("../../bin/waymark.mjs", import.meta.url));
  const args = ["tune", school, "--model", "als", "--trials", "4", "--set", "als.epochs=400", ...split, "--json"];
  const log = join(folder, "killed", "trials.jsonl");
  const child = spawn(process.execPath, [launcher, ...args, "--out", join(folder, "killed")]);
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const lines = () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").length - 1 : 0);
  while (lines() < 2 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await ended;
  const before = readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.startsWith('{"trial"')).length;
  const resumed = await runJson<Printed>(...args.slice(0, -1), "--out", join(folder, "killed"));
  const whole = await runJson<Printed>(...args.slice(0, -1), "--out", join(folder, "whole"));
  expect(before).toBeGreaterThan(0);
  expect(resumed.resumed).toBeGreaterThan(0);
  expect(resumed.trials.map(({ params, value }) => [params, value])).toEqual(
    whole.trials.map(({ params, value }) => [params, value]),
  );
  expect(resumed.test.results[1]!.metrics).toEqual(whole.test.results[1]!.metrics);
});
