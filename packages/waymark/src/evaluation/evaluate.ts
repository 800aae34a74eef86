import type { Dataset } from "../data/dataset.ts";
import { requireDataset } from "../data/require-dataset.ts";
import { DataRequirementError, InvalidInputError } from "../errors.ts";
import type { Estimator } from "../models/model.ts";
import type { Fold } from "../splits/fold.ts";
import { assembleEvaluation } from "./assemble-evaluation.ts";
import { checkEstimators } from "./check-estimators.ts";
import { describeFold, type FoldFacts } from "./describe-protocol.ts";
import { ModelEvaluation } from "./model-evaluation.ts";
import { prepareFold } from "./prepared-fold.ts";
import type { Evaluation } from "./result.ts";
import { type EvaluateOptions, type RunOptions, resolveOptions, resolveSplit, type Settings } from "./settings.ts";
import { Stopwatch } from "./stopwatch.ts";

export type { EvaluateOptions } from "./settings.ts";

/**
 * Trains every model on each fold of a split and measures it on the rest: all on the same rows, one fold and one model in
 * memory at a time. Predicted ratings are measured for explicit feedback, ranked lists for both kinds (see docs/guide/evaluation.md
 * for protocols and formulas). A model that cannot learn from the data is named in `leftOut`; any other error ends the run.
 *
 * Same data, models, options: same metrics, times apart. `withBaselines(estimators, data)` adds the models to beat.
 *
 * @throws {InvalidInputError} for options out of range, and for what is no data set, estimator or split
 * @throws {DataRequirementError} when the data lacks what the split goes by
 */
export async function evaluate(
  data: Dataset,
  estimators: readonly Estimator[],
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  requireDataset(data);
  checkEstimators(estimators);
  const settings = resolveOptions(data, options);
  const split = resolveSplit(data, options.split);
  const { signal, onProgress, format } = options;
  const { threads } = settings;
  const startedAt = performance.now();
  const splitting = new Stopwatch();
  splitting.start();
  const folds = await split.apply(data, settings.seed);
  splitting.stop();
  if (new Set(folds.map((fold) => fold.negatives === undefined)).size > 1)
    throw new InvalidInputError("split", "one with negatives in all of its folds or in none", split.text);
  const runs = estimators.map(
    (estimator): RunningModel => ({ key: estimator.key, run: new ModelEvaluation(estimator, settings) }),
  );
  const facts: FoldFacts[] = [];
  for (const fold of folds)
    facts.push(await measureFold(fold, folds.length > 1, runs, settings, splitting, { signal, onProgress, threads }));
  const measurements = runs.flatMap(({ run, unsuitable }) => (unsuitable ? [] : [run.finish()]));
  const leftOut = runs.flatMap(({ key, unsuitable }) =>
    unsuitable ? [{ model: key, reason: unsuitable.message }] : [],
  );
  return assembleEvaluation(
    data,
    {
      ...{ split: split.text, facts, settings, measurements, leftOut, format, startedAt },
      ownMetrics: options.metrics,
      splittingSeconds: splitting.seconds,
    },
    { signal, onProgress },
  );
}

/** One model on its way through the folds. */
interface RunningModel {
  readonly key: string;
  readonly run: ModelEvaluation;
  /** Set once it has turned out that the model cannot learn from the data; no fold is tried after that. */
  unsuitable?: DataRequirementError;
}

/** All models on one fold. A function of its own, so that nothing of the fold outlives it but the facts. */
async function measureFold(
  fold: Fold,
  isOneOfSeveral: boolean,
  runs: readonly RunningModel[],
  settings: Settings,
  splitting: Stopwatch,
  options: RunOptions,
): Promise<FoldFacts> {
  splitting.start();
  const prepared = prepareFold(fold, settings);
  splitting.stop();
  for (const running of runs) {
    if (running.unsuitable) continue;
    options.signal?.throwIfAborted();
    try {
      await running.run.measure(prepared, isOneOfSeveral ? prepared.name : "", options);
    } catch (error) {
      if (!(error instanceof DataRequirementError)) throw error;
      running.unsuitable = error;
    }
  }
  return describeFold(prepared);
}
