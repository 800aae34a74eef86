import { defineMetric } from "./define-metric.ts";

/**
 * Mean absolute error of predicted ratings, in units of the rating scale: Σ |p − r| / n.
 *
 * @returns ≥ 0, NaN for no ratings
 * @throws {RangeError} when the two differ in length
 * @example mae(Float64Array.of(4, 3), Float64Array.of(5, 3)) // 1 / 2
 */
export const mae = (predicted: Float64Array, actual: Float64Array): number =>
  sumAbsoluteErrors(predicted, actual) / actual.length;

/** Σ |p − r|. @throws {RangeError} as `mae` */
function sumAbsoluteErrors(predicted: Float64Array, actual: Float64Array): number {
  if (predicted.length !== actual.length)
    throw new RangeError(`${predicted.length} predictions do not fit ${actual.length} ratings.`);
  let sum = 0;
  for (let p = 0; p < actual.length; p++) sum += Math.abs(predicted[p]! - actual[p]!);
  return sum;
}

export const meanAbsoluteError = defineMetric({
  key: "mae",
  label: "MAE",
  better: "lower",
  group: "ratings",
  description: "Mean absolute error of predicted ratings.",
  measure: { of: "ratings", sum: sumAbsoluteErrors, column: "absolute-error" },
});
