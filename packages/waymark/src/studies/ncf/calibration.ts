import { Random } from "../../compute/random.ts";
import type { RunOptions } from "../../evaluation/settings.ts";
import { fitLogisticRegression, type LogisticRegression, logOdds } from "../../learn/logistic-regression.ts";
import { fitStandardScaler } from "../../learn/standard-scaler.ts";
import type { Model } from "../../models/model.ts";
import type { PairFeatures } from "./pair-features.ts";
import { scoreRows } from "./score-rows.ts";
import type { StudyData } from "./study-data.ts";

/**
 * Probability calibration of a model's scores. Scores have no unit and compare within one learner only, so they are
 * standardized over the learner's candidates first; then a logistic regression, learned on validation rows and sampled
 * negatives, turns them (and the pair's features, where they are used as well) into the probability of an interaction.
 */
export interface Calibration {
  readonly logistic: LogisticRegression;
  readonly features?: PairFeatures;
}

/** Learners whose validation rows are enough for a handful of weights. */
const mostLearners = 1000;

/** Fits the calibration on validation rows. @returns undefined where no learner has a validation row and a negative */
export async function fitPlattScaling(
  model: Model,
  studyData: StudyData,
  features: PairFeatures | undefined,
  options: RunOptions,
): Promise<Calibration | undefined> {
  const { train, valid, sampler, negatives, seed } = studyData;
  const width = 1 + (features?.names.length ?? 0);
  const inputs: number[] = [];
  const labels: number[] = [];
  const users = valid.users.subarray(0, mostLearners);
  const one = new Float64Array(width);
  for await (const { user, scores } of scoreRows(model, train, users, options)) {
    const standard = standardized(scores, train.userItems.row(user).columns);
    const positives = valid.itemsOf(user);
    const random = new Random(seed, 0x5eed + user);
    const drawn = sampler.draw(user, negatives * positives.length, random);
    for (const [items, label] of [
      [positives, 1],
      [drawn, 0],
    ] as const)
      for (const item of items) {
        one[0] = standard[item]!;
        features?.write(user, item, one, 1);
        inputs.push(...one);
        labels.push(label);
      }
  }
  if (!labels.includes(0) || !labels.includes(1)) return undefined;
  const logistic = fitLogisticRegression(Float64Array.from(inputs), Uint8Array.from(labels), width);
  return { logistic, ...(features && { features }) };
}

/**
 * A row of scores less the mean of the candidates, over their deviation: of items without a training row, since the model
 * was fitted on those with one. What the model cannot score stands with the lowest. All 0 where no two candidates differ.
 *
 * @param history the user's training rows, ascending
 */
export function standardized(scores: Float64Array, history: Uint32Array): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  for (const score of scores) if (score < low) low = score;
  if (low === Number.POSITIVE_INFINITY) return new Float64Array(scores.length);
  const filled = scores.map((score) => (Number.isNaN(score) ? low : score));
  const candidates = filled.slice();
  for (const item of history) candidates[item] = Number.NaN;
  const rows = Uint32Array.from(candidates.keys());
  return filled.map(fitStandardScaler(candidates, rows).apply);
}

/** Log-odds of every item for one user, from the standardized scores. */
export function logitsOf({ logistic, features }: Calibration, user: number, standard: Float64Array): Float64Array {
  const one = new Float64Array(logistic.weights.length);
  return standard.map((score, item) => {
    one[0] = score;
    features?.write(user, item, one, 1);
    return logOdds(logistic, one);
  });
}
