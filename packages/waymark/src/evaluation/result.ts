import type { ParamValue } from "../models/params.ts";
import type { Environment } from "./environment.ts";
import type { MetricFacts } from "./metrics/define-metric.ts";

/** One run of `evaluate` or `compare`, exactly as `--json` prints it. */
export interface Evaluation {
  readonly dataset: DatasetFacts;
  readonly protocol: Protocol;
  readonly results: readonly ModelResult[];
  /** "Better than" against the best model of each leading metric, corrected for the number of comparisons. */
  readonly comparisons: readonly Comparison[];
  /** Models that were asked for but cannot learn from this data, with the reason. */
  readonly leftOut: readonly { readonly model: string; readonly reason: string }[];
  /** Metrics of the caller's own, as reports show them; absent where there are none. */
  readonly ownMetrics?: readonly MetricFacts[];
  /** How models were tuned before they were measured: so many trials each, on which rows. Absent: settings are defaults, or as given. */
  readonly tuning?: string;
  /** Models of a comparison that were asked for and not measured: the table is partial. */
  readonly notRun?: readonly ModelNotRun[];
  /** Models of a comparison that were taken from its log. */
  readonly resumed?: number;
  readonly environment: Environment;
  /** Where the wall time went beside the models; their `fitSeconds` and so on are in `results`. */
  readonly seconds: RunSeconds;
}

/** What a search on a validation part of the training rows chose for one model. */
export interface ModelTuning {
  /** Configurations tried, the defaults among them; 0 where there is nothing to tune. */
  readonly trials: number;
  readonly metric: string;
  /** All that is set; the other parameters stand at their defaults. */
  readonly chosen: Readonly<Record<string, ParamValue>>;
  /** On the validation part. */
  readonly defaultValue?: number;
  readonly bestValue?: number;
  readonly note?: string;
}

export interface ModelNotRun {
  readonly model: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** `no-time`: it would not have ended within the budget. `stopped`: it ran over. `interrupted`: by whoever started the run. */
  readonly reason: "no-time" | "stopped" | "interrupted";
  /** What it was expected to take, at least as long as it ran. */
  readonly expectedSeconds: number;
}

/** Wall seconds of one run. */
export interface RunSeconds {
  /** Dividing the data and making the folds ready. */
  readonly splitting: number;
  /** Choosing settings on validation parts; absent where models were not tuned. */
  readonly tuning?: number;
  /** Spent on models of a comparison that were stopped; absent where none was. */
  readonly stopped?: number;
  /** Intervals and tests. */
  readonly statistics: number;
  /** From the first row divided to the last test. */
  readonly total: number;
}

export interface DatasetFacts {
  readonly name: string;
  readonly format?: string;
  readonly users: number;
  readonly items: number;
  readonly interactions: number;
  readonly density: number;
  readonly feedback: "explicit" | "implicit";
  readonly scale?: { readonly min: number; readonly max: number };
  /** Hash of all interactions and ids: equal fingerprints, equal data. */
  readonly fingerprint: string;
}

/** Everything that must be equal for two figures to be comparable; `name` is printed beside every table. */
export interface Protocol {
  /** e.g. `"hash-per-user:5, all unseen items, k = 10, positives: rating ≥ 4, seed 0"`. */
  readonly name: string;
  readonly split: string;
  readonly folds: number;
  readonly seed: number;
  /** Which items are ranked for each user. */
  readonly candidates: "all-unseen" | "published-negatives" | "drawn-negatives";
  readonly k: readonly number[];
  /** Held-out rows that count as relevant in lists: all, or those rated at least this. */
  readonly relevantFrom?: number;
  /**
   * Test rows and users, and users left out of ranking because nothing of theirs was relevant: sums over folds, so a
   * user tested in three folds counts three times.
   */
  readonly testRows: number;
  readonly testUsers: number;
  readonly usersLeftOut: number;
  /** A hash of each fold's test rows: runs with equal ones are tested on the same rows. */
  readonly testHash?: string;
  /** Test rows chosen among a learner's rows of equal time by a seeded hash of ids; absent where there is none. */
  readonly tiedRows?: number;
  readonly bootstrap: { readonly resamples: number; readonly confidence: number };
  /** What holds for all figures alike: how courses are compared for diversity, metrics that do not apply, … */
  readonly notes?: readonly string[];
}

export interface ModelResult {
  readonly model: string;
  /** Name in comparisons, where the same model stands in the table twice: the key and what sets it apart. */
  readonly label?: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** How `params` were chosen, where models were tuned before they were measured. */
  readonly tuned?: ModelTuning;
  /** By the keys of `metrics/index.ts`, `@k` replaced by the cutoff: `"ndcg@10"`, `"rmse"`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Percentile bootstrap over users, for metrics that are averages over users or rows. */
  readonly intervals: Readonly<Record<string, readonly [low: number, high: number]>>;
  /** Wall seconds, summed over folds. */
  readonly fitSeconds: number;
  /** Wall seconds of predicting the held-out ratings, or of making the lists where there are none; summed over folds. */
  readonly predictSeconds: number;
  /** Wall seconds of making every list, where ratings are predicted too. */
  readonly recommendSeconds?: number;
  /** Wall seconds of asking the questions and computing the metrics: all that is neither training nor the model's answers. */
  readonly metricSeconds: number;
  /** Why a metric is absent, how many predictions fell back to the mean, … */
  readonly notes?: readonly string[];
}

export interface Comparison {
  readonly metric: string;
  /** `label` of the model, or its key where it has none. */
  readonly better: string;
  readonly worse: string;
  /** Mean paired difference, better − worse in the metric's own sense of better (≥ 0). */
  readonly difference: number;
  readonly pValue: number;
  /** Holm 1979. */
  readonly adjustedPValue: number;
  readonly significant: boolean;
}
