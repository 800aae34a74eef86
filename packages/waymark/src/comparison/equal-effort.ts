import { join } from "node:path";
import type { Dataset } from "../data/dataset.ts";
import { InvalidInputError } from "../errors.ts";
import type { ModelTuning } from "../evaluation/result.ts";
import type { RunOptions, Settings } from "../evaluation/settings.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import type { Split } from "../splits/split.ts";
import { isSame } from "../tuning/configurations.ts";
import { halvingRungs } from "../tuning/rungs.ts";
import { type Searched, searchModel } from "../tuning/search-model.ts";
import { type Configuration, resolveSpace } from "../tuning/search-space.ts";
import { divide, learnersAtRandom, type Parts } from "../tuning/validation-part.ts";

export interface EffortOptions {
  /** Configurations tried of every model, its defaults first. */
  readonly trials: number;
  /** Settings that stay as they are, by model. */
  readonly fixed?: ReadonlyMap<string, Configuration>;
}

/**
 * The same number of trials for every model, on the same validation part cut from the training rows: a table of defaults says as much about
 * defaults as about models. Successive halving where there is something to divide, random search otherwise.
 */
export class EqualEffort {
  readonly trials: number;
  /** As in results. */
  readonly metric: string;
  readonly #data: Dataset;
  readonly #split: Split;
  readonly #parts: Parts;
  readonly #learners: number;
  readonly #settings: Settings;
  readonly #fixed: ReadonlyMap<string, Configuration>;
  readonly #folder: string | undefined;

  private constructor(
    data: Dataset,
    split: Split,
    parts: Parts,
    settings: Settings,
    options: EffortOptions,
    folder?: string,
  ) {
    this.trials = options.trials;
    this.#fixed = options.fixed ?? new Map();
    this.metric = settings.lists ? `ndcg@${settings.cutoffs.at(-1)}` : "rmse";
    this.#data = data;
    this.#split = split;
    this.#parts = parts;
    this.#learners = learnersAtRandom(parts.train, settings.seed).length;
    this.#settings = settings;
    this.#folder = folder;
  }

  /**
   * Cuts the validation part.
   * @param folder where trials are logged, to be found again. @defaultValue nowhere
   * @throws {InvalidInputError} for a split with several folds
   */
  static async prepare(
    data: Dataset,
    split: Split,
    settings: Settings,
    options: EffortOptions,
    folder?: string,
  ): Promise<EqualEffort> {
    const parts = await divide(data, split, undefined, settings.seed);
    return new EqualEffort(data, split, parts, settings, options, folder);
  }

  /** "12 trials by ndcg@10 on per-user:0.2 of the training rows" */
  get description(): string {
    return `${this.trials} trials by ${this.metric} on ${this.#parts.validation.text} of the training rows`;
  }

  /** How many full trainings a search costs, about. */
  costOf(model: RegisteredModel): number {
    if (!this.#hasSpace(model)) return 0;
    if (this.#kindFor(model) === "random") return this.trials;
    return this.trials / (this.trials >= 9 ? 3 : 1.5);
  }

  /** The best configuration of a model and what it brought; the defaults where there is nothing to search or no trial succeeds. */
  async choose(model: RegisteredModel, { signal, onProgress }: RunOptions): Promise<ModelTuning> {
    const { seed, cutoffs, relevantFrom, threads } = this.#settings;
    const none = { trials: 0, metric: this.metric, chosen: this.#fixed.get(model.key) ?? {} };
    if (!this.#hasSpace(model)) return { ...none, note: "It has nothing to tune." };
    const options = {
      ...{ search: this.#kindFor(model), trials: this.trials, metric: this.metric, split: this.#split, seed, threads },
      ...{ k: cutoffs.length > 0 ? cutoffs : [10], only: [this.metric], fixed: none.chosen },
      ...(relevantFrom !== undefined && { threshold: relevantFrom }),
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
      ...(this.#folder !== undefined && { log: join(this.#folder, `${model.key}-trials.jsonl`) }),
    };
    try {
      return await searchModel(this.#data, model, this.#parts, options, async (searched) => factsOf(searched));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return { ...none, note: `No trial gave a value, so its defaults stand: ${error.message}` };
    }
  }

  #kindFor(model: RegisteredModel): "halving" | "random" {
    try {
      halvingRungs(model, this.#fixed.get(model.key) ?? {}, this.trials, this.#learners);
      return "halving";
    } catch {
      return "random";
    }
  }

  #hasSpace(model: RegisteredModel): boolean {
    try {
      const feedback = model.feedback === "implicit" ? "implicit" : this.#data.feedback;
      resolveSpace(model, {}, this.#fixed.get(model.key) ?? {}, feedback);
      return true;
    } catch {
      return false;
    }
  }
}

/** What was chosen, beside what the defaults reached in the same round. */
function factsOf({ trials, best, chosen, metric, resource }: Searched): ModelTuning {
  const [first] = trials;
  const same = trials.filter(
    ({ params, rung }) => isSame(params, first!.params) && (resource !== "learners" || rung === best.rung),
  );
  const defaults = same.at(-1)?.value;
  return {
    trials: new Set(trials.map(({ params }) => JSON.stringify(params))).size,
    metric,
    chosen,
    ...(defaults !== undefined && { defaultValue: defaults }),
    ...(best.value !== undefined && { bestValue: best.value }),
  };
}
