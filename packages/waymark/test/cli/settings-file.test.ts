import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, runJson, temporaryFolder } from "./run.ts";

const rows = "wer;was;note\nada;A;1,0\nbea;B;5,0\nbea;A;2,0\n";
const settings = { user: "wer", item: "was", rating: "note", best: "low", scale: [1, 5], minPerLearner: 0 };

function tableWith(options: object | string, name = "rows.csv.waymark.json"): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "rows.csv"), rows);
  writeFileSync(join(folder, name), typeof options === "string" ? options : JSON.stringify(options));
  return join(folder, "rows.csv");
}

interface Described {
  readonly users: number;
  readonly feedback: string;
  readonly ratings?: { readonly mean: number };
}

test("options beside the data are read by every command, and the command line wins", async () => {
  for (const name of ["rows.csv.waymark.json", "waymark.json"]) {
    const path = tableWith(settings, name);
    expect((await runJson<Described>("describe", path)).ratings?.mean).toBeCloseTo(10 / 3, 12);
    expect((await runJson<Described>("describe", path, "--best", "high")).ratings?.mean).toBeCloseTo(8 / 3, 12);
    expect((await run("recommend", path, "--learner", "ada", "--implicit")).code).toBe(0);
  }
});

test("a catalogue is found relative to the file that names it", async () => {
  const path = tableWith({ ...settings, courses: "cat/k.csv", courseColumn: { title: "wort" } });
  mkdirSync(join(path, "../cat"));
  writeFileSync(join(path, "../cat/k.csv"), "was;wort\nA;Algebra\nB;Bayes\nC;Chemie\n");
  const described = await runJson<{ readonly items: number }>("describe", path);
  expect(described.items).toBe(3);
});

test("describe --save-options writes what was given", async () => {
  const path = tableWith({});
  const given = ["--user", "wer", "--item", "was", "--rating", "none", "--min-per-course", "1"];
  expect((await run("describe", path, ...given, "--save-options")).code).toBe(0);
  const saved = { user: "wer", item: "was", rating: "none", minPerCourse: 1 };
  expect(JSON.parse(readFileSync(`${path}.waymark.json`, "utf8"))).toEqual(saved);
  expect((await runJson<Described>("describe", path)).feedback).toBe("implicit");
});

test.each([
  [{ usr: "wer" }, /no option for rows\.csv\.waymark\.json named "usr"\. Did you mean user/],
  [{ constructor: 1 }, /named "constructor"/],
  [{ best: "lowest" }, /best in rows\.csv\.waymark\.json must be one of high, low, received "lowest"/],
  [{ minPerLearner: -1 }, /minPerLearner in rows\.csv\.waymark\.json/],
  [{ implicit: "yes" }, /implicit in rows\.csv\.waymark\.json must be true or false/],
  ["{", /cannot be read/],
  ["[]", /holds no JSON object/],
])("an error names file, key and value: %j", async (options, message) => {
  const { code, stderr } = await run("describe", tableWith(options));
  expect(code).not.toBe(0);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/bug/);
});
