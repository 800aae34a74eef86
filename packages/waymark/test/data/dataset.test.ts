import { describe, expect, test } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { InvalidInputError } from "../../src/errors.ts";

describe("rows written out by hand", () => {
  const rated = { user: "u", item: "a", value: 5 };

  test("are explicit with ratings, implicit without", () => {
    expect(Dataset.fromRows([rated]).feedback).toBe("explicit");
    expect(Dataset.fromRows([{ user: "u", item: "a" }]).feedback).toBe("implicit");
  });

  test.each([[[rated, { user: "u", item: "b" }]], [[{ user: "u", item: "b" }, rated]]])(
    "are refused with ratings in some of them: none is made up (%#)",
    (rows) => {
      expect(() => Dataset.fromRows(rows)).toThrow(InvalidInputError);
      expect(() => Dataset.fromRows(rows)).toThrow(/rated all or not at all/);
    },
  );

  test("are refused with a pair twice, which is named", () => {
    const rows = [rated, { user: "v", item: "a", value: 1 }, { ...rated, value: 2 }];
    expect(() => Dataset.fromRows(rows)).toThrow(InvalidInputError);
    expect(() => Dataset.fromRows(rows)).toThrow(/"user":"u","item":"a"/);
  });
});
