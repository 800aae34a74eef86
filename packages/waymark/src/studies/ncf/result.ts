import type { Environment } from "../../evaluation/environment.ts";
import type { Comparison, DatasetFacts, Evaluation } from "../../evaluation/result.ts";
import type { Interval } from "../../evaluation/statistics/bootstrap.ts";
import type { ParamValue } from "../../models/params.ts";
import type { StudyStep } from "./step.ts";

/** One run of the study, exactly as `waymark study ncf --json` prints it. */
export interface NcfStudy {
  readonly study: "ncf";
  readonly dataset: DatasetFacts;
  /** From the rows read to the three parts, in order. */
  readonly steps: readonly StudyStep[];
  readonly protocol: StudyProtocol;
  /** In the order of the list of study models. */
  readonly models: readonly StudyModelResult[];
  /** The best by AUC over the whole catalogue against each other model; paired, corrected by Holm. */
  readonly comparisons: readonly Comparison[];
  readonly leftOut: Evaluation["leftOut"];
  readonly published: readonly PublishedFigures[];
  readonly environment: Environment;
  readonly notes: readonly string[];
}

export interface StudyProtocol {
  readonly seed: number;
  readonly split: string;
  /** What chose the configurations, on validation rows only. */
  readonly chosenBy: string;
  /** Negatives beside each held-out positive, for RMSE and in the pool. */
  readonly negatives: number;
  /** Learners whose test rows were measured, of all who have some. */
  readonly measuredLearners: number;
  readonly testLearners: number;
  readonly testRows: number;
  readonly bootstrap: { readonly resamples: number; readonly confidence: number };
  /** What an RMSE would be that predicts the share of positives for every pair. */
  readonly rmseOfConstant: number;
  /** Precision@10 and recall@10 of a list that holds as many held-out courses as it can. */
  readonly perfect: { readonly precision: number; readonly recall: number };
}

/**
 * What a held-out course is ranked among: every course without a training or validation row of the learner; 99 drawn ones,
 * one candidate set a held-out course; or one pool a learner of all held-out courses with four drawn ones each.
 */
export type Candidates = "catalogue" | "hundred" | "pool";
export const candidateSets: readonly Candidates[] = ["catalogue", "hundred", "pool"];

export interface CandidateResults {
  /** Keys `precision@10`, `recall@10`, `auc`, and in the pool `rmse`; one that is undefined is absent. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly intervals: Readonly<Record<string, Interval>>;
}

export interface StudyModelResult {
  /** Key of the registry, or that of a model and what was added to it. */
  readonly model: string;
  /** What it stands for in the published table. */
  readonly role: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly trials: readonly StudyTrial[];
  readonly results: Readonly<Record<Candidates, CandidateResults>>;
  /** One entry an epoch, of the model that was measured; empty where a model reports none. */
  readonly losses: readonly EpochLoss[];
  readonly fitSeconds: number;
  readonly notes: readonly string[];
}

export interface StudyTrial {
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Validation AUC; absent where it could not be measured. */
  readonly value?: number;
  readonly seconds: number;
  readonly message?: string;
}

export interface EpochLoss {
  readonly epoch: number;
  readonly train?: number;
  readonly valid?: number;
}

/** A line of the published table: RMSE, precision and recall at 10, AUC. */
export interface PublishedFigures {
  readonly role: string;
  readonly rmse: number;
  readonly precision: number;
  readonly recall: number;
  readonly auc: number;
}
