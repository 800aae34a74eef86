import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { NcfStudy } from "../../src/studies/ncf/result.ts";
import { run, runJson, temporaryFolder } from "./run.ts";

/** Thirty learners with twelve of twenty-four courses each, times and marks. */
function log(): string {
  const lines = ["learner,course,rating,date"];
  for (let learner = 0; learner < 30; learner++)
    for (let n = 0; n < 12; n++) {
      const course = 2 * ((5 * n + learner) % 12) + ((learner + Number(n === 3)) % 2);
      lines.push(`u${learner},c${course},${1 + ((learner * n) % 5)},2025-01-${String(n + 1).padStart(2, "0")}`);
    }
  const path = join(temporaryFolder(), "log.csv");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
const quick = [
  "--model",
  "popularity,als",
  "--set",
  "als.factors=2",
  "--set",
  "als.epochs=2",
  "--set",
  "als.regularization=1",
  "--resamples",
  "100",
];

describe("waymark study ncf", () => {
  test("prints one JSON object: steps, three sets of candidates, the published table", async () => {
    const study = await runJson<NcfStudy>("study", "ncf", log(), ...quick);
    expect(study.study).toBe("ncf");
    expect(study.dataset).toMatchObject({ users: 30, items: 24, interactions: 360, feedback: "implicit" });
    expect(study.models.map(({ model }) => model)).toEqual(["popularity", "als"]);
    for (const { results } of study.models)
      for (const set of ["catalogue", "hundred", "pool"] as const)
        for (const key of ["precision@10", "recall@10", "auc"]) expect(results[set].metrics[key]).toBeTypeOf("number");
    expect(study.published.at(-1)).toEqual({
      role: "neural collaborative filtering",
      rmse: 0.79,
      precision: 0.82,
      recall: 0.76,
      auc: 0.88,
    });
  });

  test("prints steps and tables, and writes a report that may be replaced", async () => {
    const path = log();
    const report = join(temporaryFolder(), "study.html");
    for (const _ of ["new", "replaced"]) {
      const { code, stdout, stderr } = await run("study", "ncf", path, ...quick, "--report", report);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain("Candidates: a pool of one to four");
      expect(stdout).toContain("matrix factorization");
      expect(stderr).toContain("Division into three parts: 360 → 300 rows");
    }
    expect(readFileSync(report, "utf8")).toContain("Why they differ");
  });

  test.each([
    [["study", "nfc"], "Allowed choices are ncf"],
    [["study", "ncf", "--model", "nobody"], "no model named"],
    [["study", "ncf", "--set", "als.factor=2"], "Did you mean factors"],
    [["study", "ncf", "--set", "svd.factors=2"], "Add svd to --model"],
    [["study", "ncf", "--min-per-learner", "0"], "--min-per-learner"],
    [["study", "ncf", "--min-per-learner", "13"], "Lower --min-per-learner"],
    [["study", "ncf", "--min-per-learner", "2", "--model", "svd"], "svd needs ratings"],
  ] as const)("refuses %j with a remedy", async ([command, name, ...flags], message) => {
    const { code, stderr, stdout } = await run(command, name, log(), ...flags);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(stdout).toBe("");
  });

  test("takes no place but a report's own", async () => {
    const path = log();
    const before = readFileSync(path, "utf8");
    const { code, stderr } = await run("study", "ncf", path, ...quick, "--report", path);
    expect(code).toBe(2);
    expect(stderr).toContain("This is the data itself");
    expect(readFileSync(path, "utf8")).toBe(before);
  });
});

describe("waymark demo --format ednet", () => {
  test("writes logs that the study reads as they are", async () => {
    const folder = join(temporaryFolder(), "logs");
    const { stdout, code } = await run(
      "demo",
      "--format",
      "ednet",
      "--learners",
      "80",
      "--courses",
      "80",
      "--out",
      folder,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/80 learners, 80 questions, \d+ answers, \d\d\.\d % of them right/);
    const study = await runJson<NcfStudy>("study", "ncf", folder, ...quick);
    expect(study.dataset.format).toBe("ednet-kt1");
    expect(study.steps.find(({ key }) => key === "categories")!.text).toContain("7 parts");
  });

  test("refuses a size it cannot make, and another format", async () => {
    const folder = join(temporaryFolder(), "logs");
    const tooFew = await run("demo", "--format", "ednet", "--courses", "20", "--out", folder);
    expect(tooFew.stderr).toContain("questions must be a whole number from 70 to 20,000");
    expect((await run("demo", "--format", "kt9", "--out", folder)).stderr).toContain(
      "Allowed choices are campus, ednet",
    );
    expect(existsSync(folder)).toBe(false);
  });
});
