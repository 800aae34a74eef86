import { threadCount } from "../compute/thread-count.ts";
import type { Dataset } from "../data/dataset.ts";
import { defaultThreshold } from "../data/positive-rows.ts";
import { InvalidInputError, UnknownNameError } from "../errors.ts";
import type { Progress } from "../models/model.ts";
import type { ScorerOptions } from "../models/scoring/scorer.ts";
import { defaultSplit } from "../splits/default-split.ts";
import { parseSplit } from "../splits/parse.ts";
import type { Split } from "../splits/split.ts";
import type { MetricDefinition } from "./metrics/define-metric.ts";
import { metrics as builtIn } from "./metrics/index.ts";
import type { PerUserMeasurement } from "./per-user-values.ts";

export interface EvaluateOptions {
  /** A split, or its text as after `--split`. @defaultValue the data set's own, else as `defaultSplit` chooses */
  readonly split?: Split | string;
  /** Of the split, of every model and of the statistics. @defaultValue 0 */
  readonly seed?: number;
  /** Cutoffs: lengths of the lists to measure. @defaultValue [10] */
  readonly k?: readonly number[];
  /** Your own metrics, measured beside those of the registry. @defaultValue none */
  readonly metrics?: readonly MetricDefinition[];
  /**
   * Keys of the metrics to measure, with their cutoff or without: `["ndcg", "auc"]`; the others cost nothing.
   * @defaultValue all
   */
  readonly only?: readonly string[];
  /** Explicit feedback: the lowest rating that counts as relevant in a list. @defaultValue ¾ up the scale: 4 of 1–5 */
  readonly threshold?: number;
  /** Measure predicted ratings; implicit feedback has none. @defaultValue true for explicit feedback */
  readonly ratings?: boolean;
  /** Measure ranked lists. @defaultValue true */
  readonly lists?: boolean;
  /** Bootstrap resamples; 0 for no intervals. @defaultValue 1000 */
  readonly resamples?: number;
  /** Of the intervals; 1 − confidence is the level of the tests. @defaultValue 0.95 */
  readonly confidence?: number;
  /** Metrics that are tested: the leading ones (nDCG at the longest list, RMSE) or all averages over users. @defaultValue "leading" */
  readonly tests?: "leading" | "all";
  /** The best model against every other, or every pair. @defaultValue "best" */
  readonly pairs?: Pairs;
  /** Is handed every model's metrics per user, once all are measured. */
  readonly onPerUser?: (results: readonly PerUserMeasurement[]) => void;
  /** Threads for training and for making lists, 1 … cores. @defaultValue all cores */
  readonly threads?: number;
  /** Key of the source the data came from, to be printed. */
  readonly format?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Which models are tested against each other: the best one against every other, or every pair. */
export type Pairs = "best" | "all";

/** How a long step may be watched and stopped, and how many threads it may use. */
export interface RunOptions {
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The options of one call of a scorer, which answers users `done` … of `of`. */
export const scorerOptions = (
  { threads, signal, onProgress }: RunOptions,
  stage: string,
  done: number,
  of: number,
): ScorerOptions => ({
  threads,
  signal,
  onProgress: (more) => onProgress?.({ stage, done: done + more, of }),
});

/** The options with every default filled in and every value checked. */
export interface Settings {
  readonly seed: number;
  /** Ascending, each once; empty where no lists are measured. */
  readonly cutoffs: readonly number[];
  readonly relevantFrom: number | undefined;
  readonly ratings: boolean;
  readonly lists: boolean;
  readonly resamples: number;
  readonly confidence: number;
  readonly threads: number;
  readonly tests?: "leading" | "all";
  readonly pairs?: Pairs;
  readonly onPerUser?: EvaluateOptions["onPerUser"];
  /** Those of the registry, then the caller's own. */
  readonly metrics: readonly MetricDefinition[];
}

/**
 * The split itself, from its text where it is given as one, or the default for the data.
 *
 * @throws {InvalidInputError} for what is no split
 * @throws {UnknownNameError} for a text that names none
 */
export function resolveSplit(data: Dataset, split: Split | string = defaultSplit(data)): Split {
  if (typeof split === "string") return parseSplit(split);
  if (typeof split?.apply === "function") return split;
  throw new InvalidInputError(
    "split",
    { sentence: "split must be a split or its text." },
    typeof split === "function" ? "a function" : split,
    'Use splits.perUser(0.2), or "per-user:0.2".',
  );
}

export const defaultSeed = 0;
export const defaultCutoffs: readonly number[] = [10];

/** @throws {InvalidInputError} */
export function resolveOptions(data: Dataset, options: EvaluateOptions): Settings {
  const { seed = defaultSeed, k = defaultCutoffs, resamples = 1000, confidence = 0.95, lists = true } = options;
  const ratings = data.feedback === "explicit" && (options.ratings ?? true);
  if (!lists && !ratings)
    throw new InvalidInputError("lists", "true for data without ratings, for which only lists can be evaluated", lists);
  if (!Array.isArray(k)) throw new InvalidInputError("k", "an array of lengths of lists", k, "Write [10].");
  const cutoffs = [...new Set(k)].sort((a, b) => a - b);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new InvalidInputError("seed", "a whole number from 0 to 4294967295", seed);
  if (lists && (cutoffs.length === 0 || cutoffs.some((cutoff) => !Number.isInteger(cutoff) || cutoff < 1)))
    throw new InvalidInputError("k", "one or more whole numbers of at least 1", k);
  if (!Number.isInteger(resamples) || resamples < 0)
    throw new InvalidInputError("resamples", "a whole number of at least 0", resamples);
  if (!(confidence > 0 && confidence < 1))
    throw new InvalidInputError("confidence", "a number between 0 and 1", confidence);
  if (options.threshold !== undefined && !Number.isFinite(options.threshold))
    throw new InvalidInputError("threshold", "a rating", options.threshold);
  return {
    seed,
    cutoffs: lists ? cutoffs : [],
    relevantFrom: lists && data.scale ? (options.threshold ?? defaultThreshold(data.scale)) : undefined,
    ratings,
    lists,
    resamples,
    confidence,
    threads: threadCount(options.threads),
    tests: options.tests ?? "leading",
    pairs: options.pairs ?? "best",
    ...(options.onPerUser && { onPerUser: options.onPerUser }),
    metrics: selectMetrics(withOwn(options.metrics ?? []), options.only),
  };
}

/** @throws {InvalidInputError} for a key that stands for two metrics */
function withOwn(own: readonly MetricDefinition[]): readonly MetricDefinition[] {
  const all = [...builtIn, ...own];
  const twice = all.find(({ key }, n) => all.findIndex((other) => other.key === key) < n);
  if (twice) throw new InvalidInputError("metrics", "metrics with keys of their own", twice.key, "Rename yours.");
  return all;
}

/** @throws {UnknownNameError} for a key that is no metric's */
function selectMetrics(all: readonly MetricDefinition[], only?: readonly string[]): readonly MetricDefinition[] {
  if (only === undefined) return all;
  const family = (key: string): string => key.split("@")[0]!;
  const unknown = only.find((key) => !all.some((metric) => family(metric.key) === family(key)));
  if (unknown !== undefined)
    throw new UnknownNameError(
      "metric",
      unknown,
      all.map(({ key }) => family(key)),
    );
  if (only.length === 0) throw new InvalidInputError("only", "one or more metrics", only);
  return all.filter((metric) => only.some((key) => family(key) === family(metric.key)));
}
