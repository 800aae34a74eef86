// Every model, folder by folder, and the contracts to write one. The public API hands all of it on, and the registry is
// fed from it: a new model is one line here.

export { baseline } from "./baselines/baseline.ts";
export { mean } from "./baselines/mean.ts";
export { popularity } from "./baselines/popularity.ts";
export { random } from "./baselines/random.ts";
export { coClustering } from "./clustering/co-clustering.ts";
export { courseSimilarity } from "./content/course-similarity.ts";
export { userProfile } from "./content/user-profile.ts";
export {
  defineModel,
  type ModelDefinition,
  type ModelFactory,
  type ModelFamily,
  type RegisteredModel,
} from "./define-model.ts";
export { als } from "./factorization/als.ts";
export { alsWr } from "./factorization/als-wr.ts";
export { bpr } from "./factorization/bpr.ts";
export { nmf } from "./factorization/nmf.ts";
export { puresvd } from "./factorization/puresvd.ts";
export { svd } from "./factorization/svd.ts";
export { svdpp } from "./factorization/svdpp.ts";
export { lightgcn } from "./graph/lightgcn.ts";
export { rp3beta } from "./graph/rp3beta.ts";
export { itemKnn } from "./knn/item-knn.ts";
export { slopeOne } from "./knn/slope-one.ts";
export { userKnn } from "./knn/user-knn.ts";
export { ease } from "./linear/ease.ts";
export { slim } from "./linear/slim.ts";
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
  ownModel,
  type Predictor,
  type Progress,
  type Query,
  queryOf,
  type Ranked,
  recommend,
  type SimilarItems,
  usesLiveHistory,
} from "./model.ts";
export { autoencoder } from "./neural/autoencoder.ts";
export { gmf } from "./neural/gmf.ts";
export { multVae } from "./neural/mult-vae.ts";
export { ncf } from "./neural/ncf.ts";
export { neumf } from "./neural/neumf.ts";
export { recommenderNet } from "./neural/recommender-net.ts";
export { choice, flag, integer, number } from "./params.ts";
export { dqn } from "./reinforcement/dqn.ts";
export {
  checkRequirements,
  type Requirement,
  type RequirementProblem,
  ratings,
  texts,
  times,
  topics,
} from "./requirements.ts";
export { gru4rec } from "./sequential/gru4rec.ts";
export { sasrec } from "./sequential/sasrec.ts";
