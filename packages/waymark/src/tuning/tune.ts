import type { Dataset } from "../data/dataset.ts";
import { fingerprint } from "../data/fingerprint.ts";
import { InvalidInputError } from "../errors.ts";
import { describeFold, protocolOf } from "../evaluation/describe-protocol.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { prepareFold } from "../evaluation/prepared-fold.ts";
import type { Evaluation, Protocol } from "../evaluation/result.ts";
import {
  defaultCutoffs,
  defaultSeed,
  type EvaluateOptions,
  resolveOptions,
  resolveSplit,
  type Settings,
} from "../evaluation/settings.ts";
import { withBaselines } from "../evaluation/with-baselines.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import { modelFactory } from "../models/registry.ts";
import { checkRequirements } from "../models/requirements.ts";
import { changeOption, either } from "../remedy.ts";
import { defaultSplit } from "../splits/default-split.ts";
import type { Fold } from "../splits/fold.ts";
import type { Split } from "../splits/split.ts";
import { programVersion } from "../version.ts";
import { type ChosenMetric, chooseMetric } from "./chosen-metric.ts";
import { drawConfigurations, gridOf } from "./configurations.ts";
import type { SearchKind, Tuning } from "./result.ts";
import { runSearch } from "./run-search.ts";
import { halvingRungs, oneRung, type Rung, type RungPlan } from "./rungs.ts";
import { type Configuration, resolveSpace, type SearchSpace, type Wanted } from "./search-space.ts";
import { TrialLog } from "./trial-log.ts";
import { divide, foldOfLearners, learnersAtRandom, validationSeed } from "./validation-part.ts";

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
  const { search, seed, split, fixed = {}, signal, onProgress } = options;
  const metric = chooseMetric(options.metric, data.feedback);
  const space = resolveSpace(model, options.space, fixed);
  const problem = checkRequirements(model, data);
  if (problem) throw problem;
  const { train, validation, folds } = await divide(data, split, options.validation, seed);
  const settings = resolveTrials(train, options, metric);
  const learners = search === "halving" ? learnersAtRandom(train, seed) : new Uint32Array(0);
  const { resource, rungs, configurations } = planSearch(model, space, learners.length, options);
  const prepareAll = (some: readonly Fold[]) => some.map((fold) => prepareFold(fold, settings));
  const whole = prepareAll(folds);
  const protocol = withSeedNote(protocolOf(validation.text, whole.map(describeFold), settings));
  const log = await openLog(data, model, options, { space, validation: protocol.name, resource: resource ?? null });
  try {
    if (log.size > 0) options.onNote?.(`${log.path} holds ${log.size} finished trials; the search goes on from there.`);
    const setupOf = ({ amount }: Rung) => ({
      folds:
        resource === "learners"
          ? prepareAll(folds.map((fold) => foldOfLearners(fold, learners.subarray(0, amount))))
          : whole,
      settings,
      metric: metric.key,
    });
    const { threads } = settings;
    const found = await runSearch(
      { model, metric, fixed, resource, rungs, configurations, setupOf },
      { log, threads, signal, onProgress },
    );
    const { best } = found;
    const chosen = { ...fixed, ...best.params, ...(resource === "epochs" && { epochs: best.amount! }) };
    const test = await testOnce(data, model, chosen, options, metric, log);
    return {
      model: model.key,
      search,
      metric: metric.key,
      better: metric.better,
      space,
      fixed,
      seed,
      ...(resource && { resource }),
      rungs,
      validation: protocol,
      ...found,
      chosen,
      test,
      notes: notesOn(resource === "learners" && best.rung < rungs.length - 1, configurations.length, options),
    };
  } finally {
    await log.close();
  }
}

interface ResolvedTuneOptions extends Omit<TuneOptions, "split" | "seed" | "k"> {
  readonly split: Split;
  readonly seed: number;
  readonly k: readonly number[];
}

async function resolveSearch(data: Dataset, options: TuneOptions): Promise<ResolvedTuneOptions> {
  const { seed = defaultSeed, k = defaultCutoffs } = options;
  return { ...options, seed, k, split: resolveSplit(data, options.split ?? (await defaultSingleSplit(data))) };
}

/** The usual split, unless that is a published one with several folds: a search has one test part. */
async function defaultSingleSplit(data: Dataset): Promise<string> {
  const usual = defaultSplit(data);
  if (usual !== "predefined" || (await data.publishedFolds!()).length === 1) return usual;
  return defaultSplit(data.replaceInteractions(data.interactions)); // the same data without its published folds
}

const withSeedNote = (protocol: Protocol): Protocol => ({
  ...protocol,
  notes: [...(protocol.notes ?? []), `the training rows were divided with seed ${validationSeed(protocol.seed)}`],
});

/** Trials measure what they are compared by and no more: lists or ratings, without intervals. */
function resolveTrials(train: Dataset, options: ResolvedTuneOptions, { ofRatings, cutoff }: ChosenMetric): Settings {
  const k = cutoff === undefined ? options.k : [...options.k, cutoff];
  return resolveOptions(train, { ...options, k, lists: !ofRatings, ratings: ofRatings, resamples: 0 });
}

function planSearch(
  model: RegisteredModel,
  space: SearchSpace,
  learners: number,
  options: ResolvedTuneOptions,
): RungPlan & { readonly configurations: readonly Configuration[] } {
  const { search, fixed = {}, seed } = options;
  const trials = trialsOf(options);
  if (search === "grid") {
    const configurations = gridOf(space, trials);
    return { ...oneRung(configurations.length), configurations };
  }
  const configurations = drawConfigurations(space, model.params, trials, seed);
  if (search === "random") return { ...oneRung(configurations.length), configurations };
  const rungs = halvingRungs(model, fixed, configurations.length, learners);
  if (rungs.resource === "epochs" && space.epochs)
    throw new InvalidInputError(
      `${model.key}.epochs`,
      "fixed for successive halving, which gives more epochs to fewer configurations",
      "a search over epochs",
      either("Fix the highest number of epochs.", changeOption("set", "search", "random")),
    );
  return { ...rungs, configurations };
}

const trialsOf = ({ search, trials = search === "grid" ? 1000 : 40 }: TuneOptions): number => {
  if (Number.isInteger(trials) && trials >= 1 && trials <= 100_000) return trials;
  throw new InvalidInputError("trials", "a whole number from 1 to 100000", trials);
};

async function openLog(
  data: Dataset,
  { key }: RegisteredModel,
  { log, search, metric, fixed = {}, split, seed, onNote }: ResolvedTuneOptions,
  resolved: { readonly space: SearchSpace; readonly validation: string; readonly resource: string | null },
): Promise<TrialLog> {
  if (log === undefined) return TrialLog.inMemory();
  const common = { waymark: programVersion, data: fingerprint(data), model: key, search, metric };
  return TrialLog.open(log, { ...common, ...resolved, fixed, split: split.text, seed }, onNote);
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

function notesOn(isOfEarlierRound: boolean, tried: number, options: TuneOptions): readonly string[] {
  return [
    ...(options.search !== "grid" && tried < trialsOf(options)
      ? [`The space holds no more than ${tried} configurations that were found; all of them were tried.`]
      : []),
    ...(isOfEarlierRound ? ["No trial of a later round gave a figure: the best is that of an earlier one."] : []),
  ];
}
