import { expect, test } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { historiesInOrder, historyInOrder } from "../../src/data/histories-in-order.ts";

const ids = (data: Dataset, user: string): string[] =>
  Array.from(historyInOrder(historiesInOrder(data), data.users.index(user)), (item) => data.items.id(item));

test("a history stands by time, whatever the order of rows; of equal times the earlier row is first", () => {
  const data = Dataset.fromRows([
    { user: "b", item: "x", time: 9 },
    { user: "a", item: "late", time: 30 },
    { user: "a", item: "tie-2", time: 20 },
    { user: "b", item: "late", time: -1 },
    { user: "a", item: "tie-1", time: 20 },
    { user: "a", item: "early", time: 10 },
  ]);
  expect(ids(data, "a")).toEqual(["early", "tie-2", "tie-1", "late"]);
  expect(ids(data, "b")).toEqual(["late", "x"]);
});

test("rows without a time stand before all others, in their order", () => {
  const data = Dataset.fromRows([
    { user: "a", item: "y" },
    { user: "a", item: "dated", time: -5 },
    { user: "a", item: "x" },
  ]);
  expect(ids(data, "a")).toEqual(["y", "x", "dated"]);
});

test("without times the order of rows counts", () => {
  const data = Dataset.fromRows([
    { user: "a", item: "z" },
    { user: "a", item: "y" },
  ]);
  expect(ids(data, "a")).toEqual(["z", "y"]);
});
