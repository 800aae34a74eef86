import type { PerUserResults } from "../../evaluation/per-user-results.ts";
import type { PreparedFold } from "../../evaluation/prepared-fold.ts";
import type { RunOptions } from "../../evaluation/settings.ts";
import type { RegisteredModel } from "../../models/define-model.ts";
import { ownModel, type Progress } from "../../models/model.ts";
import type { Configuration } from "../../tuning/search-space.ts";
import { fitPlattScaling } from "./calibration.ts";
import { measureModel } from "./measure-pool.ts";
import type { PairFeatures } from "./pair-features.ts";
import type { EpochLoss, StudyModelResult } from "./result.ts";
import { searchGrid } from "./search.ts";
import type { StudyData } from "./study-data.ts";

/** One model's way through the study, before its results are computed. */
export interface ModelOutcome extends Omit<StudyModelResult, "results"> {
  readonly table: PerUserResults;
}

/** What a model learns from and is asked: one without results and one with. */
export interface Questions {
  readonly studyData: StudyData;
  /** Of the validation part. */
  readonly fold: PreparedFold;
}

export interface Field {
  readonly plain: Questions;
  readonly rewarded: Questions;
  /** Whose test rows are measured; ascending. */
  readonly measuredUsers: Uint32Array;
  readonly features: PairFeatures;
}

/** A study model whose factory is registered. */
export interface Entry {
  readonly kind: RegisteredModel;
  readonly role: string;
  readonly grid: Readonly<Record<string, readonly Configuration[string][]>>;
  readonly fixed: Configuration;
  readonly withFeatures: boolean;
  readonly withResults: boolean;
}

/** Chooses on the validation part, trains the best once more on the training part, and measures that on the test part. */
export async function runModel(entry: Entry, field: Field, options: RunOptions): Promise<readonly ModelOutcome[]> {
  const { kind, role, grid, fixed, withFeatures, withResults } = entry;
  const { measuredUsers, features } = field;
  const { studyData, fold } = withResults ? field.rewarded : field.plain;
  const { signal, threads, onProgress } = options;
  const { best, trials } = await searchGrid(kind, grid, fixed, fold, studyData.seed, options);
  const losses: EpochLoss[] = [];
  const tell = (progress: Progress): void => {
    if (progress.stage === "epoch") losses.push(lossOf(progress));
    onProgress?.({ ...progress, stage: `${kind.key}: ${progress.stage}` });
  };
  const estimator = kind.create(best);
  const started = performance.now();
  const model = await estimator.fit(studyData.train, {
    seed: studyData.seed,
    ...(threads !== undefined && { threads }),
    ...(signal && { signal }),
    onProgress: tell,
  });
  using _owned = ownModel(model);
  const fitSeconds = (performance.now() - started) / 1000;
  const runOptions = { signal, threads, onProgress };
  const shared = { role, params: estimator.params, trials, fitSeconds };
  const calibration = await fitPlattScaling(model, studyData, undefined, runOptions);
  const plain: ModelOutcome = {
    ...shared,
    model: kind.key,
    losses: losses.filter(({ train, valid }) => train !== undefined || valid !== undefined),
    notes: calibration
      ? []
      : ["No validation row stands beside a negative, so scores cannot be read as probabilities: no RMSE."],
    table: await measureModel(model, calibration, studyData, measuredUsers, runOptions),
  };
  if (!withFeatures || features.names.length === 0) return [plain];
  const wide = await fitPlattScaling(model, studyData, features, runOptions);
  if (wide === undefined) return [plain];
  const weights = features.names.map((name, f) => `${name} ${wide.logistic.weights[f + 1]!.toPrecision(2)}`);
  return [
    plain,
    {
      ...shared,
      model: `${kind.key} + features`,
      role: `${role}, with the log's features`,
      trials: [],
      losses: [],
      notes: [
        `The scores of ${kind.key} and the pair's features in one logistic regression, learned on validation rows. Weights: score ${wide.logistic.weights[0]!.toPrecision(2)}, ${weights.join(", ")}.`,
      ],
      table: await measureModel(model, wide, studyData, measuredUsers, runOptions),
    },
  ];
}

const lossOf = ({ done, metrics = {} }: Progress): EpochLoss => ({
  epoch: done,
  ...(metrics.trainLoss !== undefined && { train: metrics.trainLoss }),
  ...(metrics.validLoss !== undefined && { valid: metrics.validLoss }),
});
