import type { Dataset } from "../data/dataset.ts";
import { fingerprint } from "../data/fingerprint.ts";
import { InvalidInputError } from "../errors.ts";
import { describeFold, protocolOf } from "../evaluation/describe-protocol.ts";
import { prepareFold } from "../evaluation/prepared-fold.ts";
import type { Protocol } from "../evaluation/result.ts";
import { resolveOptions, type Settings } from "../evaluation/settings.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import { checkRequirements } from "../models/requirements.ts";
import { changeOption, either } from "../remedy.ts";
import type { Fold } from "../splits/fold.ts";
import { programVersion } from "../version.ts";
import { type ChosenMetric, chooseMetric } from "./chosen-metric.ts";
import { beginningWith, defaultsOf, drawConfigurations, gridOf } from "./configurations.ts";
import type { Tuning } from "./result.ts";
import { runSearch } from "./run-search.ts";
import { halvingRungs, oneRung, type Rung, type RungPlan } from "./rungs.ts";
import { type Configuration, resolveSpace, type SearchSpace } from "./search-space.ts";
import { TrialLog } from "./trial-log.ts";
import type { ResolvedTuneOptions, TuneOptions } from "./tune-options.ts";
import { foldOfLearners, learnersAtRandom, type Parts, validationSeed } from "./validation-part.ts";
import { WideningSpace } from "./widen-space.ts";

/** A search before the look at the test part. */
export type Searched = Omit<Tuning, "test">;

/**
 * Tries configurations of one model on a validation part cut from the training rows. No test row has a say in what is chosen.
 *
 * @param parts the training rows, divided as `divide` does
 * @param use what is to be done while the log is open
 * @throws {InvalidInputError} for options out of range, or a log of another search
 * @throws {DataRequirementError} when the model cannot learn from the data
 */
export async function searchModel<T>(
  data: Dataset,
  model: RegisteredModel,
  { train, validation, folds }: Parts,
  options: ResolvedTuneOptions,
  use: (searched: Searched, log: TrialLog) => Promise<T>,
): Promise<T> {
  const { search, seed, fixed = {}, signal, onProgress } = options;
  const metric = chooseMetric(options.metric, data.feedback);
  const problem = checkRequirements(model, data);
  if (problem) throw problem;
  const space = resolveSpace(model, options.space, fixed, feedbackOf(model, data));
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
    const widening = new WideningSpace(model, space, options.space ?? {}, seed);
    const widen = search === "grid" ? {} : { widen: widening.widen.bind(widening) };
    const found = await runSearch(
      { model, metric, fixed, resource, rungs, configurations, setupOf, ...widen },
      { log, threads, signal, onProgress },
    );
    const { best } = found;
    const chosen = { ...fixed, ...best.params, ...(resource === "epochs" && { epochs: best.amount! }) };
    const searched: Searched = {
      model: model.key,
      search,
      metric: metric.key,
      better: metric.better,
      space: widening.space,
      fixed,
      seed,
      ...(resource && { resource }),
      rungs: rungs.map((rung, r) => ({
        ...rung,
        configurations: found.trials.filter((trial) => trial.rung === r).length,
      })),
      validation: protocol,
      ...found,
      chosen,
      notes: [
        ...notesOn(resource === "learners" && best.rung < rungs.length - 1, configurations.length, options),
        ...widening.notes,
        ...widening.edgeNotes(best.params),
      ],
    };
    return await use(searched, log);
  } finally {
    await log.close();
  }
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

/** A model of implicit feedback learns from ratings as from enrolments. */
const feedbackOf = (model: RegisteredModel, data: Dataset): "explicit" | "implicit" =>
  model.feedback === "implicit" ? "implicit" : data.feedback;

function planSearch(
  model: RegisteredModel,
  space: SearchSpace,
  learners: number,
  options: ResolvedTuneOptions,
): RungPlan & { readonly configurations: readonly Configuration[] } {
  const { search, fixed = {}, seed } = options;
  const trials = trialsOf(options);
  const defaults = defaultsOf(space, model.params);
  if (search === "grid") {
    const configurations = beginningWith(defaults, gridOf(space, trials));
    return { ...oneRung(configurations.length), configurations };
  }
  const configurations = beginningWith(defaults, drawConfigurations(space, trials, seed)).slice(0, trials);
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

function notesOn(isOfEarlierRound: boolean, tried: number, options: TuneOptions): readonly string[] {
  return [
    ...(options.search !== "grid" && tried < trialsOf(options)
      ? [`The space holds no more than ${tried} configurations that were found; all of them were tried.`]
      : []),
    ...(isOfEarlierRound ? ["No trial of a later round gave a figure: the best is that of an earlier one."] : []),
  ];
}
