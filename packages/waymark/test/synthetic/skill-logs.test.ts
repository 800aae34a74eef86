import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSource } from "../../src/data/open-source.ts";
import type { SkillLogParameters } from "../../src/synthetic/skill-logs/parameters.ts";
import { writeSkillLogs } from "../../src/synthetic/skill-logs/write-skill-logs.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-skill-logs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const usual: SkillLogParameters = { learners: 300, questions: 210, seed: 3 };
const textOf = (name: string, file = "kt1_heavy_users.csv"): string => readFileSync(join(at(name), file), "utf8");

/** Answers of all learners, as the file has them. */
function answersIn(name: string) {
  return textOf(name)
    .split("\r\n")
    .slice(1, -1)
    .map((line) => {
      const [user, time, step, question, given, elapsed, right, correct] = line.split(",");
      return {
        user: user!,
        time: Number(time),
        step: Number(step),
        question: question!,
        given: given!,
        elapsed: Number(elapsed),
        right: right!,
        correct: Number(correct),
      };
    });
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

beforeAll(async () => {
  await writeSkillLogs(at("usual"), usual);
});

describe("logs of a simulated skill model", () => {
  test("are the same bytes for the same parameters, and others for another seed", async () => {
    await writeSkillLogs(at("again"), usual);
    await writeSkillLogs(at("other"), { ...usual, seed: 4 });
    const files = readdirSync(at("usual"), { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(csv|json)$/.test(name),
    );
    expect(files.sort()).toEqual([
      "contents/questions.csv",
      "kt1_heavy_users.csv",
      "skill-logs.json",
      "truth/learners.csv",
      "truth/questions.csv",
    ]);
    for (const file of files) expect(textOf("again", file)).toBe(textOf("usual", file));
    expect(textOf("other")).not.toBe(textOf("usual"));
  });

  test("of more learners begin with those of fewer", async () => {
    await writeSkillLogs(at("fewer"), { ...usual, learners: 40 });
    expect(textOf("usual").startsWith(textOf("fewer"))).toBe(true);
  });

  test("are read as EdNet-KT1: no row refused, every question known, right where the answer is the right one", async () => {
    const { source, data } = await openSource(at("usual"), { answers: true });
    const summary = JSON.parse(textOf("usual", "skill-logs.json")).counts;
    expect(source.key).toBe("ednet-kt1");
    expect(data.rejected.count).toBe(0);
    expect(data.users.size).toBe(300);
    expect(data.items.size).toBe(210);
    expect(data.interactions.users).toHaveLength(summary.answers);
    const rows = answersIn("usual");
    rows.forEach(({ given, right, correct, elapsed }, row) => {
      expect(data.answers!.incompleteMask[row]).toBe(Number(given === ""));
      if (given !== "") expect(data.answers!.correct[row]).toBe(correct);
      if (given !== "") expect(Number(given === right)).toBe(correct);
      expect(data.answers!.seconds[row]).toBe(elapsed / 1000);
    });
  });

  test("stand in order of time, learner by learner, none longer than 2,000 answers", () => {
    const rows = answersIn("usual");
    const perUser = Map.groupBy(rows, ({ user }) => user);
    expect([...perUser.keys()]).toEqual(Array.from({ length: 300 }, (_, index) => `u${index + 1}`));
    for (const own of perUser.values()) {
      expect(own.map(({ time }) => time)).toEqual(own.map(({ time }) => time).sort((a, b) => a - b));
      expect(own.at(-1)!.step).toBeLessThanOrEqual(2000);
    }
  });

  test("show that ability grows by practice: the thirtieth answer of a skill is right more often than the first", () => {
    const skillOf = new Map(
      textOf("usual", "contents/questions.csv")
        .split("\r\n")
        .slice(1, -1)
        .map((line) => {
          const fields = line.split(",");
          return [fields[0]!, fields[5]!.split(";")[0]!] as const;
        }),
    );
    const practised = new Map<string, number>();
    const [early, late]: [number[], number[]] = [[], []];
    for (const { user, question, correct } of answersIn("usual")) {
      const skill = `${user} ${skillOf.get(question)}`;
      const before = practised.get(skill) ?? 0;
      practised.set(skill, before + 1);
      if (before < 3) early.push(correct);
      if (before >= 30) late.push(correct);
    }
    expect(late.length).toBeGreaterThan(300);
    expect(mean(late) - mean(early)).toBeGreaterThan(0.05);
  });

  test("show the able answering right more often, and what is near one's ability taking longer", () => {
    const truth = new Map(
      textOf("usual", "truth/learners.csv")
        .split("\r\n")
        .slice(1, -1)
        .map((line) => [line.split(",")[0]!, Number(line.split(",")[1])]),
    );
    const difficulty = new Map(
      textOf("usual", "truth/questions.csv")
        .split("\r\n")
        .slice(1, -1)
        .map((line) => [line.split(",")[0]!, Number(line.split(",")[1])]),
    );
    const rows = answersIn("usual").filter(({ given }) => given !== "");
    const share = (isChosen: (ability: number) => boolean) =>
      mean(rows.filter(({ user }) => isChosen(truth.get(user)!)).map(({ correct }) => correct));
    expect(share((ability) => ability > 0.5) - share((ability) => ability < -0.5)).toBeGreaterThan(0.1);
    const distance = ({ user, question }: (typeof rows)[number]) =>
      Math.abs(truth.get(user)! - difficulty.get(question)!);
    const seconds = (some: typeof rows) => mean(some.map(({ elapsed }) => Math.log(elapsed)));
    expect(seconds(rows.filter((row) => distance(row) < 0.5))).toBeGreaterThan(
      seconds(rows.filter((row) => distance(row) > 2)),
    );
  });

  test("are spread unevenly: a tenth of the questions holds at least a quarter of the answers, and learners leave early and late", () => {
    const rows = answersIn("usual");
    const perQuestion = [...Map.groupBy(rows, ({ question }) => question).values()]
      .map((own) => own.length)
      .sort((a, b) => b - a);
    expect(perQuestion.slice(0, 21).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(rows.length / 4);
    const perUser = [...Map.groupBy(rows, ({ user }) => user).values()].map((own) => own.length).sort((a, b) => a - b);
    expect(perUser[30]!).toBeLessThan(15);
    expect(perUser[270]!).toBeGreaterThan(100);
  });
});

describe("where logs are written", () => {
  test.each([
    [{ learners: 0 }, "learners"],
    [{ learners: 1_000_001 }, "learners"],
    [{ questions: 69 }, "questions"],
    [{ questions: 1.5 }, "questions"],
    [{ seed: -1 }, "seed"],
  ])("refuses sizes out of range before it writes: %j", async (sizes, field) => {
    await expect(writeSkillLogs(at("never"), { ...usual, ...sizes })).rejects.toMatchObject({
      code: "invalid_input",
      field,
    });
    expect(existsSync(at("never"))).toBe(false);
  });

  test("replaces logs of its own when asked, and nothing else ever", async () => {
    const small = { learners: 5, questions: 70, seed: 1 };
    await writeSkillLogs(at("mine"), small);
    await expect(writeSkillLogs(at("mine"), small)).rejects.toThrow("It holds a set of skill logs");
    await writeSkillLogs(at("mine"), { ...small, seed: 2 }, { overwrite: true });
    mkdirSync(at("theirs"));
    writeFileSync(at("theirs/kt1_heavy_users.csv"), "user_id\n");
    await expect(writeSkillLogs(at("theirs"), small, { overwrite: true })).rejects.toThrow("It holds other files");
    expect(textOf("theirs")).toBe("user_id\n");
  });

  test("leaves nothing behind when interrupted", async () => {
    const before = readdirSync(folder);
    const controller = new AbortController();
    const writing = writeSkillLogs(
      at("stopped"),
      { ...usual, learners: 5000 },
      {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      },
    );
    await expect(writing).rejects.toThrow(/abort/i);
    expect(readdirSync(folder)).toEqual(before);
  });
});
