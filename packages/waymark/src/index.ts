// The public API: one line a name, grouped as the folders are.

export { Core, sharedCore } from "./compute/core/core.ts";
export { CsrMatrix } from "./compute/csr-matrix.ts";
export { Random } from "./compute/random.ts";
export { type CleaningReport, type CleanOptions, clean } from "./data/clean.ts";
export { Dataset, type PublishedFold, type RatingScale, type Row } from "./data/dataset.ts";
export { type Description, describe } from "./data/describe.ts";
export { fingerprint } from "./data/fingerprint.ts";
export { historiesInOrder, historyInOrder, type OrderedHistories } from "./data/histories-in-order.ts";
export type { Interactions } from "./data/interactions.ts";
export type { ItemDetails, Topics } from "./data/item-details.ts";
export { normalizeRatings } from "./data/normalize.ts";
export { openSource } from "./data/open-source.ts";
export type { Source, SourceData } from "./data/source.ts";
export { sources } from "./data/sources/registry.ts";
export { Vocabulary } from "./data/vocabulary.ts";
export * from "./errors.ts";
export { type EvaluateOptions, evaluate } from "./evaluation/evaluate.ts";
export { evaluateOffPolicy } from "./evaluation/off-policy/evaluate-off-policy.ts";
export type { OffPolicyOptions } from "./evaluation/off-policy/off-policy-settings.ts";
export type { OffPolicyEvaluation } from "./evaluation/off-policy/result.ts";
export type { Evaluation, ModelResult, Protocol } from "./evaluation/result.ts";
export { withBaselines } from "./evaluation/with-baselines.ts";
export { loadModel } from "./models/artifact/load-model.ts";
export { saveModel } from "./models/artifact/save-model.ts";
export { baseline } from "./models/baselines/baseline.ts";
export { mean } from "./models/baselines/mean.ts";
export { popularity } from "./models/baselines/popularity.ts";
export { random } from "./models/baselines/random.ts";
export { coClustering } from "./models/clustering/co-clustering.ts";
export { courseSimilarity } from "./models/content/course-similarity.ts";
export { userProfile } from "./models/content/user-profile.ts";
export { defineModel, type ModelDefinition, type ModelFactory } from "./models/define-model.ts";
export { als } from "./models/factorization/als.ts";
export { alsWr } from "./models/factorization/als-wr.ts";
export { bpr } from "./models/factorization/bpr.ts";
export { nmf } from "./models/factorization/nmf.ts";
export { puresvd } from "./models/factorization/puresvd.ts";
export { svd } from "./models/factorization/svd.ts";
export { svdpp } from "./models/factorization/svdpp.ts";
export { lightgcn } from "./models/graph/lightgcn.ts";
export { rp3beta } from "./models/graph/rp3beta.ts";
export { itemKnn } from "./models/knn/item-knn.ts";
export { slopeOne } from "./models/knn/slope-one.ts";
export { userKnn } from "./models/knn/user-knn.ts";
export { ease } from "./models/linear/ease.ts";
export { slim } from "./models/linear/slim.ts";
export {
  appendHistory,
  type Contribution,
  canExplain,
  canFindSimilar,
  canPredict,
  type Estimator,
  type Explainer,
  type FitOptions,
  type LiveHistory,
  type Model,
  type Predictor,
  type Progress,
  type Query,
  queryOf,
  type Ranked,
  recommend,
  type SimilarItems,
  usesLiveHistory,
} from "./models/model.ts";
export { gmf } from "./models/neural/gmf.ts";
export { ncf } from "./models/neural/ncf.ts";
export { neumf } from "./models/neural/neumf.ts";
export { recommenderNet } from "./models/neural/recommender-net.ts";
export { choice, flag, integer, number } from "./models/params.ts";
export { modelFactories, modelFactory } from "./models/registry.ts";
export { dqn } from "./models/reinforcement/dqn.ts";
export {
  noItem,
  type QuerySource,
  queriesOf,
  type RankedBlock,
  type RecommendBatchOptions,
  recommendBatch,
  type UserQueries,
} from "./models/scoring/recommend-batch.ts";
export type { HasScoringForm, ScoringForm } from "./models/scoring/scoring-form.ts";
export { gru4rec } from "./models/sequential/gru4rec.ts";
export { sasrec } from "./models/sequential/sasrec.ts";
export { renderReport } from "./report/evaluation/render-report.ts";
export { renderTuningReport } from "./report/tuning/render-tuning-report.ts";
export type { Fold } from "./splits/fold.ts";
export { parseSplit } from "./splits/parse.ts";
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
