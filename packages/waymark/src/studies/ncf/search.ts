import { InvalidInputError } from "../../errors.ts";
import { metrics } from "../../evaluation/metrics/index.ts";
import { type PreparedFold, prepareFold } from "../../evaluation/prepared-fold.ts";
import type { RunOptions, Settings } from "../../evaluation/settings.ts";
import type { RegisteredModel } from "../../models/define-model.ts";
import { changeOption, either } from "../../remedy.ts";
import { gridOf } from "../../tuning/configurations.ts";
import { runTrial } from "../../tuning/run-trial.ts";
import { type Configuration, resolveSpace } from "../../tuning/search-space.ts";
import type { StudyTrial } from "./result.ts";
import type { StudyData } from "./study-data.ts";

/** What configurations are compared by: mean AUC of learners, all courses without a training row being candidates. */
export const chosenBy = "auc";

/** Learners whose validation rows compare configurations; more cost time and change no choice. */
const mostLearners = 2000;

/** The validation part made ready: the same questions for every configuration of every model. */
export function validationFold({ train, valid }: StudyData): PreparedFold {
  const users: number[] = [];
  const items: number[] = [];
  for (const user of valid.users.subarray(0, mostLearners).toSorted())
    for (const item of valid.itemsOf(user)) {
      users.push(user);
      items.push(item);
    }
  const test = { users: Uint32Array.from(users), items: Uint32Array.from(items) };
  return prepareFold({ name: "validation", train, test }, { relevantFrom: undefined, lists: true });
}

/**
 * Trains every configuration of a grid on the training part and compares them on the validation part; the test part is not
 * looked at. A grid of one is not tried.
 *
 * @returns the best, settings that were fixed included, and all trials
 * @throws {InvalidInputError} when no configuration could be trained and measured
 */
export async function searchGrid(
  kind: RegisteredModel,
  grid: Readonly<Record<string, Configuration[string][] | readonly Configuration[string][]>>,
  fixed: Configuration,
  fold: PreparedFold,
  seed: number,
  options: RunOptions,
): Promise<{ readonly best: Configuration; readonly trials: readonly StudyTrial[] }> {
  const configurations = Object.keys(grid).length === 0 ? [{}] : gridOf(resolveSpace(kind, grid, fixed), 100);
  if (configurations.length === 1) return { best: { ...fixed, ...configurations[0] }, trials: [] };
  const settings: Settings = {
    seed,
    cutoffs: [10],
    relevantFrom: undefined,
    ratings: false,
    lists: true,
    resamples: 0,
    confidence: 0.95,
    threads: options.threads ?? 1,
    metrics,
  };
  const trials: StudyTrial[] = [];
  for (const configuration of configurations) {
    const params = { ...fixed, ...configuration };
    const { value, fitSeconds, message } = await runTrial(
      kind,
      params,
      { folds: [fold], settings, metric: chosenBy },
      options,
    );
    trials.push({
      params: configuration,
      seconds: fitSeconds,
      ...(value !== undefined && { value }),
      ...(message !== undefined && { message }),
    });
  }
  const best = trials.reduce((a, b) => ((b.value ?? -1) > (a.value ?? -1) ? b : a));
  if (best.value === undefined)
    throw new InvalidInputError(
      kind.key,
      "trained and measured with one of its configurations",
      best.message ?? "none",
      either("Leave this model out.", changeOption("set", "params")),
    );
  return { best: { ...fixed, ...best.params }, trials };
}
