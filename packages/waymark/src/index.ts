// The public API: one line a name, grouped as the folders are. The first import ends an older Node with a sentence.

import "./require-node.ts";

export { Core, sharedCore } from "./compute/core/core.ts";
export { CsrMatrix } from "./compute/csr-matrix.ts";
export { Random } from "./compute/random.ts";
export { type CleaningReport, type CleanOptions, clean } from "./data/clean.ts";
export { Dataset, type PublishedFold, type RatingScale, type Row } from "./data/dataset.ts";
export { type Description, describe } from "./data/describe.ts";
export {
  type CategoricalColumn,
  type FeatureColumns,
  type ItemFeatures,
  type Topics,
  type UserFeatures,
  unknownCategory,
} from "./data/features.ts";
export { fingerprint } from "./data/fingerprint.ts";
export { historiesInOrder, historyInOrder, type OrderedHistories } from "./data/histories-in-order.ts";
export type { Interactions } from "./data/interactions.ts";
export { normalizeRatings } from "./data/normalize.ts";
export { openSource } from "./data/open-source.ts";
export type { Source, SourceData } from "./data/source.ts";
export { registerSource, sources } from "./data/sources/registry.ts";
export { Vocabulary } from "./data/vocabulary.ts";
export * from "./errors.ts";
export { type EvaluateOptions, evaluate } from "./evaluation/evaluate.ts";
export { defineMetric, type Measure, type MetricDefinition } from "./evaluation/metrics/define-metric.ts";
export { metrics } from "./evaluation/metrics/index.ts";
export { registerMetric } from "./evaluation/metrics/registry.ts";
export { evaluateOffPolicy } from "./evaluation/off-policy/evaluate-off-policy.ts";
export type { OffPolicyOptions } from "./evaluation/off-policy/off-policy-settings.ts";
export type { OffPolicyEvaluation } from "./evaluation/off-policy/result.ts";
export type { Evaluation, ModelResult, Protocol } from "./evaluation/result.ts";
export { withBaselines } from "./evaluation/with-baselines.ts";
export { loadModel } from "./models/artifact/load-model.ts";
export { saveModel } from "./models/artifact/save-model.ts";
export * from "./models/index.ts";
export { modelFactories, modelFactory, registerModel } from "./models/registry.ts";
export { createScorer } from "./models/scoring/create-scorer.ts";
export {
  type QuerySource,
  queriesOf,
  type RankedBlock,
  type RecommendBatchOptions,
  recommendBatch,
  type UserQueries,
} from "./models/scoring/recommend-batch.ts";
export type { Places, RankedLists, RankRequest, Scorer, ScorerOptions } from "./models/scoring/scorer.ts";
export type { HasScoringForm, ScoringForm } from "./models/scoring/scoring-form.ts";
export { renderReport } from "./report/evaluation/render-report.ts";
export { renderTuningReport } from "./report/tuning/render-tuning-report.ts";
export type { Fold } from "./splits/fold.ts";
export * as splits from "./splits/index.ts";
export { parseSplit, registerSplit } from "./splits/parse.ts";
export type { Split } from "./splits/split.ts";
export { renderStudy } from "./studies/ncf/report/render-study.ts";
export type { NcfStudy } from "./studies/ncf/result.ts";
export { type NcfStudyOptions, runNcfStudy } from "./studies/ncf/run-study.ts";
export type { CampusSummary } from "./synthetic/campus/summary.ts";
export { writeCampus } from "./synthetic/campus/write-campus.ts";
export { type SkillLogSummary, writeSkillLogs } from "./synthetic/skill-logs/write-skill-logs.ts";
export type { SearchKind, Trial, Tuning } from "./tuning/result.ts";
export type { Wanted } from "./tuning/search-space.ts";
export { type TuneOptions, tune } from "./tuning/tune.ts";
