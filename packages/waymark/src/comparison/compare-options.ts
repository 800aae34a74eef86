import type { Measurement } from "../evaluation/model-evaluation.ts";
import type { EvaluateOptions } from "../evaluation/settings.ts";
import type { Clock } from "./budget.ts";
import type { EffortOptions } from "./equal-effort.ts";

export interface CompareModelsOptions extends EvaluateOptions {
  /** Seconds for everything, statistics included; Infinity for no limit. */
  readonly budgetSeconds: number;
  /** Seconds of the budget that had gone before, e.g. reading the data. @defaultValue 0 */
  readonly secondsUsed?: number;
  /** Models that are measured first, whatever the budget. */
  readonly baselines: readonly string[];
  /** Tunes every model with the same effort before it is measured. @defaultValue defaults, or as the estimators are set */
  readonly tune?: EffortOptions;
  /** A folder where finished models are written and found again. @defaultValue nowhere */
  readonly log?: string;
  /** Called when a model is done, with how many are and how many there are. */
  readonly onModel?: (result: Measurement["result"], place: { readonly done: number; readonly of: number }) => void;
  /** Called at once with what a watcher should know: models taken from the log, a costly one that begins. */
  readonly onNote?: (text: string) => void;
  readonly clock?: Clock;
}
