import { rowHash } from "../../compute/hash.ts";
import { rowsInOrder } from "../../data/histories-in-order.ts";
import type { Interactions } from "../../data/interactions.ts";
import type { Query } from "../../models/model.ts";
import { type RewardScale, rewardOf } from "../../models/reinforcement/reward-scale.ts";
import type { Fold } from "../../splits/fold.ts";

/** One test row as a decision: what was chosen, after which history, and how it went. */
export interface LoggedDecision {
  readonly user: number;
  /** In order, oldest first, with values where the data has them; no user row, so that a model goes by the history. */
  readonly query: Query;
  readonly action: number;
  readonly reward: number; // 0 … 1
}

export interface LoggedDecisions {
  /** In order of users, then of time. */
  readonly decisions: readonly LoggedDecision[];
  /** Test rows beyond those looked at. */
  readonly leftOut: number;
  /** Whether histories are known to be earlier than what was chosen after them. */
  readonly isDated: boolean;
}

/**
 * The test rows with what their learners had done before: rows of both parts that stand before them in the order of `rowsInOrder`;
 * the training part only where there are no times. O(rows + Σ of the histories).
 *
 * @param most of more decisions, those with the lowest hashes of row and seed
 */
export function loggedDecisions(
  { train, test }: Fold,
  scale: RewardScale,
  { most, seed }: { readonly most: number; readonly seed: number },
): LoggedDecisions {
  const rows = join(train.interactions, test);
  const { items, values, isDated } = rows;
  const first = train.size; // of the test rows
  const { offsets, rows: order } = rowsInOrder(rows, train, seed);
  const tested = order.filter((row) => row >= first);
  const hashes = tested.map((row) => rowHash(row - first, seed));
  const limit = tested.length > most ? hashes.slice().sort()[most - 1]! : Number.POSITIVE_INFINITY;
  const chosen = new Set(tested.filter((_, n) => hashes[n]! <= limit));
  const decisions: LoggedDecision[] = [];
  for (let user = 0; user < train.users.size; user++) {
    const own = order.subarray(offsets[user]!, offsets[user + 1]!);
    own.forEach((row, place) => {
      if (!chosen.has(row)) return;
      const before = isDated ? own.subarray(0, place) : own.filter((other) => other < first);
      const query: Query = {
        history: before.map((other) => items[other]!),
        ...(values && { weights: Float64Array.from(before, (other) => values[other]!) }),
      };
      decisions.push({ user, query, action: items[row]!, reward: values ? rewardOf(values[row]!, scale) : 1 });
    });
  }
  return { decisions, leftOut: tested.length - decisions.length, isDated };
}

/** The rows of both parts, those of the first before those of the second. */
function join(a: Interactions, b: Interactions) {
  const [from, all] = [a.users.length, a.users.length + b.users.length];
  const users = new Uint32Array(all);
  const items = new Uint32Array(all);
  const values = a.values && b.values && new Float64Array(all);
  const times = new Float64Array(all).fill(Number.NaN);
  for (const [part, start] of [
    [a, 0],
    [b, from],
  ] as const) {
    users.set(part.users, start);
    items.set(part.items, start);
    values?.set(part.values!, start);
    if (part.times) times.set(part.times, start);
  }
  const isDated = [a, b].every((part) => part.times?.some((time) => !Number.isNaN(time)) === true);
  return { users, items, values, times, isDated };
}
