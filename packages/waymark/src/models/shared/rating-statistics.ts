import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError } from "../../errors.ts";
import type { ModelState } from "../model.ts";
import { takeNumber } from "./model-state.ts";

/** Where the ratings of a training set lie. All four in the unit of the ratings. */
export interface RatingCentre {
  readonly mean: number;
  /** Population standard deviation of the ratings. */
  readonly deviation: number;
  /** The scale's ends: predictions are clipped to them. */
  readonly min: number;
  readonly max: number;
}

/**
 * O(interactions). Without a scale (implicit feedback) the ends are those of the values met.
 * @throws {InvalidInputError} for ratings whose squares leave the range of numbers
 */
export function measureRatings(data: Dataset): RatingCentre {
  const { values } = data.userItems;
  let sum = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < values.length; p++) {
    const value = values[p]!;
    sum += value;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const mean = sum / values.length;
  let squares = 0;
  for (let p = 0; p < values.length; p++) squares += (values[p]! - mean) ** 2;
  if (!Number.isFinite(squares))
    throw new InvalidInputError(
      "ratings",
      "small enough that the sum of their squares is finite",
      Math.max(-lowest, highest),
    );
  return {
    mean,
    deviation: Math.sqrt(squares / values.length),
    min: data.scale?.min ?? lowest,
    max: data.scale?.max ?? highest,
  };
}

export const clip = (value: number, { min, max }: RatingCentre): number => Math.max(min, Math.min(max, value));

/** What a rating nobody wrote down counts as where a history says only "took it": one deviation above the mean. */
export const positiveRating = (centre: RatingCentre): number => Math.min(centre.max, centre.mean + centre.deviation);

/**
 * Step of a five-star scale in the unit of the ratings: 1 on a scale of 1–5, 25 on one of 0–100. Learning rates and
 * regularization are meant for errors counted in such steps.
 */
export const ratingStep = ({ min, max }: RatingCentre): number => (max > min ? (max - min) / 4 : 1);

export const centreNumbers = ({ mean, deviation, min, max }: RatingCentre): ModelState["numbers"] => ({
  mean,
  deviation,
  min,
  max,
});

/** @throws {ShapeError} */
export const takeCentre = (state: ModelState): RatingCentre => ({
  mean: takeNumber(state, "mean"),
  deviation: takeNumber(state, "deviation"),
  min: takeNumber(state, "min"),
  max: takeNumber(state, "max"),
});
