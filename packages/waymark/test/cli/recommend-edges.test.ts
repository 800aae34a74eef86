import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { WrittenLists } from "../../src/cli/commands/recommend-all.ts";
import type { Recommendations } from "../../src/cli/terminal/recommendations.ts";
import { explainingModels } from "../../src/models/registry.ts";
import { run, runJson, temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

function file(name: string, lines: readonly string[]): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
const complete = () => file("all.csv", ["learner,course", ...["a", "b"].flatMap((u) => [`${u},X`, `${u},Y`])]);
const idsOf = ({ recommendations }: Recommendations) => recommendations.map(({ id }) => id);

describe("a learner who has taken everything", () => {
  test("is told so, and not sent to another model", async () => {
    const { stdout } = await run("recommend", complete(), "--learner", "a");
    expect(stdout).toBe("a has taken every course (2): nothing is left to recommend.\n");
    expect((await run("recommend", complete(), "--history", "X,Y")).stdout).toMatch(/^This history holds every course/);
  });

  test("is counted apart in the lists of all", async () => {
    const args = ["recommend", complete(), "--all", "--out", join(temporaryFolder(), "lists.csv")] as const;
    expect(await runJson<WrittenLists>(...args)).toMatchObject({ emptyLists: 2, everythingTaken: 2 });
    expect((await run(...args)).stderr).toContain("2 learners with every course taken: nothing is left to recommend");
  });
});

describe("somebody without a known course", () => {
  test.each([
    ["an empty history", ""],
    ["courses nobody knows", "NEW1,NEW2"],
  ])("gets the courses most learners took, and it is said: %s", async (_, history) => {
    const args = ["recommend", smallSchool(), "--implicit", "--history", history, "--limit", "3"] as const;
    const answer = await runJson<Recommendations>(...args);
    expect(answer).toMatchObject({ model: "popularity", insteadOf: "item-knn", history: [] });
    const popular = await runJson<Recommendations>(...args, "--model", "popularity");
    expect(idsOf(answer)).toEqual(idsOf(popular));
    expect(popular.insteadOf).toBeUndefined();
    const { stderr } = await run(...args);
    expect(stderr).toContain("item-knn has nothing to go by without a known course");
    for (const id of history.split(",").filter(Boolean)) expect(stderr).toContain(`no course has the id "${id}"`);
  });

  test("hears of an id that differs in its case", async () => {
    const { stderr } = await run("recommend", smallSchool(), "--implicit", "--history", "latin");
    expect(stderr).toContain('there is "Latin"');
  });
});

describe("--exclude", () => {
  test("keeps courses out of one list and of all lists; an unknown one is said", async () => {
    const school = smallSchool();
    const args = ["recommend", school, "--implicit", "--learner", "sciences-0", "--limit", "9"] as const;
    const all = idsOf(await runJson<Recommendations>(...args));
    const { stderr } = await run(...args, "--exclude", "Nowhere");
    expect(stderr).toContain('no course has the id "Nowhere"');
    const kept = await runJson<Recommendations>(...args, "--exclude", `${all[0]},${all[2]}`);
    expect(idsOf(kept)).toEqual(all.filter((_, n) => n !== 0 && n !== 2));
    const out = join(temporaryFolder(), "lists.csv");
    await runJson("recommend", school, "--implicit", "--all", "--out", out, "--exclude", "Latin", "--exclude", "Greek");
    const lists = readFileSync(out, "utf8");
    expect(lists).toContain("French");
    expect(lists).not.toMatch(/Latin|Greek/);
  });
});

describe("lists of all learners", () => {
  test("with --why have the reasons of recommend --why in columns", async () => {
    const school = smallSchool();
    const out = join(temporaryFolder(), "lists.jsonl");
    const written = await runJson<WrittenLists>("recommend", school, "--implicit", "--all", "--why", "--out", out);
    expect(written.explained).toBe(true);
    const rows = readFileSync(out, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(written.rows);
    const one = await runJson<Recommendations>("recommend", school, "--implicit", "--learner", "languages-2", "--why");
    const [first] = rows.filter(({ learner }) => learner === "languages-2");
    const [best] = one.recommendations;
    expect(first).toMatchObject({ rank: 1, course: best!.id, because_1: best!.because![0]!.id });
    expect(first.share_1).toBeCloseTo(best!.because![0]!.share, 9);
  });

  test("by a model without reasons are written without those columns, and it is said", async () => {
    const out = join(temporaryFolder(), "lists.csv");
    const { code, stderr } = await run("recommend", smallSchool(), "--all", "--why", "--model", "svd", "--out", out);
    expect(code).toBe(0);
    expect(stderr).toMatch(/svd cannot name any; .*\bease\b.*\bals\b/);
    expect(readFileSync(out, "utf8").split("\n")[0]).toBe("learner,rank,course,score");
  });
});

test("the models that can name reasons are those of the registry", async () => {
  const { stderr } = await run("recommend", smallSchool(), "--learner", "sciences-0", "--model", "svd", "--why");
  for (const key of explainingModels()) expect(stderr).toContain(key);
  expect(explainingModels()).toContain("rp3beta");
});

describe("an option of another program", () => {
  test.each([
    [["evaluate", "x.csv", "--metric", "ndcg"], /Did you mean --(metrics|k)\?/],
    [["evaluate", "x.csv", "--sep", ";"], /Did you mean --delimiter\?/],
    [["evaluate", "x.csv", "--modl", "svd"], /Did you mean --model\?/],
    [["recommend", "x.csv", "--topk", "3"], /Did you mean --limit\?/],
    [["compare", "x.csv", "--n-jobs=2"], /Did you mean --threads\?/],
  ])("%j is answered with ours", async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test.each([["--brightness"], ["--teach"], ["--xyz"]])(
    "%s, which is near to nothing, is answered without a guess",
    async (name) => {
      const { stderr } = await run("train", "x.csv", name);
      expect(stderr).toContain(`unknown option '${name}'`);
      expect(stderr).not.toContain("Did you mean");
    },
  );
});

describe("a folder that is not whole", () => {
  test("of NCF's names what is wanted and what is there", async () => {
    const folder = temporaryFolder();
    for (const name of ["my.train.rating", "my.test.rating"]) writeFileSync(join(folder, name), "0\t1\t5\t1\n");
    const { stderr } = await run("evaluate", folder, "--format", "ncf");
    expect(stderr).toMatch(
      /has no NAME\.train\.rating with .* NAME\.test\.negative; it holds: my\.test\.rating, my\.train\.rating/,
    );
  });

  test("of MovieLens is tested on the folds that are there, and says which are not", async () => {
    const folder = join(temporaryFolder(), "ml");
    mkdirSync(folder);
    const rows = ["1\t1\t5\t1", "1\t2\t4\t2", "1\t3\t3\t3", "2\t1\t4\t4", "2\t2\t2\t5", "2\t3\t5\t6"];
    const write = (name: string, some: readonly string[]) => writeFileSync(join(folder, name), `${some.join("\n")}\n`);
    write("u.data", rows);
    write(
      "u1.base",
      rows.filter((_, n) => n !== 2),
    );
    write("u1.test", rows.slice(2, 3));
    const { code, stdout, stderr } = await run("evaluate", folder, "--split", "predefined", "--model", "popularity");
    expect(stderr).toContain("u2, u3, u4, u5 are not in the folder");
    expect(stdout).toContain("predefined");
    expect(code).toBe(0);
  });
});
