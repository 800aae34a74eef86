import { describe, expect, test } from "vitest";
import { cleanLog } from "../../../src/studies/ncf/clean-log.ts";
import { logOf } from "./log-of.ts";

const lax = { minPerLearner: 1, minPerCourse: 1 };

describe("cleaning a log", () => {
  test("counts every step: before minus what went is what the next begins with", () => {
    const { data, steps } = cleanLog(
      logOf([
        ["ada", "q1", 5, 1],
        ["ada", "q1", 5, 1], // an exact repeat
        ["ada", "q1", 9, 0], // a further attempt
        ["ada", "q2", 6, 0],
        ["bea", "q1", 7, 1],
        ["bea", "q2", 8, 1],
        ["bea", "q3", 8, 1], // rare
        ["cem", "q1", 8, 1], // of low activity, once q2 is out of the way
        ["cem", "q2", 8, Number.NaN, false], // incomplete
      ]),
      { minPerLearner: 2, minPerCourse: 2 },
    );
    expect(steps.map(({ key, before, after }) => [key, before, after])).toEqual([
      ["rejected", 9, 9],
      ["incomplete", 9, 8],
      ["repeats", 8, 6],
      ["low-activity", 6, 5],
      ["rare", 5, 4],
    ]);
    expect(data.users.ids).toEqual(["ada", "bea"]);
    expect(data.items.ids).toEqual(["q1", "q2"]);
    expect(data.size).toBe(4);
  });

  test("keeps the first attempt with its own result, and results with their rows", () => {
    const { data, scores } = cleanLog(
      logOf([
        ["ada", "q1", 9, 1],
        ["bea", "q1", 1, 0],
        ["ada", "q2", 3, 1],
        ["ada", "q1", 2, 0], // earlier than the row above it in the file
        ["bea", "q2", 4, 1],
      ]),
      lax,
    );
    const rows = Array.from(data.interactions.users, (user, row) => [
      data.users.id(user),
      data.items.id(data.interactions.items[row]!),
      scores![row],
    ]);
    expect(rows).toEqual([
      ["bea", "q1", 0],
      ["ada", "q2", 1],
      ["ada", "q1", 0],
      ["bea", "q2", 1],
    ]);
  });

  test("makes implicit data, so that no model sees a result as a rating", () => {
    const { data } = cleanLog(
      logOf([
        ["a", "x", 1, 1],
        ["a", "y", 2, 0],
        ["b", "x", 3, 1],
      ]),
      lax,
    );
    expect(data.feedback).toBe("implicit");
    expect(data.interactions.values).toBeUndefined();
  });

  test.each([
    [
      "one learner",
      [
        ["a", "x", 1],
        ["a", "y", 2],
      ],
      "learners left after cleaning",
    ],
    [
      "one course",
      [
        ["a", "x", 1],
        ["b", "x", 2],
      ],
      "courses left after cleaning",
    ],
    ["nothing", [], "learners left after cleaning"],
  ] as const)("says what is left and what to do with %s", (_, rows, message) => {
    expect(() => cleanLog(logOf(rows), lax)).toThrow(message);
    expect(() => cleanLog(logOf(rows), lax)).toThrow("Lower minPerLearner, lower minPerCourse, or read more data.");
  });

  test("says which steps took everything", () => {
    const rows = [
      ["a", "x", 1],
      ["a", "y", 2],
      ["b", "x", 3],
    ] as const;
    expect(() => cleanLog(logOf(rows), { minPerLearner: 10, minPerCourse: 1 })).toThrow(
      "left out: learners of low activity 3 rows",
    );
  });
});
