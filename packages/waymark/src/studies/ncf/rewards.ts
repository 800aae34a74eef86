import { fitMinMaxScaler } from "../../learn/standard-scaler.ts";
import type { CleanLog } from "./clean-log.ts";
import type { Parts } from "./parts.ts";
import type { StudyData } from "./study-data.ts";

/**
 * The data with a value for each training row, for models that learn from how things went: half for doing it and half for
 * doing it well, so ½ for a wrong answer, 1 for a right one, ¾ where the log does not say. The same data where it never says.
 */
export function withRewards(
  studyData: StudyData,
  { scores }: Pick<CleanLog, "scores">,
  { train }: Pick<Parts, "train">,
): StudyData {
  if (scores === undefined) return studyData;
  const scaling = fitMinMaxScaler(scores, train.rows);
  if (scaling.isConstant) return studyData;
  const values = Float64Array.from(train.rows, (row) => {
    const score = scores[row]!;
    return 0.5 + 0.5 * (Number.isNaN(score) ? 0.5 : scaling.apply(score));
  });
  return { ...studyData, train: studyData.train.replaceInteractions({ ...train.pairs, values }) };
}
