import { defineMetric } from "./define-metric.ts";

/**
 * Mean squared error of predicted ratings, in squared units of the rating scale: Σ (p − r)² / n.
 *
 * @returns ≥ 0, NaN for no ratings
 * @throws {RangeError} when the two differ in length
 * @example mse(Float64Array.of(4, 3), Float64Array.of(5, 3)) // 1 / 2
 */
export const mse = (predicted: Float64Array, actual: Float64Array): number =>
  sumSquaredErrors(predicted, actual) / actual.length;

/** Σ (p − r)²: what the mean over a subset of users is put together from. @throws {RangeError} as `mse` */
export function sumSquaredErrors(predicted: Float64Array, actual: Float64Array): number {
  if (predicted.length !== actual.length)
    throw new RangeError(`${predicted.length} predictions do not fit ${actual.length} ratings.`);
  let sum = 0;
  for (let p = 0; p < actual.length; p++) sum += (predicted[p]! - actual[p]!) ** 2;
  return sum;
}

export const meanSquaredError = defineMetric({
  key: "mse",
  label: "MSE",
  better: "lower",
  group: "ratings",
  description: "Mean squared error of predicted ratings.",
  measure: { of: "ratings", sum: sumSquaredErrors, column: "squared-error" },
});
