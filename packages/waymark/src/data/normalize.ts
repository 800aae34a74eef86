import { InvalidInputError, UnknownNameError } from "../errors.ts";
import { Dataset, type RatingScale } from "./dataset.ts";

export type Normalization = "min-max" | "user-mean" | "item-mean" | "user-z-score";
export const normalizations: readonly Normalization[] = ["min-max", "user-mean", "item-mean", "user-z-score"];

/** Ratings on another scale, and the way back. */
export interface NormalizedRatings {
  readonly method: Normalization;
  /** The same rows with other values; its `scale` holds every value that can come of a rating on the old scale. */
  readonly data: Dataset;
  /** What a value means for this user and item on the original scale. Not clipped: the exact inverse. */
  restore(value: number, user: number, item: number): number;
}

/**
 * Changes ratings so that users, or items, can be compared:
 *
 * - `min-max`: (r − min) / (max − min) of the scale, 0 … 1.
 * - `user-mean`, `item-mean`: r minus the mean rating of the user, or of the item.
 * - `user-z-score`: r minus the user's mean, over the user's population standard deviation. Where that is 0 (one
 *   rating, or all alike) it is taken as 1, so these values are 0 and restore to the mean.
 *
 * Users or items without ratings restore with the mean (and deviation) of all ratings. Learn it on the training rows of
 * a fold, not before the split, or held-out ratings leak into the means; published folds are not carried over.
 *
 * @throws {InvalidInputError} for data without ratings
 */
export function normalizeRatings(data: Dataset, method: Normalization): NormalizedRatings {
  if (!normalizations.includes(method)) throw new UnknownNameError("normalization", method, normalizations);
  const { scale } = data;
  const { users, items, values } = data.interactions;
  if (scale === undefined || values === undefined || values.length === 0)
    throw new InvalidInputError("normalization", { sentence: "Data without ratings cannot be normalized." }, method);

  const groups = method === "item-mean" ? items : users;
  const groupCount = method === "item-mean" ? data.items.size : data.users.size;
  const { shifts, factors } =
    method === "min-max"
      ? { shifts: filled(groupCount, scale.min), factors: filled(groupCount, scale.max - scale.min || 1) }
      : momentsOf(values, groups, groupCount, method === "user-z-score");

  const changed = new Float64Array(values.length);
  for (let p = 0; p < values.length; p++) changed[p] = (values[p]! - shifts[groups[p]!]!) / factors[groups[p]!]!;
  return {
    method,
    data: new Dataset({
      name: data.name,
      users: data.users,
      items: data.items,
      interactions: { ...data.interactions, values: changed },
      timesArePlaces: data.timesArePlaces,
      scale: scaleOf(scale, shifts, factors),
      ...(data.itemFeatures && { itemFeatures: data.itemFeatures }),
      ...(data.userFeatures && { userFeatures: data.userFeatures }),
    }),
    restore(value, user, item) {
      const group = method === "item-mean" ? item : user;
      return value * factors[group]! + shifts[group]!;
    },
  };
}

const filled = (size: number, value: number): Float64Array => new Float64Array(size).fill(value);

/** Mean of each group, and its deviation where asked for, else 1. */
function momentsOf(values: Float64Array, groups: Uint32Array, size: number, withDeviation: boolean) {
  const counts = new Uint32Array(size);
  const shifts = new Float64Array(size);
  let total = 0;
  for (let p = 0; p < values.length; p++) {
    counts[groups[p]!]! += 1;
    shifts[groups[p]!]! += values[p]!;
    total += values[p]!;
  }
  const mean = total / values.length;
  for (let g = 0; g < size; g++) shifts[g] = counts[g]! > 0 ? shifts[g]! / counts[g]! : mean;
  const factors = filled(size, 1);
  if (!withDeviation) return { shifts, factors };

  const squares = new Float64Array(size);
  let totalSquares = 0;
  for (let p = 0; p < values.length; p++) {
    squares[groups[p]!]! += (values[p]! - shifts[groups[p]!]!) ** 2;
    totalSquares += (values[p]! - mean) ** 2;
  }
  for (let g = 0; g < size; g++) {
    const variance = counts[g]! > 0 ? squares[g]! / counts[g]! : totalSquares / values.length;
    // Rounding leaves about 1e-16 of the mean where all ratings are alike.
    factors[g] = variance > 1e-20 * Math.max(1, shifts[g]! ** 2) ? Math.sqrt(variance) : 1;
  }
  return { shifts, factors };
}

function scaleOf({ min, max }: RatingScale, shifts: Float64Array, factors: Float64Array): RatingScale {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let g = 0; g < shifts.length; g++) {
    lowest = Math.min(lowest, (min - shifts[g]!) / factors[g]!);
    highest = Math.max(highest, (max - shifts[g]!) / factors[g]!);
  }
  return { min: lowest, max: highest };
}
