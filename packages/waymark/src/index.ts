// The public API: one line a name, grouped as the folders are.

export { Core, sharedCore } from "./compute/core/core.ts";
export { CsrMatrix } from "./compute/csr-matrix.ts";
export { Random } from "./compute/random.ts";

export type { CampusSummary } from "./data/campus/summary.ts";
export { writeCampus } from "./data/campus/write-campus.ts";
export { type CleaningReport, type CleanOptions, clean } from "./data/clean.ts";
export { Dataset, type PublishedFold, type RatingScale, type Row } from "./data/dataset.ts";
export { type Description, describe } from "./data/describe.ts";
export { fingerprint } from "./data/fingerprint.ts";
export { historiesInOrder, historyInOrder, type OrderedHistories } from "./data/histories-in-order.ts";
export type { Interactions } from "./data/interactions.ts";
export type { ItemDetails, Topics } from "./data/item-details.ts";
export { normalizeRatings } from "./data/normalize.ts";
export { openSource } from "./data/open-source.ts";
export { type SkillLogSummary, writeSkillLogs } from "./data/skill-logs/write-skill-logs.ts";
export type { Source, SourceData } from "./data/source.ts";
export { sources } from "./data/sources/registry.ts";
export type { Fold } from "./data/splits/fold.ts";
export { parseSplit } from "./data/splits/parse.ts";
export type { Split } from "./data/splits/split.ts";
export { Vocabulary } from "./data/vocabulary.ts";

export * from "./errors.ts";

export { type EvaluateOptions, evaluate } from "./evaluation/evaluate.ts";
export { evaluateOffPolicy } from "./evaluation/off-policy/evaluate-off-policy.ts";
export type { OffPolicyOptions } from "./evaluation/off-policy/off-policy-settings.ts";
export type { OffPolicyEvaluation } from "./evaluation/off-policy/result.ts";
export { renderReport } from "./evaluation/report/render-report.ts";
export type { Evaluation, ModelResult, Protocol } from "./evaluation/result.ts";
export { withBaselines } from "./evaluation/with-baselines.ts";
export { als } from "./models/als.ts";
export { alsWr } from "./models/als-wr.ts";
export { loadModel } from "./models/artifact/load-model.ts";
export { saveModel } from "./models/artifact/save-model.ts";
export { baseline } from "./models/baseline.ts";
export { bpr } from "./models/bpr.ts";
export { coClustering } from "./models/co-clustering.ts";
export { courseSimilarity } from "./models/course-similarity.ts";
export { defineModel, type ModelDefinition, type ModelKind } from "./models/define-model.ts";
export { dqn } from "./models/dqn.ts";
export { ease } from "./models/ease.ts";
export { gmf } from "./models/gmf.ts";
export { gru4rec } from "./models/gru4rec.ts";
export { itemKnn } from "./models/item-knn.ts";
export { lightgcn } from "./models/lightgcn.ts";
export { mean } from "./models/mean.ts";
export { ncf } from "./models/ncf.ts";
export { neumf } from "./models/neumf.ts";
export { nmf } from "./models/nmf.ts";
export { choice, flag, integer, number } from "./models/params.ts";
export { popularity } from "./models/popularity.ts";
export { puresvd } from "./models/puresvd.ts";
export { random } from "./models/random.ts";
export type { BatchForm, BatchScorer } from "./models/ranking/batch-form.ts";
export {
  noItem,
  type QuerySource,
  queriesOf,
  type RankedBlock,
  type RecommendManyOptions,
  recommendMany,
  type UserQueries,
} from "./models/recommend-many.ts";
export {
  type Contribution,
  canExplain,
  canFindSimilar,
  canPredict,
  canUpdate,
  type Estimator,
  type Explainer,
  type FitOptions,
  type Model,
  type Predictor,
  type Progress,
  type Query,
  queryOf,
  type Ranked,
  recommend,
  type SimilarItems,
  type Updatable,
  withInteractions,
} from "./models/recommender.ts";
export { recommenderNet } from "./models/recommender-net.ts";
export { modelKind, modelKinds } from "./models/registry.ts";
export { rp3beta } from "./models/rp3beta.ts";
export { sasrec } from "./models/sasrec.ts";
export { slim } from "./models/slim.ts";
export { slopeOne } from "./models/slope-one.ts";
export { svd } from "./models/svd.ts";
export { svdpp } from "./models/svdpp.ts";
export { userKnn } from "./models/user-knn.ts";
export { userProfile } from "./models/user-profile.ts";
export { renderStudy } from "./studies/ncf/report/render-study.ts";
export type { NcfStudy } from "./studies/ncf/result.ts";
export { type NcfStudyOptions, runNcfStudy } from "./studies/ncf/run-study.ts";
export { renderTuningReport } from "./tuning/report/render-tuning-report.ts";
export type { SearchKind, Trial, Tuning } from "./tuning/result.ts";
export type { Wanted } from "./tuning/search-space.ts";
export { type TuneOptions, tune } from "./tuning/tune.ts";
