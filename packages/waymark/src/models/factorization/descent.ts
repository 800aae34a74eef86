import type { Arena } from "../../compute/core/arena.ts";
import type { CallOptions } from "../../compute/core/core.ts";
import { paddedWidth, padRows } from "../../compute/linear-algebra/padded-rows.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { FitOptions } from "../model.ts";
import { type RatingCentre, ratingStep } from "../shared/rating-statistics.ts";

/** Factors training starts from, row after row. */
export interface StartingFactors {
  readonly users: Float64Array; // (users, factors)
  readonly items: Float64Array; // (items, factors)
}

export interface DescentSettings {
  readonly factors: number;
  readonly learningRate: number;
  readonly regularization: number;
  /** False leaves biases and mean at 0. */
  readonly biased: boolean;
}

/** What `descendUsers` and `descendImplicit` (src/kernels/descent.ts) work on: ratings, mean and biases count in steps. */
export type Descent = ReturnType<typeof openDescent>;

/** The arguments of a training run by stochastic gradient descent, in the core's memory. */
export function openDescent(
  arena: Arena,
  data: Dataset,
  centre: RatingCentre,
  { factors, learningRate, regularization, biased }: DescentSettings,
  start: StartingFactors,
) {
  const { offsets, columns, values } = data.userItems;
  const step = ratingStep(centre);
  const perStep = 1 / step;
  const ratings = arena.f64(values.length);
  for (let p = 0; p < values.length; p++) ratings[p] = values[p]! * perStep;
  return {
    offsets: arena.copyU32(offsets),
    columns: arena.copyU32(columns),
    values: ratings,
    userBiases: arena.f64(data.users.size).fill(0),
    itemBiases: arena.f64(data.items.size).fill(0),
    X: padRows(arena, start.users, factors),
    Y: padRows(arena, start.items, factors),
    width: paddedWidth(factors),
    mean: biased ? centre.mean / step : 0,
    learningRate: learningRate,
    regularization: regularization,
    biased: Number(biased),
    squares: arena.f64(1),
    users: data.users.size,
    items: data.items.size,
  };
}

/**
 * Users one after the other on one thread: each starts from the item factors the one before has left. `perFactor` is
 * about how many nanoseconds a rating takes for each factor.
 */
export const inOrder = (
  { users, values, width }: Pick<Descent, "users" | "values" | "width">,
  { signal }: FitOptions,
  perFactor: number,
): CallOptions => ({ threads: 1, signal, cost: (values.length / users) * (10 + perFactor * width) });
