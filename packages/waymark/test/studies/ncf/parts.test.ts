import { describe, expect, test } from "vitest";
import { Random } from "../../../src/compute/random.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import { divide } from "../../../src/studies/ncf/parts.ts";
import { studyDataOf } from "../../../src/studies/ncf/study-data.ts";

/** 30 learners with 10 to 39 courses of 60 each, at times that tell the rows apart. */
function someSchool(): Dataset {
  const random = new Random(11);
  return Dataset.fromRows(
    Array.from({ length: 30 }, (_, user) => {
      const items = random.shuffle(Uint32Array.from({ length: 60 }, (_, item) => item)).subarray(0, 10 + user);
      return Array.from(items, (item) => ({ user: `u${user}`, item: `c${item}`, time: 1000 * user + item }));
    }).flat(),
  );
}

describe("the three parts", () => {
  test("hold every row once, eight, one and one of ten of each learner", async () => {
    const data = someSchool();
    const { train, valid, test: tested } = await divide(data, 5);
    const all = [...train.rows, ...valid.rows, ...tested.rows].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: data.size }, (_, row) => row));
    for (let user = 0; user < 30; user++) {
      const n = data.userItems.row(user).columns.length;
      const of = ({ pairs }: { pairs: { users: Uint32Array } }) => pairs.users.filter((other) => other === user).length;
      const held = Math.floor(n / 10);
      expect(of(tested)).toBe(held);
      expect(of(valid)).toBe(Math.floor((n - held) / 9));
    }
  });

  test("know which row each of theirs is", async () => {
    const data = someSchool();
    const parts = await divide(data, 5);
    for (const { rows, pairs } of [parts.train, parts.valid, parts.test])
      rows.forEach((row, p) => {
        expect(pairs.users[p]).toBe(data.interactions.users[row]);
        expect(pairs.items[p]).toBe(data.interactions.items[row]);
        expect(pairs.times![p]).toBe(data.interactions.times![row]);
      });
    expect(parts.train.data.interactions.values).toBeUndefined();
  });

  test("are the same for the same seed and others for another", async () => {
    const data = someSchool();
    const rowsOf = async (seed: number) => [...(await divide(data, seed)).test.rows];
    expect(await rowsOf(5)).toEqual(await rowsOf(5));
    expect(await rowsOf(5)).not.toEqual(await rowsOf(6));
  });

  test("cannot be made where no learner has ten rows", async () => {
    const data = Dataset.fromRows([
      { user: "a", item: "x" },
      { user: "b", item: "y" },
    ]);
    await expect(divide(data, 0)).rejects.toThrow("one that leaves rows to test on");
  });
});

describe("negatives", () => {
  test("are never a course with a row in any part, never twice the same, and all of them where few are left", async () => {
    const data = someSchool();
    const studyData = studyDataOf(data, await divide(data, 5), 4, 5);
    const random = new Random(1);
    for (const count of [1, 5, 20, 60])
      for (let user = 0; user < 30; user++) {
        const drawn = studyData.sampler.draw(user, count, random);
        const known = data.userItems.row(user).columns;
        expect([...drawn].filter((item) => known.includes(item))).toEqual([]);
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn).toHaveLength(Math.min(count, 60 - known.length));
      }
  });

  test.each([2, 30])("are drawn evenly, %i at a time", (count) => {
    const data = Dataset.fromRows([
      ...Array.from({ length: 40 }, (_, item) => ({ user: "other", item: `c${item}` })),
      { user: "asked", item: "c3" },
    ]);
    const { sampler } = { sampler: studyDataOf(data, emptyParts(data), 4, 0).sampler };
    const user = data.users.index("asked");
    const times = new Uint32Array(40);
    const random = new Random(2);
    for (let n = 0; n < 2000; n++) for (const item of sampler.draw(user, count, random)) times[item]! += 1;
    const expected = (2000 * count) / 39;
    times.forEach((found, item) => {
      if (item === data.items.index("c3")) expect(found).toBe(0);
      else expect(Math.abs(found - expected)).toBeLessThan(5 * Math.sqrt(expected));
    });
  });
});

const emptyParts = (data: Dataset) => {
  const none = { rows: new Uint32Array(0), pairs: { users: new Uint32Array(0), items: new Uint32Array(0) } };
  const step = { key: "", title: "", unit: "rows", before: 0, after: 0, text: "" } as const;
  return { train: { ...none, data }, valid: none, test: none, step };
};
