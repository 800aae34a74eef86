import { threadCount } from "../../compute/thread-count.ts";
import type { SourceData } from "../../data/source.ts";
import { DataRequirementError, FitDivergedError, InvalidInputError, MemoryLimitError } from "../../errors.ts";
import { describeDataset } from "../../evaluation/describe-dataset.ts";
import { environmentOf } from "../../evaluation/environment.ts";
import type { RunOptions } from "../../evaluation/settings.ts";
import { bootstrapIntervals } from "../../evaluation/statistics/bootstrap.ts";
import { compareBest } from "../../evaluation/statistics/compare.ts";
import { fitMinMaxScaler } from "../../learn/standard-scaler.ts";
import type { Configuration } from "../../tuning/search-space.ts";
import { type CleanLog, cleanLog } from "./clean-log.ts";
import { prepareFeatures } from "./features.ts";
import { studyMetrics } from "./measure-pool.ts";
import { pairFeatures } from "./pair-features.ts";
import { divide, type Parts, splitText } from "./parts.ts";
import type { NcfStudy, PublishedFigures } from "./result.ts";
import { type Field, type ModelOutcome, type Questions, runModel } from "./run-model.ts";
import { chosenBy, validationFold } from "./search.ts";
import type { StudyStep } from "./step.ts";
import { type StudyData, studyDataOf } from "./study-data.ts";
import { negatives, resolveOptions, type StudyModel, studyModels } from "./study-models.ts";
import { resultsOf, undefinedNotes } from "./study-results.ts";

export interface NcfStudyOptions extends RunOptions {
  /** Key of the source, to be printed. */
  readonly format: string;
  readonly seed: number;
  readonly minPerLearner: number;
  readonly minPerCourse: number;
  /** Most learners whose test rows are measured; drawn. */
  readonly maxTestLearners: number;
  readonly resamples: number;
  /** @defaultValue all of them */
  readonly studyModels?: readonly StudyModel[];
  /** Parameters set by hand, by model; they are not searched. */
  readonly set?: ReadonlyMap<string, Configuration>;
}

const confidence = 0.95;

/**
 * The study of neural collaborative filtering on learning logs, start to end: cleaning, encoding, features, division,
 * negative sampling; grid search on the validation part, and each model's results once on the test part.
 * Same data, options and threads: same results, times apart.
 *
 * @throws {InvalidInputError} when cleaning leaves too little, or no model could be measured
 */
export async function runNcfStudy(source: SourceData, options: NcfStudyOptions): Promise<NcfStudy> {
  const { seed, signal, format, resamples } = options;
  signal?.throwIfAborted();
  const threads = threadCount(options.threads);
  const log = cleanLog(source, options);
  const parts = await divide(log.data, seed);
  const features = prepareFeatures(log, parts);
  const studyData = studyDataOf(log.data, parts, negatives, seed);
  const measuredUsers = studyData.test.users.slice(0, options.maxTestLearners).sort();
  const rewarded = withRewards(studyData, log, parts);
  const field: Field = {
    plain: questionsOf(studyData),
    rewarded: questionsOf(rewarded),
    measuredUsers,
    features: pairFeatures(features, parts),
  };
  const pool = testPool(studyData, measuredUsers);
  const { outcome, leftOut } = await runModels(field, options);
  if (outcome.length === 0)
    throw new InvalidInputError(
      "models",
      "at least one model that can be trained on this data",
      leftOut.map(({ reason }) => reason).join(" "),
    );
  const measured = outcome.map(({ table, model }) => ({ metrics: studyMetrics, tables: [table], label: model }));
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
      measuredLearners: measuredUsers.length,
      testLearners: studyData.test.users.length,
      testRows: pool.positives,
      bootstrap: { resamples, confidence },
      rmseOfConstant: pool.rmseOfConstant,
      perfect: pool.perfect,
    },
    models: outcome.map(({ table, ...model }, n) => {
      const results = resultsOf(table, intervals[n]);
      return { ...model, results, notes: [...model.notes, ...undefinedNotes(results)] };
    }),
    comparisons: comparisons.map((comparison) => ({ ...comparison, metric: comparison.metric.split("/")[1]! })),
    leftOut,
    published: publishedFigures,
    environment: environmentOf(threads),
    notes: source.notes ?? [],
  };
}

const questionsOf = (studyData: StudyData): Questions => ({ studyData, fold: validationFold(studyData) });

async function runModels(field: Field, options: NcfStudyOptions) {
  const outcome: ModelOutcome[] = [];
  const leftOut: { model: string; reason: string }[] = [];
  for (const studyModel of options.studyModels ?? studyModels) {
    const { model, role, withFeatures = false, withResults = false } = studyModel;
    const resolved = resolveOptions(studyModel, field.plain.studyData.train.size, options.set?.get(model));
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

/**
 * What is published for a study of this kind: neural collaborative filtering on learning logs against a matrix
 * factorization and an autoencoder. Its protocol is not stated closely enough to repeat; see docs/guide/ncf-study.md.
 */
const publishedFigures: readonly PublishedFigures[] = [
  { role: "matrix factorization", rmse: 0.87, precision: 0.72, recall: 0.65, auc: 0.79 },
  { role: "autoencoder", rmse: 0.85, precision: 0.74, recall: 0.67, auc: 0.81 },
  { role: "neural collaborative filtering", rmse: 0.79, precision: 0.82, recall: 0.76, auc: 0.88 },
];

/**
 * The data with a value for each training row, for models that learn from how things went: half for doing it and half for
 * doing it well, so ½ for a wrong answer, 1 for a right one, ¾ where the log does not say. The same data where it never says.
 */
function withRewards(
  studyData: StudyData,
  { scores }: Pick<CleanLog, "scores">,
  { train }: Pick<Parts, "train">,
): StudyData {
  if (scores === undefined) return studyData;
  const scaling = fitMinMaxScaler(scores, train.rows);
  if (scaling.isConstant) return studyData;
  const values = Float64Array.from(train.rows, (row) => {
    const score = scores[row]!;
    return 0.5 + 0.5 * (Number.isNaN(score) ? 0.5 : scaling.apply(score));
  });
  return { ...studyData, train: studyData.train.replaceInteractions({ ...train.pairs, values }) };
}

/** The pairs on which probabilities are measured, and what lists of ten could reach at best. */
interface TestPool {
  readonly positives: number;
  /** Fewer than asked for where learners have taken most courses. */
  readonly drawn: number;
  /** √(p (1 − p)), p the share of positives: the RMSE of predicting p for every pair. */
  readonly rmseOfConstant: number;
  /** Precision@10 and recall@10 of a list that holds as many held-out courses as it can. */
  readonly perfect: { readonly precision: number; readonly recall: number };
}

const places = 10;

function testPool({ test, sampler, negatives }: StudyData, measuredUsers: Uint32Array): TestPool {
  let positives = 0;
  let drawn = 0;
  let precision = 0;
  let recall = 0;
  for (const user of measuredUsers) {
    const own = test.itemsOf(user).length;
    positives += own;
    drawn += Math.min(negatives * own, sampler.freeOf(user));
    precision += Math.min(places, own) / places;
    recall += Math.min(places, own) / own;
  }
  const share = positives / (positives + drawn);
  return {
    positives,
    drawn,
    rmseOfConstant: Math.sqrt(share * (1 - share)),
    perfect: { precision: precision / measuredUsers.length, recall: recall / measuredUsers.length },
  };
}

function samplingStep({ positives, drawn }: TestPool, negatives: number): StudyStep {
  const short = negatives * positives - drawn;
  const missing = `${short.toLocaleString("en-GB")} fewer, since some learners have taken most courses.`;
  return {
    key: "negatives",
    title: "Negative sampling",
    unit: "pairs",
    before: positives,
    after: positives + drawn,
    text: `${negatives} courses without a row of the learner beside each held-out one (${negatives} : 1), never one with a row in any part; drawn once, the same for every model.${short > 0 ? ` ${missing}` : ""} For training, neural models draw anew in every epoch, from what has no training row.`,
  };
}
