import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { OffPolicyResult } from "../../src/cli/commands/off-policy.ts";
import { run, runJson, temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

/** Forty learners take `hard` or `easy`, half and half; whoever takes `easy` rates it higher. */
function ratings(): string {
  const rows = Array.from({ length: 40 }, (_, n) => {
    const easy = n % 2 === 0;
    return `u${n},${easy ? "easy" : "hard"},${(easy ? 4 : 1) + (n % 4 < 2 ? 0 : 1)},2025-01-${String(1 + (n >> 1)).padStart(2, "0")}`;
  });
  const path = join(temporaryFolder(), "ratings.csv");
  writeFileSync(path, `learner,course,rating,date\n${rows.join("\n")}\n`);
  return path;
}

test("off-policy tells a model that follows results from what learners chose, and how far to trust it", async () => {
  const path = ratings();
  const { split, results } = await runJson<{ split: string; results: OffPolicyResult[] }>(
    "off-policy",
    path,
    "--model",
    "mean",
  );
  expect(split).toBe("temporal:0.8");
  expect(results.map(({ model }) => model)).toEqual(["mean", "popularity"]);
  const [mean] = results;
  expect(mean!.gain.value).toBeGreaterThan(0.1);
  expect(mean!.logged.value).toBeCloseTo(0.5, 1);
  expect(mean!.effectiveSampleSize).toBeLessThanOrEqual(mean!.decisions);
  const { stdout, stderr, code } = await run("off-policy", path, "--model", "mean");
  expect(code).toBe(0);
  expect(stdout).toMatch(/mean .*\npopularity .*\n\nWhat learners chose: 0\.\d+/);
  expect(stderr).toMatch(/Note on mean, popularity: .*fewer than 100|Note on mean: .*fewer than 100/);
});

test("off-policy refuses enrolments without results and splits of several parts", async () => {
  const implicit = await run("off-policy", smallSchool(), "--implicit", "--model", "popularity");
  expect(implicit.code).toBe(1);
  expect(implicit.stderr).toMatch(/needs results to compare/);
  const folds = await run("off-policy", smallSchool(), "--model", "mean", "--split", "folds:5");
  expect(folds.code).toBe(2);
  expect(folds.stderr).toMatch(/single test part/);
});
