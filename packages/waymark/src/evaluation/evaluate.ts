import type { Dataset } from "../data/dataset.ts";
import { InvalidInputError, UnsuitedDataError } from "../errors.ts";
import type { Estimator } from "../models/model.ts";
import type { Fold } from "../splits/fold.ts";
import { factsOf } from "./describe-dataset.ts";
import { type FoldFacts, factsOfFold, protocolOf } from "./describe-protocol.ts";
import { environmentOf } from "./environment.ts";
import { labelsOf } from "./labels.ts";
import { ModelRun } from "./model-evaluation.ts";
import { planFold } from "./prepared-fold.ts";
import type { Evaluation } from "./result.ts";
import { type EvaluateOptions, type RunOptions, type Settings, settle } from "./settings.ts";
import { bootstrapIntervals } from "./statistics/bootstrap.ts";
import { compareBest } from "./statistics/compare.ts";

export type { EvaluateOptions } from "./settings.ts";

/**
 * Trains every model on each fold of a split and judges it on the rest: all on the same rows, one fold and one model in
 * memory at a time. Predicted ratings are measured for explicit feedback, ranked lists for both kinds (see docs/guide/evaluation.md
 * for protocols and formulas). A model that cannot learn from the data is named in `leftOut`; any other error ends the run.
 *
 * Same data, models, options: same figures, times apart. Put the models through `withBaselines` first.
 *
 * @throws {InvalidInputError} for options out of range
 * @throws {UnsuitedDataError} when the data lacks what the split goes by
 */
export async function evaluate(
  data: Dataset,
  estimators: readonly Estimator[],
  options: EvaluateOptions,
): Promise<Evaluation> {
  const settings = settle(data, options);
  const { split, signal, onProgress, format } = options;
  const { threads } = settings;
  const folds = await split.apply(data, settings.seed);
  if (new Set(folds.map((fold) => fold.negatives === undefined)).size > 1)
    throw new InvalidInputError("split", "one with negatives in all of its folds or in none", split.text);
  const runs = estimators.map(
    (estimator): Contestant => ({ key: estimator.key, run: new ModelRun(estimator, settings) }),
  );
  const facts: FoldFacts[] = [];
  for (const fold of folds)
    facts.push(await measureFold(fold, folds.length > 1, runs, settings, { signal, onProgress, threads }));
  const measurements = runs.flatMap(({ run, unsuited }) => (unsuited ? [] : [run.finish()]));
  const leftOut = runs.flatMap(({ key, unsuited }) => (unsuited ? [{ model: key, reason: unsuited.message }] : []));
  const labels = labelsOf(measurements.map(({ result }) => result));
  const statistics = { ...settings, signal, onProgress };
  const intervals = settings.resamples > 0 ? await bootstrapIntervals(measurements, statistics) : [];
  const longest = settings.cutoffs.at(-1);
  const comparisons = await compareBest(
    measurements.map((measurement, n) => ({ ...measurement, label: labels[n]! })),
    { ...statistics, leading: [...(longest ? [`ndcg@${longest}`] : []), ...(settings.ratings ? ["rmse"] : [])] },
  );
  return {
    dataset: factsOf(data, format),
    protocol: protocolOf(split.text, facts, settings),
    results: measurements.map(({ result: { model, params, metrics, ...rest } }, n) => ({
      model,
      ...(labels[n] !== model && { label: labels[n]! }),
      params,
      metrics,
      intervals: Object.fromEntries(intervals[n] ?? []),
      ...rest,
    })),
    comparisons,
    leftOut,
    environment: environmentOf(threads),
  };
}

/** One model on its way through the folds. */
interface Contestant {
  readonly key: string;
  readonly run: ModelRun;
  /** Set once it has turned out that the model cannot learn from the data; no fold is tried after that. */
  unsuited?: UnsuitedDataError;
}

/** All models on one fold. A function of its own, so that nothing of the fold outlives it but the facts. */
async function measureFold(
  fold: Fold,
  isOneOfSeveral: boolean,
  contestants: readonly Contestant[],
  settings: Settings,
  options: RunOptions,
): Promise<FoldFacts> {
  const plan = planFold(fold, settings);
  for (const contestant of contestants) {
    if (contestant.unsuited) continue;
    options.signal?.throwIfAborted();
    try {
      await contestant.run.measure(plan, isOneOfSeveral ? plan.name : "", options);
    } catch (error) {
      if (!(error instanceof UnsuitedDataError)) throw error;
      contestant.unsuited = error;
    }
  }
  return factsOfFold(plan);
}
