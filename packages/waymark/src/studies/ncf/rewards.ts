import { minMax } from "../../learn/standard-scaler.ts";
import type { CleanLog } from "./clean-log.ts";
import type { Parts } from "./parts.ts";
import type { Trial } from "./trial-data.ts";

/**
 * The trial with a value for each training row, for models that learn from how things went: half for doing it and half for
 * doing it well, so ½ for a wrong answer, 1 for a right one, ¾ where the log does not say. The same trial where it never says.
 */
export function withRewards(
  trial: Trial,
  { scores }: Pick<CleanLog, "scores">,
  { train }: Pick<Parts, "train">,
): Trial {
  if (scores === undefined) return trial;
  const scaling = minMax(scores, train.rows);
  if (scaling.isFlat) return trial;
  const values = Float64Array.from(train.rows, (row) => {
    const score = scores[row]!;
    return 0.5 + 0.5 * (Number.isNaN(score) ? 0.5 : scaling.apply(score));
  });
  return { ...trial, train: trial.train.replaceInteractions({ ...train.pairs, values }) };
}
