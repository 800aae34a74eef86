import { threadCount } from "../../compute/thread-count.ts";
import type { SourceData } from "../../data/source.ts";
import { DataRequirementError, FitDivergedError, InvalidInputError, MemoryLimitError } from "../../errors.ts";
import { describeDataset } from "../../evaluation/describe-dataset.ts";
import { environmentOf } from "../../evaluation/environment.ts";
import type { RunOptions } from "../../evaluation/settings.ts";
import { bootstrapIntervals } from "../../evaluation/statistics/bootstrap.ts";
import { compareBest } from "../../evaluation/statistics/compare.ts";
import type { Configuration } from "../../tuning/search-space.ts";
import { cleanLog } from "./clean-log.ts";
import { prepareFeatures } from "./features.ts";
import { studyFigures } from "./measure-pool.ts";
import { pairFeatures } from "./pair-features.ts";
import { divide, splitText } from "./parts.ts";
import { publishedFigures } from "./published.ts";
import type { NcfStudy } from "./result.ts";
import { withRewards } from "./rewards.ts";
import { type Field, type ModelOutcome, type Questions, runModel } from "./run-model.ts";
import { chosenBy, validationPlan } from "./search.ts";
import { figuresOf, undefinedNotes } from "./study-figures.ts";
import { negatives, resolveOptions, type StudyModel, studyModels } from "./study-models.ts";
import { samplingStep, testPool } from "./test-pool.ts";
import { type Trial, trialOf } from "./trial-data.ts";

export interface NcfStudyOptions extends RunOptions {
  /** Key of the source, to be printed. */
  readonly format: string;
  readonly seed: number;
  readonly minPerLearner: number;
  readonly minPerCourse: number;
  /** Most learners whose test rows are judged; drawn. */
  readonly judgedLearners: number;
  readonly resamples: number;
  /** @defaultValue all of them */
  readonly studyModels?: readonly StudyModel[];
  /** Parameters set by hand, by model; they are not searched. */
  readonly set?: ReadonlyMap<string, Configuration>;
}

const confidence = 0.95;

/**
 * The study of neural collaborative filtering on learning logs, start to end: cleaning, encoding, features, division,
 * negative sampling; grid search on the validation part, and each model's figures once on the test part.
 * Same data, options and threads: same figures, times apart.
 *
 * @throws {InvalidInputError} when cleaning leaves too little, or no model could be judged
 */
export async function runNcfStudy(source: SourceData, options: NcfStudyOptions): Promise<NcfStudy> {
  const { seed, signal, format, resamples } = options;
  signal?.throwIfAborted();
  const threads = threadCount(options.threads);
  const log = cleanLog(source, options);
  const parts = await divide(log.data, seed);
  const features = prepareFeatures(log, parts);
  const trial = trialOf(log.data, parts, negatives, seed);
  const judged = trial.test.users.slice(0, options.judgedLearners).sort();
  const rewarded = withRewards(trial, log, parts);
  const field: Field = {
    plain: questionsOf(trial),
    rewarded: questionsOf(rewarded),
    judged,
    features: pairFeatures(features, parts),
  };
  const pool = testPool(trial, judged);
  const { outcome, leftOut } = await runModels(field, options);
  if (outcome.length === 0)
    throw new InvalidInputError(
      "models",
      "at least one model that can be trained on this data",
      leftOut.map(({ reason }) => reason).join(" "),
    );
  const measured = outcome.map(({ table, model }) => ({ figures: studyFigures, tables: [table], label: model }));
  const statistics = { resamples, confidence, seed, signal, onProgress: options.onProgress };
  const intervals = resamples > 0 ? await bootstrapIntervals(measured, statistics) : [];
  const comparisons = await compareBest(measured, { ...statistics, leading: ["catalogue/auc"] });
  return {
    study: "ncf",
    dataset: describeDataset(log.data, format),
    steps: [
      ...log.steps,
      ...features.steps.slice(0, 2),
      parts.step,
      ...features.steps.slice(2),
      samplingStep(pool, negatives),
    ],
    protocol: {
      seed,
      split: splitText,
      chosenBy,
      negatives,
      judgedLearners: judged.length,
      testLearners: trial.test.users.length,
      testRows: pool.positives,
      bootstrap: { resamples, confidence },
      rmseOfConstant: pool.rmseOfConstant,
      perfect: pool.perfect,
    },
    models: outcome.map(({ table, ...told }, n) => {
      const figures = figuresOf(table, intervals[n]);
      return { ...told, figures, notes: [...told.notes, ...undefinedNotes(figures)] };
    }),
    comparisons: comparisons.map((comparison) => ({ ...comparison, metric: comparison.metric.split("/")[1]! })),
    leftOut,
    published: publishedFigures,
    environment: environmentOf(threads),
    notes: source.notes ?? [],
  };
}

const questionsOf = (trial: Trial): Questions => ({ trial, plan: validationPlan(trial) });

async function runModels(field: Field, options: NcfStudyOptions) {
  const outcome: ModelOutcome[] = [];
  const leftOut: { model: string; reason: string }[] = [];
  for (const studyModel of options.studyModels ?? studyModels) {
    const { model, role, withFeatures = false, withResults = false } = studyModel;
    const resolved = resolveOptions(studyModel, field.plain.trial.train.size, options.set?.get(model));
    options.signal?.throwIfAborted();
    if (resolved === undefined) {
      leftOut.push({ model, reason: `${model} is not a model of this version.` });
      continue;
    }
    try {
      outcome.push(...(await runModel({ ...resolved, role, withFeatures, withResults }, field, options)));
    } catch (error) {
      if (!(error instanceof Error && tellsOfModel(error))) throw error;
      leftOut.push({ model, reason: error.message });
    }
  }
  return { outcome, leftOut };
}

/** A model that cannot do it is named with its reason; the others go on. */
const tellsOfModel = (error: Error): boolean =>
  [DataRequirementError, InvalidInputError, FitDivergedError, MemoryLimitError].some((kind) => error instanceof kind);
