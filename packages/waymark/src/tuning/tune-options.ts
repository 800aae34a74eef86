import type { Dataset } from "../data/dataset.ts";
import { defaultCutoffs, defaultSeed, type EvaluateOptions, resolveSplit } from "../evaluation/settings.ts";
import type { Split } from "../splits/split.ts";
import type { SearchKind } from "./result.ts";
import type { Configuration, Wanted } from "./search-space.ts";
import { defaultSingleSplit } from "./single-split.ts";

/** Split, seed and lengths of lists default as for `evaluate`. */
export interface TuneOptions extends Omit<EvaluateOptions, "lists" | "ratings" | "metrics"> {
  /**
   * Holds out the test part; one fold.
   *
   * @defaultValue as for `evaluate`, but the data set's own only where it has a single test part
   */
  readonly split?: Split | string;
  readonly search: SearchKind;
  /** Configurations to try: at most (grid), in all (random), in the first round (halving). @defaultValue 1000 for a grid, 40 otherwise */
  readonly trials?: number;
  /** Key of a metric as in results, e.g. `"ndcg@10"`, `"auc"`, `"rmse"`. */
  readonly metric: string;
  /** What to search; empty or absent: what the model declares (see `resolveSpace`). */
  readonly space?: Readonly<Record<string, Wanted>>;
  /** Parameters that are the same in all trials. */
  readonly fixed?: Configuration;
  /** How the training rows are divided for the trials. @defaultValue as the test rows were held out */
  readonly validation?: Split;
  /** Where finished trials are written and found again. @defaultValue nowhere */
  readonly log?: string;
  /** Called at once with what a watcher should know: a torn log, trials taken from it. */
  readonly onNote?: (text: string) => void;
}

/** With every default filled in. */
export interface ResolvedTuneOptions extends Omit<TuneOptions, "split" | "seed" | "k"> {
  readonly split: Split;
  readonly seed: number;
  readonly k: readonly number[];
}

export async function resolveSearch(data: Dataset, options: TuneOptions): Promise<ResolvedTuneOptions> {
  const { seed = defaultSeed, k = defaultCutoffs } = options;
  return { ...options, seed, k, split: resolveSplit(data, options.split ?? (await defaultSingleSplit(data))) };
}
