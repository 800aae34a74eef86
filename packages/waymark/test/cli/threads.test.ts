import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Evaluation } from "../../src/evaluation/result.ts";
import { modelFactory } from "../../src/models/registry.ts";
import { run, runJson, temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

const cores = availableParallelism();
const commands: readonly (readonly [string, ...string[]])[] = [
  ["train"],
  ["recommend", "--learner", "sciences-0"],
  ["similar", "--course", "Latin"],
  ["evaluate"],
  ["compare"],
];

describe.each(commands)("--threads of %s", (command, ...flags) => {
  test.each(["0", "-1", "1000000", "1.5", "x", "", String(cores + 1)])("refuses %j with the remedy", async (value) => {
    const { code, stdout, stderr } = await run(command, smallSchool(), ...flags, `--threads=${value}`);
    expect(stderr).toContain(`invalid_input: --threads must be a whole number from 1 to ${cores}`);
    expect(stderr).toContain(`received ${JSON.stringify(value)}. Leave it out to use all cores.`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("is in the help, with its default", async () => {
    const { stdout } = await run(command, "--help");
    expect(stdout.replace(/\s+/g, " ")).toContain(`--threads <n> threads to use, 1 to ${cores} (default: all cores)`);
  });
});

describe("the result of --threads", () => {
  test.each([[["--threads", "1"], 1] as const, [["--threads", String(cores)], cores] as const, [[], cores] as const])(
    "%j stands in the environment of an evaluation",
    async (flags, threads) => {
      const { environment } = await runJson<Evaluation>("evaluate", smallSchool(), "--model", "popularity", ...flags);
      expect(environment.threads).toBe(threads);
    },
  );

  test("a report names them", async () => {
    const report = join(temporaryFolder(), "report.html");
    const flags = ["--model", "item-knn", "--threads", "1", "--report", report];
    const { environment } = await runJson<Evaluation>("compare", smallSchool(), ...flags);
    expect(environment.threads).toBe(1);
    expect(readFileSync(report, "utf8")).toContain("<dt>Threads</dt><dd>1</dd>");
  });

  test.each([...new Set([1, cores])])("%i reach the training, whatever the command", async (threads) => {
    const kind = modelFactory("item-knn");
    const seen: (number | undefined)[] = [];
    const create = kind.create.bind(kind);
    vi.spyOn(kind, "create").mockImplementation((params) => {
      const estimator = create(params);
      const fit: typeof estimator.fit = (data, options) => {
        seen.push(options?.threads);
        return estimator.fit(data, options);
      };
      return { ...estimator, fit };
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const school = smallSchool();
    const folder = temporaryFolder();
    for (const [command, ...flags] of [
      ["train", "--out", join(folder, "m.waymark")],
      ["recommend", "--learner", "sciences-0"],
      ["recommend", "--all", "--out", join(folder, "lists.csv")],
      ["similar", "--course", "Latin"],
      ["evaluate"],
      ["compare", "--model", "item-knn", "--report", join(folder, "report.html")],
    ])
      expect(await run(command!, school, ...flags, "--threads", String(threads))).toMatchObject({ code: 0 });
    expect(seen).toEqual(Array(6).fill(threads));
  });

  test("a saved model takes them too", async () => {
    const artifact = join(temporaryFolder(), "m.waymark");
    await runJson("train", smallSchool(), "--out", artifact);
    for (const flags of [
      ["recommend", artifact, "--learner", "sciences-0"],
      ["similar", artifact, "--course", "Latin"],
    ])
      expect(await run(...flags, "--threads", "1")).toMatchObject({ code: 0 });
  });
});
