import type { Random } from "../../compute/random.ts";
import type { Dataset } from "../../data/dataset.ts";
import { type OrderedHistories, rowsInOrder } from "../../data/histories-in-order.ts";
import { type RewardScale, rewardOf } from "./reward-scale.ts";

/**
 * Every learner's interactions in order: position p is a decision, in the state made of [starts[p], p), for the action items[p],
 * that brought rewards[p].
 */
export interface DecisionLog extends OrderedHistories {
  readonly rewards: Float32Array; // (interactions), 0 … 1
  readonly starts: Uint32Array; // (interactions), where the learner's own begin
  readonly ends: Uint32Array; // (interactions), where they end
  readonly users: Uint32Array; // (interactions)
  /** Whether the order is known; otherwise each epoch draws another (see `reordered`). */
  readonly isOrdered: boolean;
}

/** In the order of `historiesInOrder`. Without any time the order is not known, and all rows are tied until `reordered`. */
export function decisionLog(data: Dataset, scale: RewardScale, seed = 0): DecisionLog {
  const { users, items, values, times } = data.interactions;
  const { offsets, rows } = rowsInOrder(data.interactions, data, seed);
  const owners = rows.map((row) => users[row]!);
  return {
    offsets,
    items: rows.map((row) => items[row]!),
    rewards: Float32Array.from(rows, (row) => (values ? rewardOf(values[row]!, scale) : 1)),
    starts: owners.map((user) => offsets[user]!),
    ends: owners.map((user) => offsets[user + 1]!),
    users: owners,
    isOrdered: times?.some((time) => !Number.isNaN(time)) === true,
  };
}

/** Each learner's decisions in another order. O(interactions) */
export function reordered(log: DecisionLog, random: Random): DecisionLog {
  const [items, rewards] = [log.items.slice(), log.rewards.slice()];
  for (let p = 0; p < items.length; p++) {
    const other = p + random.below(log.ends[p]! - p);
    [items[p], items[other]] = [items[other]!, items[p]!];
    [rewards[p], rewards[other]] = [rewards[other]!, rewards[p]!];
  }
  return { ...log, items, rewards };
}

export const meanReward = ({ rewards }: DecisionLog): number =>
  rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
