import { Pacer } from "../compute/pacer.ts";
import type { Model, Predictor } from "../models/model.ts";
import type { MetricResults } from "./metric-results.ts";
import { type PreparedFold, queryOfTrainUser } from "./prepared-fold.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";

/**
 * Asks the model for every held-out rating, one call per user, and adds up the errors in `table`. A NaN ("cannot say")
 * becomes the mean training rating, so that all models are measured on the same rows; how many did is returned.
 */
export async function predictRatings(
  model: Model & Predictor,
  fold: PreparedFold,
  table: MetricResults,
  watch: Stopwatch,
  { signal, onProgress }: RunOptions = {},
): Promise<number> {
  const { users, offsets, items, values } = fold.test;
  const pacer = new Pacer(signal);
  let fallbacks = 0;
  for (let n = 0; n < users.length; n++) {
    const rest = pacer.pause();
    if (rest) {
      await rest;
      onProgress?.({ stage: "predict", done: n, of: users.length });
    }
    const asked = items.slice(offsets[n], offsets[n + 1]);
    watch.start();
    const predicted = model.predict(queryOfTrainUser(fold, users[n]!), asked);
    watch.stop();
    for (let p = 0; p < predicted.length; p++)
      if (Number.isNaN(predicted[p])) {
        predicted[p] = fold.trainMean;
        fallbacks++;
      }
    const actual = values!.subarray(offsets[n], offsets[n + 1]);
    table.recordRatings(n, predicted, actual);
  }
  return fallbacks;
}
