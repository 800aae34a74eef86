import type { Dataset } from "../../data/dataset.ts";

/** What a value in the data is worth: 0 at `low`, 1 at `high`, in a straight line between, held to that range. */
export interface RewardScale {
  readonly low: number;
  readonly high: number;
}

/** The rating scale; for values without one 0 … the largest; for rows without values 1 each. */
export function rewardScaleOf({ scale, interactions: { values } }: Dataset): RewardScale {
  if (scale) return { low: scale.min, high: scale.max };
  let high = 0;
  for (const value of values ?? [1]) high = Math.max(high, value);
  return { low: 0, high };
}

/** 1 where the scale has but one value. */
export const rewardOf = (value: number, { low, high }: RewardScale): number =>
  high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 1;
