import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Recommendations } from "../../src/cli/terminal/recommendations.ts";
import type { Evaluation } from "../../src/evaluation/result.ts";
import { modelFactories } from "../../src/models/registry.ts";
import { texts, topics } from "../../src/models/requirements.ts";
import { run, runJson, temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

const idsOf = ({ recommendations }: Recommendations) => recommendations.map(({ id }) => id);

describe("recommend", () => {
  test("offers the one course of the learner's group that is left, with shares that sum to 1 as reasons", async () => {
    const answer = await runJson<Recommendations>(
      "recommend",
      smallSchool(),
      "--implicit",
      "--learner",
      "sciences-0",
      "--why",
    );
    expect(answer.model).toBe("item-knn");
    expect(idsOf(answer)[0]).toBe("Physics");
    const [first] = answer.recommendations;
    expect(first!.because!.map(({ id }) => id).sort()).toEqual(["Botany", "Geology", "Optics"]);
    expect(first!.because!.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  test("answers for somebody who is not in the data, from a typed history", async () => {
    const answer = await runJson<Recommendations>(
      "recommend",
      smallSchool(),
      "--implicit",
      "--history",
      "French,Latin,Nowhere",
    );
    expect(["Greek", "Spanish"]).toContain(idsOf(answer)[0]);
    expect(answer.unknown).toEqual(["Nowhere"]);
  });

  test("gives the same list from the saved model as from the one just trained", async () => {
    const school = smallSchool();
    for (const { key } of modelFactories.filter(
      ({ requires = [] }) => !requires.includes(topics) && !requires.includes(texts),
    )) {
      const artifact = join(temporaryFolder(), "model.waymark");
      await runJson("train", school, "--model", key, "--seed", "5", "--out", artifact);
      const query = ["--learner", "languages-2", "--limit", "3"];
      const saved = await runJson<Recommendations>("recommend", artifact, ...query);
      const fresh = await runJson<Recommendations>("recommend", school, "--model", key, "--seed", "5", ...query);
      expect(saved.recommendations, key).toEqual(fresh.recommendations);
    }
  });

  test("takes an id that ends like a rating for an id, and hides nothing of what ids do to a terminal", async () => {
    const path = join(temporaryFolder(), "odd.csv");
    writeFileSync(path, "learner,course\nu,CS=101\nu,x\u001b[2Jy\nv,CS=101\nv,x\u001b[2Jy\n");
    const { stdout, code } = await run("recommend", path, "--history", "CS=101");
    expect(code).toBe(0);
    expect(stdout).toContain("x\ufffd[2Jy");
  });

  test("refuses options that a saved model cannot follow", async () => {
    const artifact = join(temporaryFolder(), "m.waymark");
    await runJson("train", smallSchool(), "--model", "popularity", "--out", artifact);
    const { code, stderr } = await run("recommend", artifact, "--learner", "sciences-0", "--implicit", "--seed", "5");
    expect(code).toBe(2);
    expect(stderr).toContain("--implicit, --seed cannot be used with a saved model");
  });

  test("prints a list that names learner, model and reasons", async () => {
    const { stdout } = await run(
      "recommend",
      smallSchool(),
      "--implicit",
      "--learner",
      "sciences-0",
      "--why",
      "--limit",
      "2",
    );
    expect(stdout).toContain("Courses for sciences-0 (item-knn; 3 taken)");
    expect(stdout).toMatch(/1 {2}Physics\n +because of (Botany|Geology|Optics) \(\d+ %\)/);
  });

  test.each([
    [["--learner", "nobody"], "unknown_id", 'No learner has the id "nobody"', 1],
    [["--learner", "SCIENCES-0"], "unknown_id", 'there is "sciences-0"', 1],
    [["--history", "French=4.0.0"], "invalid_input", 'a number from 1 to 5, received "4.0.0"', 2],
    [["--history", "French=4,Latin"], "invalid_input", "a rating for every course, or for none", 2],
    [["--history", "French=4", "--implicit"], "invalid_input", "without ratings", 2],
    [["--learner", "sciences-0", "--threshold", "4"], "invalid_input", "Add --implicit", 2],
    [["--history", "French=9"], "invalid_input", 'the rating of French must be a number from 1 to 5, received "9"', 2],
    [["--learner", "sciences-0", "--limit", "0"], "invalid_input", "--limit must be a whole number of at least 1", 2],
    [["--learner", "sciences-0", "--limit", "ten"], "invalid_input", 'received "ten"', 2],
    [[], "invalid_input", "--learner or --history must be given", 2],
    [["--learner", "a", "--history", "b"], "invalid_input", "--learner and --history cannot be used together", 2],
    [["--learner", "sciences-0", "--model", "item-kn"], "unknown_name", "Did you mean item-knn", 2],
    [
      ["--learner", "sciences-0", "--model", "svd", "--set", "svd.factors=-3"],
      "invalid_input",
      "svd.factors must be a whole number from 1",
      2,
    ],
    [["--learner", "sciences-0", "--model", "svd", "--set", "svd.factor=3"], "unknown_name", "Did you mean factors", 2],
    [["--learner", "sciences-0", "--model", "svd", "--set", "factors=3"], "invalid_input", "svd.epochs=20", 2],
    [["--learner", "sciences-0", "--model", "svd", "--set", "nmf.factors=3"], "invalid_input", "Add nmf to --model", 2],
  ] as const)("refuses %j with code %s", async (flags, errorCode, message, exitCode) => {
    const { code, stdout, stderr } = await run("recommend", smallSchool(), ...flags);
    expect(stderr).toContain(`waymark: ${errorCode}: `);
    expect(stderr).toContain(message);
    expect(code).toBe(exitCode);
    expect(stdout).toBe("");
  });
});

describe("evaluate and compare", () => {
  test("prints one JSON object with data, protocol and a row a model, baselines among them", async () => {
    const result = await runJson<Evaluation>(
      "evaluate",
      smallSchool(),
      "--model",
      "svd",
      "--set",
      "svd.factors=2",
      "--split",
      "folds:3",
      "--k",
      "2,3",
    );
    expect(result.dataset).toMatchObject({ users: 12, items: 8, interactions: 40, feedback: "explicit" });
    expect(result.protocol).toMatchObject({ split: "folds:3", folds: 3, seed: 0, k: [2, 3] });
    expect(result.results.map(({ model }) => model).sort()).toEqual(["mean", "popularity", "svd"]);
    const svd = result.results.find(({ model }) => model === "svd")!;
    expect(svd.params.factors).toBe(2);
    for (const key of ["rmse", "mae", "ndcg@2", "ndcg@3", "recall@2", "recall-capped@3", "coverage@3"])
      expect(svd.metrics[key]).toBeTypeOf("number");
    expect(svd.intervals.rmse![0]).toBeLessThanOrEqual(svd.metrics.rmse!);
  });

  test("gives the same figures for the same seed and others for another", async () => {
    const school = smallSchool();
    const metrics = async (seed: string) =>
      (await runJson<Evaluation>("evaluate", school, "--model", "svd", "--seed", seed)).results.map(
        (row) => row.metrics,
      );
    expect(await metrics("1")).toEqual(await metrics("1"));
    expect(await metrics("1")).not.toEqual(await metrics("2"));
  });

  test("says which models cannot learn from the data, and why, instead of failing", async () => {
    const result = await runJson<Evaluation>("evaluate", smallSchool(), "--model", "svd,item-knn", "--implicit");
    expect(result.leftOut).toEqual([{ model: "svd", reason: expect.stringContaining("svd needs ratings") }]);
    expect(result.results.map(({ model }) => model)).toContain("item-knn");
  });

  test("writes a self-contained report", async () => {
    const report = join(temporaryFolder(), "deep", "report.html");
    const { stdout, code, stderr } = await run("compare", smallSchool(), "--model", "item-knn,svd", "--report", report);
    expect(stderr).not.toContain("bug");
    expect(code).toBe(0);
    expect(stdout).toContain("Protocol:");
    const html = readFileSync(report, "utf8");
    expect(html).toContain("<svg");
    expect(html).not.toMatch(/(src|href)="https?:/);
  });
});

describe("where things are written", () => {
  test("a report takes no place but its own: not the data, not a folder, not another file", async () => {
    const school = smallSchool();
    const folder = temporaryFolder();
    const other = join(folder, "other.csv");
    writeFileSync(other, "precious\n");
    const before = readFileSync(school, "utf8");
    for (const place of [school, folder, other]) {
      const { code, stderr } = await run("compare", school, "--model", "popularity", "--report", place);
      expect(code).toBe(2);
      expect(stderr).toContain("--report must be a new file, or a report to replace");
    }
    expect(readFileSync(school, "utf8")).toBe(before);
    expect(readFileSync(other, "utf8")).toBe("precious\n");
    const report = join(folder, "report.html");
    for (const _ of ["new", "replaced"])
      expect((await run("compare", school, "--model", "popularity", "--report", report)).code).toBe(0);
  });
});

describe("models that do not suit", () => {
  test("fails before training when no model that was named can learn from the data", async () => {
    const { code, stderr, stdout } = await run("evaluate", smallSchool(), "--model", "svd,mean", "--implicit");
    expect(code).toBe(1);
    expect(stderr).toContain("unsuited_data: svd needs ratings");
    expect(stderr).toContain("name the column with --rating");
    expect(stdout).toBe("");
  });

  test("gives programs the remedy as data, beside its words", async () => {
    const { stderr } = await run("evaluate", smallSchool(), "--model", "svd", "--implicit", "--json");
    const { error } = JSON.parse(stderr.trim().split("\n").at(-1)!);
    expect(error).toEqual({
      code: "unsuited_data",
      message: expect.stringContaining("or name the column with --rating"),
      remedy: {
        kind: "either",
        remedies: [
          { kind: "text", text: expect.stringContaining("item-knn") },
          { kind: "nameColumns", columns: ["rating"] },
        ],
      },
    });
  });
});

describe("describe, import, models, similar, inspect, doctor", () => {
  test("describes what is in the data", async () => {
    const { stdout, stderr } = await run("describe", smallSchool());
    expect(stdout).toContain("12");
    expect(stderr).toContain("read as csv");
  });

  test("never writes over the data it reads, nor over a file, and says so before any work", async () => {
    const folder = join(temporaryFolder(), "clean");
    await runJson("import", smallSchool(), "--out", folder);
    const before = readFileSync(join(folder, "enrolments.csv"), "utf8");
    for (const command of [
      ["import", folder, "--min-per-learner", "3"],
      ["train", folder, "--model", "popularity"],
    ]) {
      const { code, stderr } = await run(...command, "--out", folder);
      expect(stderr).toContain("This is the data itself: choose another folder.");
      expect(code).toBe(2);
    }
    expect(readFileSync(join(folder, "enrolments.csv"), "utf8")).toBe(before);
    const school = smallSchool();
    const { code, stderr } = await run("import", school, "--out", join(folder, "enrolments.csv"));
    expect([code, stderr.includes("A file stands there; nothing was changed.")]).toEqual([2, true]);
    expect(readFileSync(join(folder, "enrolments.csv"), "utf8")).toBe(before);
  });

  test("imports to a folder that every command reads as the same data", async () => {
    const school = smallSchool();
    const folder = join(temporaryFolder(), "clean");
    await runJson("import", school, "--out", folder);
    const [before, after] = [
      await runJson<Evaluation>("evaluate", school),
      await runJson<Evaluation>("evaluate", folder),
    ];
    expect(after.dataset.fingerprint).toBe(before.dataset.fingerprint);
  });

  test("lists every model, and every parameter of one", async () => {
    const { stdout } = await run("models");
    for (const { key } of modelFactories) expect(stdout).toContain(key);
    expect((await run("models", "svd")).stdout).toContain("svd.factors");
    expect((await run("models", "sdv")).stderr).toContain("svd");
  });

  test("finds similar courses", async () => {
    const { similar } = await runJson<{ similar: { id: string }[] }>(
      "similar",
      smallSchool(),
      "--implicit",
      "--course",
      "Greek",
      "--limit",
      "3",
    );
    expect(similar.map(({ id }) => id).sort()).toEqual(["French", "Latin", "Spanish"]);
  });

  test("inspects a saved model", async () => {
    const artifact = join(temporaryFolder(), "m.waymark");
    await runJson("train", smallSchool(), "--model", "popularity", "--out", artifact);
    const { manifest } = await runJson<{ manifest: { model: string } }>("inspect", artifact);
    expect(manifest.model).toBe("popularity");
  });

  test("doctor finds this machine fit", async () => {
    const { code, stdout } = await run("doctor", "--quick");
    expect(stdout).toMatch(/compute kernels: (wide|fused|plain)/);
    expect(stdout).not.toContain("matrix products");
    expect(code).toBe(0);
  });

  test("doctor measures what this machine computes", async () => {
    const { measured } = await runJson<{ measured: Record<string, number> }>("doctor");
    for (const name of ["gflopsOneThread", "gflopsAllThreads", "bandwidth", "alsRows", "speedUp"])
      expect(measured[name], name).toBeGreaterThan(0);
  });
});

describe("the command line itself", () => {
  test.each([
    "demo",
    "describe",
    "import",
    "models",
    "train",
    "evaluate",
    "compare",
    "recommend",
    "similar",
    "inspect",
    "doctor",
  ])("%s --help shows usage and an example, and succeeds", async (command) => {
    const { code, stdout } = await run(command, "--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Usage: waymark/);
    expect(stdout).toMatch(/Examples?:\n +waymark /);
  });

  test("exits with 2 for a command or option it does not have, and names a near one", async () => {
    expect(await run("recomend", "x")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Did you mean recommend?"),
    });
    expect(await run("evaluate", "x", "--modell", "svd")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--model"),
    });
    expect((await run("describe")).code).toBe(2);
  });

  test("tells a missing file from a missing folder and leaves standard output empty", async () => {
    const result = await run("describe", "no/such/file.csv");
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain("source_unreadable: no/such/file.csv");
  });

  test("with --json an error is one JSON object on standard error", async () => {
    const { stderr } = await run("describe", "no/such/file.csv", "--json");
    expect(JSON.parse(stderr).error).toMatchObject({ code: "source_unreadable" });
    const early = await run("recommend", "x", "--json", "--limit", "0");
    expect(JSON.parse(early.stderr).error).toMatchObject({ code: "invalid_input" });
  });

  test("prints its version", async () => {
    expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("a demo campus needs no more than a folder to write to", async () => {
    const folder = join(temporaryFolder(), "campus");
    const { code } = await run("demo", "--learners", "60", "--courses", "30", "--out", folder);
    expect(code).toBe(0);
    expect(existsSync(join(folder, "courses.csv"))).toBe(true);
    expect((await run("describe", folder)).stderr).toContain("read as demo");
  });
});
