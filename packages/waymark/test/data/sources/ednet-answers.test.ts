import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSource } from "../../../src/data/open-source.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "waymark-ednet-"));
  mkdirSync(join(folder, "contents"));
  write(
    "contents/questions.csv",
    "question_id,bundle_id,explanation_id,correct_answer,part,tags,deployed_at",
    "q1,b1,e1,a,1,1;2,0",
    "q2,b2,e2,b,5,71,0",
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);

const kt1 = "timestamp,solving_id,question_id,user_answer,elapsed_time";

test("KT1: right or wrong by the contents, seconds from milliseconds, and what is missing marked", async () => {
  write(
    "kt1_concatenated.csv",
    kt1,
    "1565096190868,1,q1,a,38000",
    "1565096221062,2,q2,c,24000",
    "1565096293432,3,q1,,68000",
    "1565096293433,1,q2,b,",
    "1565096293434,2,q9,b,1000",
  );
  const { data } = await openSource(folder, { answers: true });
  expect(data.answers!.correct).toEqual(Float64Array.of(1, 0, Number.NaN, 1, Number.NaN));
  expect(data.answers!.seconds).toEqual(Float64Array.of(38, 24, 68, Number.NaN, 1));
  expect([...data.answers!.incompleteMask]).toEqual([0, 0, 1, 1, 1]); // no answer, no duration, no right answer known
  expect(data.users.ids).toEqual(["segment-1", "segment-2"]);
});

test("KT1: both files one below the other, answers with their rows", async () => {
  write(
    "kt1_heavy_users.csv",
    `user_id,${kt1},correct_answer,correct`,
    "u7,1561192807778,1,q2,b,22000,b,1",
    "u7,not a time,2,q2,b,22000,b,1",
    "u8,1561192807779,1,q1,c,1000,a,0",
  );
  write("kt1_concatenated.csv", kt1, "1565096190868,1,q1,a,38000");
  const { data } = await openSource(folder, { answers: true });
  expect(data.rejected.count).toBe(0);
  expect(data.answers!.correct).toEqual(Float64Array.of(1, 1, 0, 1));
  expect([...data.interactions.users].map((user) => data.users.id(user))).toEqual(["u7", "u7", "u8", "segment-1"]);
});

test("KT1: without answers asked for there are none, and the interactions are the same", async () => {
  write("kt1_heavy_users.csv", `user_id,${kt1}`, "u7,1561192807778,1,q2,b,22000", "u8,1561192807779,1,q1,c,1000");
  const [plain, withAnswers] = [await openSource(folder), await openSource(folder, { answers: true })];
  expect(plain.data.answers).toBeUndefined();
  expect(withAnswers.data.interactions).toEqual(plain.data.interactions);
});

test("KT1: an answer's column that is not there is named", async () => {
  write("kt1_heavy_users.csv", "user_id,timestamp,question_id", "u7,1561192807778,q2");
  await expect(openSource(folder, { answers: true })).rejects.toThrow("has no column user_answer");
});

test("KT4: platforms, durations since something was opened, and lectures that are no answers", async () => {
  mkdirSync(join(folder, "kt4"));
  write(
    "kt4/u1.csv",
    "timestamp,action_type,item_id,cursor_time,source,user_answer,platform",
    "1565096151000,enter,b1,,diagnosis,,mobile",
    "1565096187000,respond,q1,,diagnosis,b,mobile",
    "1565096194000,submit,b1,,diagnosis,,mobile",
    "1565096195000,enter,l5,,archive,,web",
    "1565096199000,respond,q2,,archive,b,",
  );
  const { data } = await openSource(folder, { format: "ednet-kt4", answers: true });
  expect([...data.interactions.items].map((item) => data.items.id(item))).toEqual(["q1", "l5", "q2"]);
  expect(data.answers!.correct).toEqual(Float64Array.of(0, Number.NaN, 1));
  expect(data.answers!.seconds).toEqual(Float64Array.of(36, Number.NaN, 4));
  expect([...data.answers!.incompleteMask]).toEqual([0, 0, 0]);
  expect([...data.answers!.platforms]).toEqual([0, 1, 255]);
  expect(data.answers!.platformNames).toEqual(["mobile", "web"]);
});
