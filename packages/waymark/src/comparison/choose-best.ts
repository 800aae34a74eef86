import type { Dataset } from "../data/dataset.ts";
import { InvalidInputError } from "../errors.ts";
import { findMetric } from "../evaluation/metrics/registry.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import { modelFactories } from "../models/registry.ts";
import { checkRequirements } from "../models/requirements.ts";
import { defaultSplit } from "../splits/default-split.ts";
import { compareModels } from "./compare-models.ts";
import type { CompareModelsOptions } from "./compare-options.ts";

export interface ChooseOptions
  extends Pick<CompareModelsOptions, "budgetSeconds" | "secondsUsed" | "seed" | "threads" | "clock" | "onModel"> {
  readonly signal?: AbortSignal;
  readonly onProgress?: NonNullable<CompareModelsOptions["onProgress"]>;
  /** @defaultValue every model there is */
  readonly candidates?: readonly RegisteredModel[];
}

/** Which model, and why. */
export interface BestModel {
  readonly key: string;
  /** As in results, e.g. `"ndcg@10"`. */
  readonly metric: string;
  /** Every model that was measured, best first; the first is the choice. */
  readonly ranked: readonly { readonly model: string; readonly value: number }[];
  /** Models for which the time was not enough. */
  readonly notRun: readonly string[];
  /** What the figures hold for: rows that were set aside for it, out of those that the chosen model learns from afterwards. */
  readonly protocol: string;
}

const metric = "ndcg@10";

/**
 * The model with the best lists on a validation part of the rows, each with its defaults, within a budget of time: the cheapest models
 * first, as `compareModels` takes them. Equal figures go to the one that stands first in the registry.
 *
 * @throws {InvalidInputError} when no model could be measured
 */
export async function chooseBest(data: Dataset, options: ChooseOptions): Promise<BestModel> {
  const { candidates = modelFactories, ...rest } = options;
  const suited = candidates.filter((model) => checkRequirements(model, data) === undefined);
  const bare = data.replaceInteractions(data.interactions); // without published folds, so that there is one validation part
  const { evaluation } = await compareModels(
    bare,
    suited.map((model) => model.create({})),
    {
      ...rest,
      ...{ split: defaultSplit(bare), k: [10], lists: true, ratings: false, only: ["ndcg"], resamples: 0 },
      baselines: ["popularity"],
    },
  );
  options.signal?.throwIfAborted();
  const ranked = evaluation.results
    .flatMap(({ model, metrics }) => (metrics[metric] === undefined ? [] : [{ model, value: metrics[metric]! }]))
    .sort((a, b) => b.value - a.value);
  const notRun = (evaluation.notRun ?? []).map(({ model }) => model);
  const protocol = evaluation.protocol.name;
  if (ranked.length > 0) return { key: ranked[0]!.model, metric, ranked, notRun, protocol };
  throw new InvalidInputError(
    "model",
    `a name: on this data no model could be measured by ${findMetric(metric)!.definition.label}`,
    "best",
    "For example item-knn.",
  );
}
