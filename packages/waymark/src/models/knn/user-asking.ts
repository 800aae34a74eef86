import type { Query } from "../model.ts";
import { type KnownHistory, knownHistory } from "../shared/known-history.ts";
import { impliedBias, rowMoments } from "../shared/rating-centring.ts";
import type { RatingCentre } from "../shared/rating-statistics.ts";
import type { RatingSettings } from "./knn-params.ts";

/** What `user-knn` learns from ratings; all 0 biases where neither similarity nor centring needs them. */
export interface ExplicitUsers {
  readonly centre: RatingCentre;
  readonly userBiases: Float64Array; // (users)
  readonly itemBiases: Float64Array; // (items)
}

/** A learner who asks: the ratings as users are compared by them, and what is expected of the learner. */
export interface UserAsking {
  readonly history: KnownHistory;
  readonly compared: Float64Array;
  readonly base: number;
  /** Mean of the ratings in the history. */
  readonly mean: number;
  readonly scale: number;
}

export function userAsking(
  query: Query,
  settings: RatingSettings,
  learned: ExplicitUsers,
  hasItem: Uint8Array,
): UserAsking {
  const { centring, similarity } = settings;
  const { centre, itemBiases } = learned;
  const history = knownHistory(query, hasItem, centre);
  const { items, ratings } = history;
  const bias = impliedBias(history, centre.mean, itemBiases);
  const compared =
    similarity === "pearson-baseline"
      ? ratings.map((rating, h) => rating - (centre.mean + bias + itemBiases[items[h]!]!))
      : ratings;
  const { mean, deviation } = rowMoments(ratings, centre);
  const base = centring === "baseline" ? centre.mean + bias : centring === "none" ? 0 : mean;
  return { history, compared, base, mean, scale: centring === "z-score" ? deviation : 1 };
}
