import { describe, expect, test } from "vitest";
import { Dataset, type Row } from "../../src/data/dataset.ts";
import { historiesInOrder, historyInOrder } from "../../src/data/histories-in-order.ts";

const ids = (data: Dataset, user: string, seed?: number): string[] =>
  Array.from(historyInOrder(historiesInOrder(data, seed), data.users.index(user)), (item) => data.items.id(item));

test("a history stands by time, whatever the order of rows", () => {
  const data = Dataset.fromRows([
    { user: "b", item: "x", time: 9 },
    { user: "a", item: "late", time: 30 },
    { user: "a", item: "middle", time: 20 },
    { user: "b", item: "late", time: -1 },
    { user: "a", item: "early", time: 10 },
  ]);
  expect(ids(data, "a")).toEqual(["early", "middle", "late"]);
  expect(ids(data, "b")).toEqual(["late", "x"]);
});

test("rows without a time stand before all others", () => {
  const data = Dataset.fromRows([
    { user: "a", item: "dated", time: -5 },
    { user: "a", item: "x" },
  ]);
  expect(ids(data, "a")).toEqual(["x", "dated"]);
});

describe.each([
  ["equal times", 7],
  ["no times", undefined],
])("of %s", (_, time) => {
  const rows: readonly Row[] = Array.from({ length: 300 }, (_, n) => ({
    user: `u${n % 30}`,
    item: `i${Math.floor(n / 30)}`,
    ...(time !== undefined && { time }),
  }));
  const all = (some: readonly Row[], seed?: number) =>
    Array.from({ length: 30 }, (_, u) => ids(Dataset.fromRows(some), `u${u}`, seed));

  test("the order depends on ids and seed, never on the order of rows", () => {
    expect(all(rows.toReversed())).toEqual(all(rows));
    expect(all(rows, 0)).toEqual(all(rows));
    expect(all(rows, 1)).not.toEqual(all(rows));
  });

  test("the order of ids shows in no history: half of all neighbours ascend", () => {
    const pairs = all(rows).flatMap((history) => history.slice(1).map((item, n) => item > history[n]!));
    const share = pairs.filter((ascends) => ascends).length / pairs.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.1); // 270 pairs
    expect(new Set(all(rows).map((history) => history.join(" "))).size).toBe(30);
  });
});
