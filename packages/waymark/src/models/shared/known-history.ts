import type { Query } from "../model.ts";
import { positiveRating, type RatingCentre } from "./rating-statistics.ts";

/** The items of a history that somebody rated in training, with a rating each. */
export interface KnownHistory {
  readonly items: Uint32Array;
  readonly ratings: Float64Array;
  /** False where the query brought no ratings: each item then counts as positive (see `positiveRating`). */
  readonly explicit: boolean;
}

export function knownHistory(query: Query, hasItem: Uint8Array, centre: RatingCentre): KnownHistory {
  const known = query.history.filter((item) => hasItem[item]);
  if (query.weights === undefined)
    return { items: known, ratings: new Float64Array(known.length).fill(positiveRating(centre)), explicit: false };
  const all = known.length === query.history.length;
  const ratings = all ? query.weights : query.weights.filter((_, h) => hasItem[query.history[h]!]);
  return { items: known, ratings, explicit: true };
}
