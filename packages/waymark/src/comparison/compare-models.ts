import type { Dataset } from "../data/dataset.ts";
import { fingerprint } from "../data/fingerprint.ts";
import { InvalidInputError } from "../errors.ts";
import { assembleEvaluation } from "../evaluation/assemble-evaluation.ts";
import { describeFold, protocolOf } from "../evaluation/describe-protocol.ts";
import { prepareFold } from "../evaluation/prepared-fold.ts";
import type { Evaluation } from "../evaluation/result.ts";
import { resolveOptions, resolveSplit, type Settings } from "../evaluation/settings.ts";
import { dataSize } from "../models/data-size.ts";
import type { Estimator } from "../models/model.ts";
import { programVersion } from "../version.ts";
import { Budget, wallClock } from "./budget.ts";
import type { CompareModelsOptions } from "./compare-options.ts";
import { ComparisonLog } from "./comparison-log.ts";
import { ComparisonRun } from "./comparison-run.ts";
import { EqualEffort } from "./equal-effort.ts";
import { ExpectedTimes } from "./expected-times.ts";

/** The table, and what is to be done when it has been shown. */
export interface ComparedModels {
  readonly evaluation: Evaluation;
  /** Lets the log go, or marks it as reported; call it once. */
  reported(): Promise<void>;
}

/**
 * Compares models within a budget of time: the cheapest first, as expected from what they declare and from what was measured so far.
 * A model that would not end in time is not begun, one that runs over is stopped; both are named in `notRun`. Every finished model is
 * in the log before the next begins. When `signal` aborts, the finished models are the table, without intervals and tests.
 *
 * Same data, models and options: the same figures of the models that ran, as `evaluate` gives them; which ones run depends on the
 * machine, unless there is no limit.
 *
 * @throws {InvalidInputError} for options out of range, or a log of another comparison
 */
export async function compareModels(
  data: Dataset,
  estimators: readonly Estimator[],
  options: CompareModelsOptions,
): Promise<ComparedModels> {
  const { clock = wallClock, signal, onProgress, onNote } = options;
  const settings = resolveOptions(data, options);
  const split = resolveSplit(data, options.split);
  const budget = new Budget(options.budgetSeconds, clock, options.secondsUsed);
  const startedAt = performance.now();
  const folds = await split.apply(data, settings.seed);
  if (new Set(folds.map((fold) => fold.negatives === undefined)).size > 1)
    throw new InvalidInputError("split", "one with negatives in all of its folds or in none", split.text);
  const prepared = folds.map((fold) => prepareFold(fold, settings));
  const facts = prepared.map(describeFold);
  const splittingSeconds = (performance.now() - startedAt) / 1000;
  const effort = options.tune && (await EqualEffort.prepare(data, split, settings, options.tune, options.log));
  const log = await openLog(data, options, settings, protocolOf(split.text, facts, settings).name, effort?.description);
  try {
    if (log.size > 0) onNote?.(`${log.folder} holds ${log.size} finished models; the comparison goes on from there.`);
    const times = new ExpectedTimes(dataSize(prepared[0]!.train));
    const run = new ComparisonRun({
      folds: prepared,
      settings,
      options: { ...options, clock },
      budget,
      times,
      log,
      effort,
    });
    await run.all(estimators);
    const measured = {
      ...{
        split: split.text,
        facts,
        settings,
        format: options.format,
        ownMetrics: options.metrics,
        splittingSeconds,
        startedAt,
      },
      ...{ measurements: run.inOrderOf(estimators), leftOut: run.leftOut(estimators) },
    };
    const withoutStatistics = () =>
      assembleEvaluation(data, { ...measured, settings: { ...settings, resamples: 0 }, testsNothing: true }, {});
    const evaluation = await (signal?.aborted
      ? withoutStatistics()
      : assembleEvaluation(data, measured, { signal, onProgress }).catch((error: unknown) => {
          if (!signal?.aborted) throw error;
          return withoutStatistics();
        }));
    const notRun = run.notRun(estimators);
    return {
      evaluation: {
        ...evaluation,
        seconds: {
          ...evaluation.seconds,
          ...(effort && { tuning: run.secondsTuned }),
          ...(run.secondsStopped > 0 && { stopped: run.secondsStopped }),
        },
        ...(effort && { tuning: effort.description }),
        ...(notRun.length > 0 && { notRun }),
        ...(run.resumed > 0 && { resumed: run.resumed }),
      },
      async reported() {
        if (!signal?.aborted) await log.reported(notRun.length === 0);
      },
    };
  } finally {
    await log.close();
  }
}

async function openLog(
  data: Dataset,
  { log }: CompareModelsOptions,
  { metrics }: Settings,
  protocol: string,
  tuning = "none",
): Promise<ComparisonLog> {
  if (log === undefined) return ComparisonLog.none();
  const identity = {
    waymark: programVersion,
    data: fingerprint(data),
    protocol,
    metrics: metrics.map(({ key }) => key),
  };
  return ComparisonLog.open(log, { ...identity, tuning });
}
