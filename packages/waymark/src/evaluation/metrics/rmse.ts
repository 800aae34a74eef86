import { defineMetric } from "./define-metric.ts";
import { mse, sumSquaredErrors } from "./mse.ts";

/**
 * Root mean squared error of predicted ratings, in units of the rating scale: √(Σ (p − r)² / n). Large errors weigh most.
 *
 * @returns ≥ 0, NaN for no ratings
 * @throws {RangeError} when the two differ in length
 * @example rmse(Float64Array.of(4, 3), Float64Array.of(5, 3)) // √(1 / 2) = 0.7071…
 */
export const rmse = (predicted: Float64Array, actual: Float64Array): number => Math.sqrt(mse(predicted, actual));

export const rootMeanSquaredError = defineMetric({
  key: "rmse",
  label: "RMSE",
  better: "lower",
  group: "ratings",
  description: "Root mean squared error of predicted ratings.",
  measure: { of: "ratings", sum: sumSquaredErrors, column: "squared-error", root: true },
});
