import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SearchIdentity } from "../../src/tuning/trial-log.ts";
import { type LoggedTrial, TrialLog } from "../../src/tuning/trial-log.ts";
import { temporaryFolder } from "../cli/run.ts";

const search: SearchIdentity = {
  waymark: "0.1.0",
  data: "abc",
  model: "svd",
  search: "random",
  metric: "rmse",
  space: { factors: { kind: "values", values: [5, 20] } },
  fixed: {},
  split: "per-user:0.2",
  validation: "per-user:0.2, seed 0",
  resource: null,
  seed: 0,
};
const trial = (factors: number, amount?: number): LoggedTrial => ({
  params: { factors },
  ...(amount !== undefined && { amount }),
  outcome: "done",
  value: factors / 3,
  metrics: { rmse: factors / 3 },
  fitSeconds: 0.5,
});

async function logOf(path: string, ...trials: readonly LoggedTrial[]): Promise<void> {
  const log = await TrialLog.open(path, search);
  for (const each of trials) await log.add(each);
  await log.close();
}
const fresh = (): string => join(temporaryFolder(), "deep", "trials.jsonl");

describe("a trial log", () => {
  test("gives back what was written, to the last bit, by what was tried", async () => {
    const path = fresh();
    await logOf(path, trial(5), trial(20), trial(5, 3));
    const log = await TrialLog.open(path, search);
    expect(log.size).toBe(3);
    expect(log.find({ params: { factors: 20 } })).toEqual(trial(20));
    expect(log.find({ params: { factors: 5 }, amount: 3 })).toEqual(trial(5, 3));
    expect(log.find({ params: { factors: 5 }, amount: 9 })).toBeUndefined();
    await log.close();
  });

  test("has each trial on disk before the next: one whole line each, the search first", async () => {
    const path = fresh();
    const log = await TrialLog.open(path, search);
    for (const [n, factors] of [5, 20].entries()) {
      await log.add(trial(factors));
      const lines = readFileSync(path, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as object);
      expect(lines).toHaveLength(n + 2);
      expect(lines[0]).toEqual({ search });
      expect(lines.at(-1)).toEqual({ trial: trial(factors) });
    }
    await log.close();
  });

  test("loses no more than a torn last line, says so, and goes on behind whole lines", async () => {
    const path = fresh();
    await logOf(path, trial(5));
    const whole = readFileSync(path, "utf8");
    for (const torn of ['{"trial":{"params":{"fac', "{", '{"trial":"é']) {
      writeFileSync(path, whole);
      appendFileSync(path, Buffer.from(torn).subarray(0, -1));
      const notes: string[] = [];
      const log = await TrialLog.open(path, search, (text) => notes.push(text));
      expect(log.size).toBe(1);
      await log.add(trial(20));
      await log.close();
      expect(readFileSync(path, "utf8")).toBe(`${whole}${JSON.stringify({ trial: trial(20) })}\n`);
      expect(notes).toEqual(torn.length > 1 ? [expect.stringContaining("the last line was torn")] : []);
    }
  });

  test("that holds no more than a torn first line begins anew", async () => {
    const path = join(temporaryFolder(), "trials.jsonl");
    writeFileSync(path, '{"search":{"waym');
    await logOf(path, trial(5));
    expect(readFileSync(path, "utf8").split("\n")[0]).toBe(JSON.stringify({ search }));
  });

  test.each([
    [{ data: "xyz" }, "another data set (there abc, here xyz)"],
    [{ space: { factors: { kind: "values", values: [5, 21] } } }, "another search space (there {"],
    [{ seed: 1 }, "another seed (there 0, here 1)"],
    [{ metric: "mae", seed: 1 }, "another metric (there rmse, here mae), another seed (there 0, here 1)"],
    [{ validation: "random:0.2" }, "another validation protocol"],
    [{ waymark: "0.2.0" }, "another version of Waymark (there 0.1.0, here 0.2.0)"],
    [{ resource: "epochs" }, "another resource (there null, here epochs)"],
    [{ fixed: { epochs: 3 } }, "another choice of fixed parameters (there {}, here {"],
  ] as const)("of another search is refused, naming the difference and the remedy: %j", async (other, difference) => {
    const path = fresh();
    await logOf(path, trial(5));
    const before = readFileSync(path, "utf8");
    const opening = TrialLog.open(path, { ...search, ...other });
    await expect(opening).rejects.toMatchObject({ code: "invalid_input" });
    await expect(opening).rejects.toThrow(difference);
    await expect(opening).rejects.toThrow("Choose another log, or remove the file to begin anew.");
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  test.each([
    ["learner,course\nada,Algebra\n", "is no log of trials"],
    [`${JSON.stringify({ search })}\n{"trial":{"par\n${JSON.stringify({ trial: trial(5) })}\n`, "no trial on line 2"],
    ["null\n", "is no log of trials"],
  ])("that is none, or damaged in its middle, is refused and left as it is: %j", async (text, fact) => {
    const path = join(temporaryFolder(), "trials.jsonl");
    writeFileSync(path, text);
    await expect(TrialLog.open(path, search)).rejects.toThrow(fact);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("that cannot be written is a storage error, and one in memory leaves no file", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    await expect(TrialLog.open(join(folder, "file", "trials.jsonl"), search)).rejects.toThrow(
      /could not be|cannot be read/,
    );
    const log = TrialLog.inMemory();
    await log.add(trial(5));
    expect(log.find({ params: { factors: 5 } })).toEqual(trial(5));
    expect(existsSync(join(folder, "trials.jsonl"))).toBe(false);
  });
});
