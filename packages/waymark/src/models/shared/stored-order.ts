import type { Dataset } from "../../data/dataset.ts";
import type { OrderedHistories } from "../../data/histories-in-order.ts";
import { ShapeError } from "../../errors.ts";
import type { ModelState, StateTensor } from "../model.ts";
import { takeIndexes, tensor } from "./model-state.ts";

const [OFFSETS, ITEMS] = ["order.offsets", "order.items"];

/** The order of histories as a model's state holds it: times stay behind when a model is saved. */
export const orderTensors = ({ offsets, items }: OrderedHistories): Readonly<Record<string, StateTensor>> => ({
  [OFFSETS!]: tensor([offsets.length], offsets),
  [ITEMS!]: tensor([items.length], items),
});

/** @throws {ShapeError} when it is not an order of the histories of `data` */
export function takeOrder(state: ModelState, { userItems, items }: Dataset): OrderedHistories {
  const order = {
    offsets: takeIndexes(state, OFFSETS!, [userItems.rowCount + 1]),
    items: takeIndexes(state, ITEMS!, [userItems.size]),
  };
  if (order.offsets.some((offset, user) => offset !== userItems.offsets[user]))
    throw new ShapeError(OFFSETS!, "as long as the histories", "others");
  if (order.items.some((item) => item >= items.size))
    throw new ShapeError(ITEMS!, `items below ${items.size}`, "a larger one");
  return order;
}

/** Weights of a state without its order. */
export const withoutOrder = ({ numbers, tensors }: ModelState): ModelState => ({
  numbers,
  tensors: Object.fromEntries(Object.entries(tensors).filter(([name]) => name !== OFFSETS && name !== ITEMS)),
});
