import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

const launcher = fileURLToPath(new URL("../../bin/waymark.mjs", import.meta.url));
const runProcess = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [launcher, ...args], { encoding: "utf8", env: { ...process.env, ...env }, input: "" });

/** Enough rows that training takes minutes, however fast the machine. */
function largeSchool(): string {
  const lines = ["learner,course,rating"];
  for (let learner = 0; learner < 3000; learner++)
    for (let c = 0; c < 40; c++) lines.push(`${learner},${(learner * 7 + c * c) % 997},${1 + ((learner + c) % 5)}`);
  const path = join(temporaryFolder(), "large.csv");
  writeFileSync(path, lines.join("\n"));
  return path;
}

test("Ctrl-C during training ends with 130 and leaves nothing half-written", async () => {
  const school = largeSchool();
  const out = join(dirname(school), "models", "svd.waymark");
  mkdirSync(dirname(out));
  const child = spawn(process.execPath, [
    launcher,
    "train",
    school,
    "--model",
    "svd",
    "--set",
    "svd.epochs=10000",
    "--set",
    "svd.factors=100",
    "--out",
    out,
    "--json",
  ]);
  let stderr = "";
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      if (stderr.includes('"progress"')) resolve();
    });
    child.on("exit", () => reject(new Error(`ended before any progress: ${stderr}`)));
  });
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(dirname(out))).toEqual([]);
  expect(stderr).not.toContain("    at ");
});

test("prints no colours where NO_COLOR is set or output is not a terminal", () => {
  for (const env of [
    { NO_COLOR: "1", FORCE_COLOR: undefined },
    { FORCE_COLOR: undefined, NO_COLOR: undefined },
  ]) {
    const { stdout } = runProcess(["recommend", smallSchool(), "--implicit", "--learner", "sciences-0"], env);
    expect(stdout).toContain("Physics");
    expect(stdout).not.toContain("\u001b");
  }
});

test("--quiet leaves standard error empty", () => {
  const { stderr, status } = runProcess(["describe", smallSchool(), "--quiet"]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("stops quietly when the reader of its output has seen enough", async () => {
  const child = spawn("sh", ["-c", `"${process.execPath}" "${launcher}" models svd | true; echo done`]);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.on("exit", resolve));
  expect(output).toBe("done\n");
});
