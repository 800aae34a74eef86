import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Rerun } from "../../src/cli/commands/rerun.ts";
import type { RunRecord } from "../../src/cli/data/run-record.ts";
import type { SeedSummary } from "../../src/evaluation/across-seeds.ts";
import type { Evaluation } from "../../src/evaluation/result.ts";
import { run, runJson, temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

type Result = Evaluation & { readonly run: RunRecord };
type Several = { readonly runs: readonly Evaluation[]; readonly seeds: readonly SeedSummary[] };

const base = ["--implicit", "--resamples", "100", "--k", "2", "-q"];
const labelsOf = ({ results }: Evaluation) => results.map(({ model, label = model }) => label);

describe("one model with several settings", () => {
  test("stands in the table once for each, told apart by what differs", async () => {
    const models = ["-m", "item-knn", "--model", "item-knn(neighbours=2),item-knn(neighbours=3, scoreShrinkage=5)"];
    const evaluation = await runJson<Result>("evaluate", smallSchool(), ...base, ...models);
    expect(labelsOf(evaluation)).toHaveLength(4); // popularity beside
    expect(evaluation.results.slice(1).map(({ params }) => params.neighbours)).toEqual([0, 2, 3]);
    expect(labelsOf(evaluation)[2]).toMatch(/^item-knn .*neighbours=2/);
  });

  test("is rejected where the settings are the same", async () => {
    const { code, stderr } = await run("evaluate", smallSchool(), ...base, "--model", "item-knn,item-knn");
    expect(code).toBe(2);
    expect(stderr).toMatch(/item-knn is named twice with the same settings.*'item-knn\(PARAMETER=VALUE\)'/);
  });

  test.each([
    ["item-knn(neighbors=2)", /neighbours/],
    ["item-knn(neighbours)", /parameter=value/],
    ["item-knn(neighbours=2", /name with settings/],
  ])("%s is rejected with what to write", async (model, message) => {
    const { code, stderr } = await run("evaluate", smallSchool(), ...base, "--model", model);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("files of one's own split", () => {
  test("a split that was exported gives the same figures again", async () => {
    const [school, folder] = [smallSchool(), join(temporaryFolder(), "split")];
    const first = await runJson<Result>("evaluate", school, "--k", "2", "--export-split", folder, "--seed", "3");
    const parts = ["--train", join(folder, "train.csv"), "--test", join(folder, "test.csv"), "--scale", "1,5"];
    const again = await runJson<Result>("evaluate", ...parts, "--k", "2", "--seed", "3");
    expect(again.results.map(({ metrics }) => metrics)).toEqual(first.results.map(({ metrics }) => metrics));
    expect(again.dataset.fingerprint).toBe(first.dataset.fingerprint);
  });

  test("what stands in the test part alone is said; validation rows are learnt from", async () => {
    const folder = temporaryFolder();
    const file = (name: string, rows: readonly string[]) => {
      writeFileSync(join(folder, name), `learner,course\n${rows.join("\n")}\n`);
      return join(folder, name);
    };
    const parts = [
      ...["--train", file("a.csv", ["u,A", "u,B", "v,A", "v,C", "w,B"])],
      ...["--validation", file("b.csv", ["w,A"])],
      ...["--test", file("c.csv", ["u,C", "new,A", "v,D"])],
    ];
    const { protocol, dataset } = await runJson<Result>("evaluate", ...parts, "--k", "1");
    expect(dataset).toMatchObject({ users: 4, items: 4, interactions: 9 });
    expect(protocol.testRows).toBe(3);
    const notes = protocol.notes!.join("\n");
    expect(notes).toMatch(/1 validation row/);
    expect(notes).toMatch(/1 learner of the test part without a training row/);
    expect(notes).toMatch(/1 course of the test part without a training row/);
  });

  test.each<[string, readonly string[], RegExp]>([
    ["one part alone", ["--train", "a.csv"], /--train needs --test/],
    ["a path beside them", ["x.csv", "--train", "a.csv", "--test", "b.csv"], /cannot be used together/],
    ["a split beside them", ["--train", "a.csv", "--test", "b.csv", "--split", "folds:3"], /--split cannot be used/],
    ["nothing at all", [], /No data are named/],
  ])("%s is rejected", async (_, args, message) => {
    const { code, stderr } = await run("evaluate", ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("several runs", () => {
  test("over seeds: the mean and the deviation with n − 1, and what the seeds changed", async () => {
    const { runs, seeds } = await runJson<Several>("evaluate", smallSchool(), ...base, "--seeds", "0,1,2");
    const values = runs.map(({ results }) => results[1]!.metrics["ndcg@2"]!);
    const mean = values.reduce((a, b) => a + b) / 3;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
    expect(seeds[0]).toMatchObject({ seeds: [0, 1, 2], varied: "split and training" });
    expect(seeds[0]!.models[1]!.metrics["ndcg@2"]!.mean).toBeCloseTo(mean, 12);
    expect(seeds[0]!.models[1]!.metrics["ndcg@2"]!.deviation).toBeCloseTo(deviation, 12);
    const fixed = await runJson<Several>(
      "evaluate",
      smallSchool(),
      ...base,
      "--seeds",
      "0,1",
      "--split",
      "temporal:0.8",
    );
    expect(fixed.seeds[0]!.varied).toBe("training");
  });

  test("over splits: a table each, in the file as well", async () => {
    const table = join(temporaryFolder(), "results.csv");
    const splits = ["--split", "leave-last", "--split", "per-user:0.5", "--table", table];
    const { stdout } = await run("evaluate", smallSchool(), ...base, ...splits);
    expect(stdout.match(/^Protocol: /gm)).toHaveLength(2);
    const lines = readFileSync(table, "utf8").trim().split("\n");
    expect(lines[0]).toBe("split,protocol,model,metric,value,low,high,deviation");
    expect(new Set(lines.slice(1).map((line) => line.split(",")[0]))).toEqual(new Set(["leave-last", "per-user:0.5"]));
  });

  test("cannot be exported as one split, nor shown as one report", async () => {
    for (const option of ["--report", "--export-split"]) {
      const { code, stderr } = await run("evaluate", smallSchool(), "--seeds", "0,1", option, "x");
      expect(code).toBe(2);
      expect(stderr).toContain(`${option} holds one split and one seed.`);
    }
  });
});

describe("files beside the table", () => {
  test.each([".csv", ".jsonl", ".parquet"])("metrics per learner as %s average to the metric", async (ending) => {
    const file = join(temporaryFolder(), `learners${ending}`);
    const evaluation = await runJson<Result>("evaluate", smallSchool(), ...base, "--per-learner", file);
    expect(existsSync(file)).toBe(true);
    if (ending !== ".jsonl") return;
    const rows = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(Object.keys(rows[0])).toEqual(["learner", "model", "metric", "value"]);
    for (const { model, metrics } of evaluation.results) {
      const own = rows.filter((row) => row.model === model && row.metric === "recall@2");
      expect(own).toHaveLength(evaluation.protocol.testUsers);
      expect(own.reduce((sum, { value }) => sum + value, 0) / own.length).toBeCloseTo(metrics["recall@2"]!, 12);
    }
  });

  test("evaluate writes the report, too, and overwrites nothing that is not its own", async () => {
    const folder = temporaryFolder();
    const report = join(folder, "report.html");
    expect((await run("evaluate", smallSchool(), ...base, "--report", report)).code).toBe(0);
    expect(readFileSync(report, "utf8")).toContain("item-knn");
    const other = join(folder, "letter.md");
    writeFileSync(other, "Dear reader,\n");
    const { code, stderr } = await run("evaluate", smallSchool(), ...base, "--table", other);
    expect(code).toBe(2);
    expect(stderr).toContain("Another file stands there");
  });
});

describe("tests", () => {
  test("of all metrics and all pairs are corrected together", async () => {
    const args = ["evaluate", smallSchool(), ...base, "-m", "item-knn,rp3beta"];
    const usual = await runJson<Result>(...(args as [string]));
    expect(usual.comparisons).toHaveLength(2); // the best against two others, nDCG
    const all = await runJson<Result>(...(args as [string]), "--tests", "all", "--pairs", "all");
    const metrics = new Set(all.comparisons.map(({ metric }) => metric));
    expect(metrics.has("recall@2") && metrics.has("mrr")).toBe(true);
    for (const metric of metrics) {
      const pairs = all.comparisons.filter((comparison) => comparison.metric === metric);
      expect(new Set(pairs.map(({ better, worse }) => [better, worse].sort().join())).size).toBe(pairs.length);
    }
    expect(all.comparisons.filter(({ metric }) => metric === "ndcg@2")).toHaveLength(3);
  });
});

describe("rerun", () => {
  const saved = (result: unknown) => {
    const file = join(temporaryFolder(), "result.json");
    writeFileSync(file, JSON.stringify(result));
    return file;
  };

  test("the JSON holds the command and the cleaning, and the run can be repeated from it", async () => {
    const cleaning = ["--min-per-learner", "3", "--repeats", "first"];
    const result = await runJson<Result>("evaluate", smallSchool(), ...base, ...cleaning, "--seed", "4");
    expect(result.run.line).toContain("--min-per-learner 3 --repeats first --seed 4");
    expect(result.run.cleaning.options).toMatchObject({ minPerLearner: 3, repeats: "first", implicit: true });
    expect(result.run.cleaning.rowsRead).toBe(40);
    const rerun = await runJson<Rerun>("rerun", saved(result));
    expect(rerun).toMatchObject({ equal: true, differences: [], notes: [] });
    expect(rerun.figures).toBeGreaterThan(20);
  });

  test("says which figures differ, and that the data do", async () => {
    const result = await runJson<Result>("evaluate", smallSchool(), ...base);
    const [first, ...others] = result.results;
    const changed = { ...first!, metrics: { ...first!.metrics, "recall@2": 0.125 } };
    const { code, stdout } = await run("rerun", saved({ ...result, results: [changed, ...others] }));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^1 of \d+ figures differ:\n {2}popularity recall@2: 0.125 → /);
    const other = join(temporaryFolder(), "other.csv");
    writeFileSync(
      other,
      readFileSync(result.run.arguments[0]!, "utf8").replace("languages-0,Optics,1,2025-06-01\n", ""),
    );
    const moved = await run("rerun", saved(result), other);
    expect(moved.stdout).toContain("Note: the data differ");
  });

  test("repeats what compare found, too, and several runs", async () => {
    const report = join(temporaryFolder(), "report.html");
    const compared = await runJson<Result>(
      "compare",
      smallSchool(),
      ...base,
      "-m",
      "item-knn,rp3beta",
      "--report",
      report,
    );
    expect((await runJson<Rerun>("rerun", saved(compared))).equal).toBe(true);
    const several = await runJson<Several>(
      "evaluate",
      smallSchool(),
      ...base,
      "--seeds",
      "0,1",
      "--split",
      "per-user:0.5",
    );
    expect((await runJson<Rerun>("rerun", saved(several))).equal).toBe(true);
  });

  test("of anything else says what is needed", async () => {
    for (const [content, message] of [
      ["[]", /is not a result/],
      ["{", /is not JSON/],
      ['{"protocol":{}}', /does not say which command/],
    ] as const) {
      const file = join(temporaryFolder(), "odd.json");
      writeFileSync(file, content);
      expect((await run("rerun", file)).stderr).toMatch(message);
    }
  });
});
