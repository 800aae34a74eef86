import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseBudget } from "../../src/cli/data/budget-option.ts";
import { withBudget } from "../../src/cli/terminal/not-run.ts";
import { InvalidInputError } from "../../src/errors.ts";
import type { Evaluation } from "../../src/evaluation/result.ts";
import { run, runJson, temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

const launcher = fileURLToPath(new URL("../../bin/waymark.mjs", import.meta.url));

/** A comparison whose last model trains long after the others are done. */
const endless = (school: string, report: string) => [
  ...[
    "compare",
    school,
    "--implicit",
    "--models",
    "item-knn,ncf",
    "--set",
    "ncf.epochs=10000",
    "--set",
    "ncf.patience=0",
  ],
  ...["--resamples", "100", "--report", report],
];

/** Starts a command and sends a signal as soon as a line of standard error says so. */
async function stopped(args: readonly string[], line: string, signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [launcher, ...args]);
  let [stdout, stderr, sent] = ["", "", false];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    if (!sent && stderr.includes(line)) sent = child.kill(signal); // once: a second Ctrl-C does not wait
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

test("a comparison that was killed goes on where it stopped", async () => {
  const school = smallSchool();
  const report = join(temporaryFolder(), "report.html");
  const { code } = await stopped([...endless(school, report), "--budget", "none"], "item-knn: nDCG", "SIGKILL");
  expect(code).toBeNull();
  const again = await runJson<Evaluation>(...endless(school, report), "--budget", "0.001s");
  expect(again.resumed).toBe(2);
  expect(again.results.map(({ model }) => model)).toEqual(["popularity", "item-knn"]);
  expect(again.notRun).toMatchObject([{ model: "ncf", reason: "no-time" }]);
});

test("Ctrl-C prints and reports the finished models as a partial table", async () => {
  const school = smallSchool();
  const report = join(temporaryFolder(), "report.html");
  const { code, stdout, stderr } = await stopped(
    [...endless(school, report), "--budget", "1h"],
    "item-knn: nDCG",
    "SIGINT",
  );
  expect(code).toBe(130);
  expect(stdout).toMatch(/^item-knn +0\.\d{4}/m);
  expect(stdout).toMatch(/Not finished when the run was interrupted: ncf \(about .*\)/);
  expect(stdout).toContain("This table is partial.");
  expect(stdout).toContain("--budget 3600s"); // the same command
  expect(readFileSync(report, "utf8")).toContain("<strong>Partial.</strong>");
  expect(stderr).not.toContain("    at ");
});

describe("a budget that is spent", () => {
  test("names the models that were not begun, their time, and the command that runs them", async () => {
    const report = join(temporaryFolder(), "report.html");
    const { code, stdout } = await run(...endless(smallSchool(), report), "--budget", "0.001s");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Not begun.*: item-knn \(about .*\), ncf \(about .* s\)\./);
    expect(stdout).toMatch(/waymark compare .*--budget none$/m);
    expect(readFileSync(report, "utf8")).toContain("its time was up");
    expect(existsSync(join(report, "..", "report.models", "models.jsonl"))).toBe(true);
  });

  test("and one that is not leaves the report only", async () => {
    const folder = temporaryFolder();
    const models = ["--models", "item-knn", "--report", join(folder, "report.html")];
    const { results, notRun } = await runJson<Evaluation>("compare", smallSchool(), "--budget", "none", ...models);
    expect(results.map(({ model }) => model)).toContain("item-knn");
    expect(notRun).toBeUndefined();
    expect(readdirSync(folder)).toEqual(["report.html"]);
  });
});

test("a budget is a time or none", () => {
  expect(["90s", "2m", "1.5h", "45", "none"].map(parseBudget)).toEqual([90, 120, 5400, 45, Number.POSITIVE_INFINITY]);
  for (const text of ["", "0s", "-1m", "2 d", "m"]) expect(() => parseBudget(text)).toThrow(InvalidInputError);
});

test("the command that goes on has one budget", () => {
  expect(withBudget("waymark compare a --budget 2m --k 5", "none")).toBe("waymark compare a --k 5 --budget none");
  expect(withBudget("waymark compare a --budget=2m", "none")).toBe("waymark compare a --budget none");
});
