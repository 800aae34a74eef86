import { describe, expect, test } from "vitest";
import { parseSplit } from "../../src/splits/parse.ts";
import { divide } from "../../src/tuning/validation-part.ts";
import { publishedSchool, someSchool } from "./planted-model.ts";

const school = someSchool();

describe("the validation part", () => {
  test("is cut from the training rows in the way the test rows were held out", async () => {
    for (const text of ["per-user:0.3", "random:0.2", "leave-last", "temporal:0.8", "hash:4", "hash-per-user:3"]) {
      const { train, validation, folds } = await divide(school, parseSplit(text), undefined, 0);
      expect(validation.text).toBe(text);
      expect(folds).toHaveLength(1);
      const { train: learned, test: held } = folds[0]!;
      expect(held.users.length, text).toBeGreaterThan(0);
      expect(learned.size + held.users.length, text).toBe(train.size);
      expect(train.size, text).toBeLessThan(school.size);
    }
  });

  test("may be several folds of the training rows", async () => {
    const { train, folds } = await divide(school, parseSplit("per-user:0.3"), parseSplit("folds:3"), 0);
    expect(folds).toHaveLength(3);
    expect(folds.reduce((sum, { test: { users } }) => sum + users.length, 0)).toBe(train.size);
  });

  test("of a published test part with one row a learner is the last row, or one at random without times", async () => {
    const { validation } = await divide(publishedSchool(school, false), parseSplit("predefined"), undefined, 0);
    expect(validation.text).toBe("leave-last");
  });

  test("is ranked as the test part is: against as many courses, none of them the learner's, the same each time", async () => {
    const data = publishedSchool(school, true);
    const { train, folds } = await divide(data, parseSplit("predefined"), undefined, 5);
    const again = await divide(data, parseSplit("predefined"), undefined, 5);
    const [fold] = folds;
    expect(fold!.negativesAre).toBe("drawn");
    expect(fold!.negatives).toEqual(again.folds[0]!.negatives);
    fold!.negatives!.forEach((negatives, row) => {
      expect(new Set(negatives).size).toBe(4);
      const own = train.userItems.row(fold!.test.users[row]!).columns;
      for (const item of negatives) expect(own).not.toContain(item);
    });
  });
});
