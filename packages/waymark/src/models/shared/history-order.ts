import type { OrderedHistories } from "../../data/histories-in-order.ts";
import { historyInOrder } from "../../data/histories-in-order.ts";
import type { Query } from "../model.ts";

/**
 * The items of a query, oldest first: those of a user that was trained on in the order of the training data, then the others as the query
 * gives them. See docs/decisions/0014-order-of-a-history.md.
 */
export function historyOrder({ history, user }: Query, trained: OrderedHistories): Uint32Array {
  if (user === undefined || user + 1 >= trained.offsets.length) return history;
  const own = historyInOrder(trained, user);
  if (own.length === 0) return history;
  const asked = new Set(history);
  const before = own.filter((item) => asked.delete(item));
  return asked.size === 0 ? before : Uint32Array.from([...before, ...history.filter((item) => asked.has(item))]);
}
