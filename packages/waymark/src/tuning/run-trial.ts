import { DataRequirementError, FitDivergedError, InvalidInputError, MemoryLimitError } from "../errors.ts";
import { ModelEvaluation } from "../evaluation/model-evaluation.ts";
import type { PreparedFold } from "../evaluation/prepared-fold.ts";
import type { RunOptions, Settings } from "../evaluation/settings.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import type { Trial } from "./result.ts";
import type { Configuration } from "./search-space.ts";

/** What a trial brings to light, whichever place it has in the search. */
export type Outcome = Omit<Trial, "number" | "rung" | "amount" | "params">;

/** The validation part made ready, the same for every trial of a round. */
export interface TrialSetup {
  readonly folds: readonly PreparedFold[];
  readonly settings: Settings;
  readonly metric: string;
}

/**
 * Fits one configuration on the training side of each fold and measures it on the other, as `evaluate` does. What goes
 * wrong because of the parameters is an outcome; anything else (an interruption, a full disk, a bug) is thrown.
 */
export async function runTrial(
  model: RegisteredModel,
  params: Configuration,
  { folds, settings, metric }: TrialSetup,
  options: RunOptions,
): Promise<Outcome> {
  const started = performance.now();
  try {
    const run = new ModelEvaluation(model.create(params), settings);
    for (const fold of folds) await run.measure(fold, folds.length > 1 ? fold.name : "", options);
    const { metrics, fitSeconds, notes = [] } = run.finish().result;
    const value = metrics[metric];
    const message = notes.join(" ");
    if (value === undefined)
      return { outcome: "failed", metrics, fitSeconds, message: message || `${metric} was not measured.` };
    return { outcome: "done", value, metrics, fitSeconds, ...(message !== "" && { message }) };
  } catch (error) {
    if (options.signal?.aborted || !isOfParameters(error)) throw error;
    return {
      outcome: error instanceof FitDivergedError ? "diverged" : "failed",
      metrics: {},
      fitSeconds: (performance.now() - started) / 1000,
      message: error.message,
    };
  }
}

/** The data suited the model before the first trial, so what does not suit now is what the parameters ask of it. */
const isOfParameters = (error: unknown): error is Error =>
  [FitDivergedError, InvalidInputError, MemoryLimitError, DataRequirementError].some((kind) => error instanceof kind);
