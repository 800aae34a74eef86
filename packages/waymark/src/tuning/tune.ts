import type { Dataset } from "../data/dataset.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import type { Evaluation } from "../evaluation/result.ts";
import { withBaselines } from "../evaluation/with-baselines.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import { modelFactory } from "../models/registry.ts";
import { checkRequirements } from "../models/requirements.ts";
import { type ChosenMetric, chooseMetric } from "./chosen-metric.ts";
import type { Tuning } from "./result.ts";
import { searchModel } from "./search-model.ts";
import { type Configuration, resolveSpace } from "./search-space.ts";
import type { TrialLog } from "./trial-log.ts";
import { type ResolvedTuneOptions, resolveSearch, type TuneOptions } from "./tune-options.ts";
import { divide } from "./validation-part.ts";

export type { TuneOptions } from "./tune-options.ts";

/**
 * Searches the parameters of one model. Configurations are tried on a validation part cut from the training rows of
 * `split`; the best is fitted again on all training rows and measured once on the test rows, beside the baselines. So no
 * test row has a say in what is chosen. Same data, options and version: same trials, same choice, same figures.
 *
 * @throws {InvalidInputError} for options out of range, a split with several folds, or a log of another search
 * @throws {DataRequirementError} when the model cannot learn from the data
 */
export async function tune(data: Dataset, model: RegisteredModel, given: TuneOptions): Promise<Tuning> {
  const options = await resolveSearch(data, given);
  const metric = chooseMetric(options.metric, data.feedback);
  const problem = checkRequirements(model, data);
  if (problem) throw problem;
  resolveSpace(model, options.space, options.fixed); // what is wrong with it is said before the data is divided
  const parts = await divide(data, options.split, options.validation, options.seed);
  return searchModel(data, model, parts, options, async (searched, log) => {
    const test = await testOnce(data, model, searched.chosen, options, metric, log);
    return { ...searched, test };
  });
}

/** The one look at the test part; one that the log knows is not repeated. */
async function testOnce(
  data: Dataset,
  model: RegisteredModel,
  params: Configuration,
  options: ResolvedTuneOptions,
  { ofRatings, cutoff }: ChosenMetric,
  log: TrialLog,
): Promise<Evaluation> {
  const { k, threshold, resamples, confidence, onProgress } = options;
  const protocol = JSON.stringify({ k, threshold, resamples, confidence });
  const known = log.findTest(params, protocol);
  if (known) return known;
  const baselines = withBaselines([model.key], data).filter((key) => key !== model.key);
  const estimators = [...baselines.map((key) => modelFactory(key).create({})), model.create(params)];
  const evaluation = await evaluate(data, estimators, {
    ...options,
    ...(onProgress && { onProgress: (progress) => onProgress({ ...progress, stage: `test part, ${progress.stage}` }) }),
    k: cutoff === undefined ? k : [...k, cutoff],
    lists: !ofRatings || data.feedback === "implicit",
  });
  await log.addTest({ params, protocol, evaluation });
  return evaluation;
}
