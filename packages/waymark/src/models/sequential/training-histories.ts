import { pairHash } from "../../compute/hash.ts";
import { historyInOrder, type OrderedHistories } from "../../data/histories-in-order.ts";

/** A history whose every item but the last is followed by the next one: item n + 1 is to be foreseen from items 0 … n. */
export interface TrainingHistories {
  /** Histories to learn from, two items or more each. */
  readonly train: readonly Uint32Array[];
  /** Histories whose last item is kept from learning, to see when to stop. */
  readonly held: readonly Uint32Array[];
}

/**
 * The latest `length` + 1 items of each user. Of about the share `share` of the users with three items or more, by a hash of user and seed, the
 * last item is held out.
 */
export function trainingHistories(
  trained: OrderedHistories,
  { length, share, seed }: { readonly length: number; readonly share: number; readonly seed: number },
): TrainingHistories {
  const train: Uint32Array[] = [];
  const held: Uint32Array[] = [];
  for (let user = 0; user + 1 < trained.offsets.length; user++) {
    const history = historyInOrder(trained, user);
    const latest = (end: number): Uint32Array => history.subarray(Math.max(0, end - length - 1), end);
    const isHeld = history.length >= 3 && pairHash(user, 0, seed) < share * 2 ** 32;
    if (isHeld) held.push(latest(history.length));
    const rest = latest(history.length - (isHeld ? 1 : 0));
    if (rest.length >= 2) train.push(rest);
  }
  return { train, held };
}

/** Items that are foreseen in a history. */
export const steps = (history: Uint32Array): number => history.length - 1;
