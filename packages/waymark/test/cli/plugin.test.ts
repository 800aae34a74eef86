import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Rerun } from "../../src/cli/commands/rerun.ts";
import type { Recommendations } from "../../src/cli/terminal/recommendations.ts";
import type { Evaluation } from "../../src/evaluation/result.ts";
import { modelFactories } from "../../src/models/registry.ts";
import { run, runJson, temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

const plugin = `
const make = (key) => Object.assign(() => make(key).create({}), {
  key, summary: "Offers the last courses of the alphabet.", family: "baselines", params: {},
  create: (params) => ({ key, params, fit: async (data) => model(data) }),
  restore: (state, data) => model(data),
});
const model = ({ items }) => ({
  items,
  score: () => Float64Array.from(items.ids, (_, item) => item),
  state: () => ({ numbers: {}, tensors: {} }),
});
export const mine = make("mine");
export const top = {
  key: "top@k", label: "Top", better: "higher", group: "lists", description: "Is the first course relevant?",
  measure: { of: "ranking", value: ({ hits }) => hits[0] ?? 0 },
};
export const splits = [{
  text: "first-row", description: "the first row held out",
  apply: async (data) => {
    const { users, items } = data.interactions;
    const part = (from, to) => ({ users: users.slice(from, to), items: items.slice(from, to) });
    return [{ name: "first", train: data.replaceInteractions(part(1)), test: part(0, 1) }];
  },
}];
export default {
  key: "pairs", description: "pairs between bars",
  recognizes: ({ path }) => path.endsWith(".pairs"),
  read: async () => { throw new Error("read by pairs"); },
};
export const helper = (x) => x;
`;

function modules(): { readonly path: string; readonly name: string } {
  const path = join(temporaryFolder(), "mine.mjs");
  writeFileSync(path, plugin);
  return { path, name: "mine.mjs" };
}
const base = ["--implicit", "--resamples", "100", "--k", "2"];

describe("--plugin", () => {
  test("brings models, metrics and splits to evaluate, wherever it stands in the command", async () => {
    const { path } = modules();
    const args = ["evaluate", smallSchool(), ...base, "-m", "mine", "--split", "first-row", "--plugin", path] as const;
    const { results, protocol, ownMetrics } = await runJson<Evaluation>(...args);
    expect(ownMetrics).toMatchObject([{ key: "top@k", label: "Top" }]); // for readers without the plugin
    expect(results.map(({ model }) => model)).toEqual(["popularity", "mine"]);
    expect(results[1]!.metrics["top@2"]).toBe(0);
    expect(protocol.split).toBe("first-row");
    const { stdout, stderr } = await run(...args);
    expect(stdout + stderr).toContain("Top@2"); // by its label, among the columns or those that do not fit
    expect(stderr).toContain(`${path}: 1 model (mine), 1 metric (top@k), 1 split (first-row), 1 source (pairs)`);
  });

  test("lasts for one run", async () => {
    const { path } = modules();
    expect((await run("models", "mine", "--plugin", path)).code).toBe(0);
    expect(modelFactories.some(({ key }) => key === "mine")).toBe(false);
    expect((await run("models", "mine")).code).toBe(2);
  });

  test("saves and loads its models; without it, its name is said", async () => {
    const { path, name } = modules();
    const [school, artifact] = [smallSchool(), join(temporaryFolder(), "m.waymark")];
    await runJson("train", school, "--implicit", "-m", "mine", "--out", artifact, "--plugin", path);
    const query = ["recommend", artifact, "--learner", "sciences-0", "--limit", "1"] as const;
    const { recommendations } = await runJson<Recommendations>(...query, `--plugin=${path}`);
    expect(recommendations[0]!.id).toBe("Spanish"); // the last of the alphabet that is not taken
    const { code, stderr } = await run(...query);
    expect(code).toBe(1);
    expect(stderr).toContain(`the model "mine" of the plugin ${name}, which is not loaded. Load the plugin first`);
  });

  test("is asked for its sources first", async () => {
    const data = join(temporaryFolder(), "x.pairs");
    writeFileSync(data, "a|b\n");
    expect((await run("describe", data, "--plugin", modules().path)).stderr).toContain("read by pairs");
  });

  test("is part of a saved result, and loaded again by rerun", async () => {
    const result = await runJson("evaluate", smallSchool(), ...base, "-m", "mine", "--plugin", modules().path);
    const file = join(temporaryFolder(), "result.json");
    writeFileSync(file, JSON.stringify(result));
    expect((await runJson<Rerun>("rerun", file)).equal).toBe(true);
  });

  test.each<[string, string | undefined, RegExp]>([
    ["missing", undefined, /cannot be loaded.*Name a JavaScript or TypeScript module/s],
    ["broken", "export const x = ;", /cannot be loaded/],
    ["empty", "export const x = 1;", /exports no model, metric, split or source/],
    ["in the way", plugin.replace('make("mine")', 'make("svd")'), /There is one named svd: rename yours/],
    ["badly declared", plugin.replace("top@k", "Top Metric"), /lower case words with hyphens/],
  ])("that is %s is rejected with what to do", async (name, content, message) => {
    const path = join(temporaryFolder(), `${name.replaceAll(" ", "-")}.mjs`);
    if (content !== undefined) writeFileSync(path, content);
    const { code, stderr } = await run("models", "--plugin", path);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(modelFactories.some(({ key }) => key === "mine")).toBe(false);
  });
});
