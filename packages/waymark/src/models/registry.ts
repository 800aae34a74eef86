import { UnknownNameError } from "../errors.ts";
import { baseline } from "./baselines/baseline.ts";
import { mean } from "./baselines/mean.ts";
import { popularity } from "./baselines/popularity.ts";
import { random } from "./baselines/random.ts";
import { coClustering } from "./clustering/co-clustering.ts";
import { courseSimilarity } from "./content/course-similarity.ts";
import { userProfile } from "./content/user-profile.ts";
import type { RegisteredModel } from "./define-model.ts";
import { als } from "./factorization/als.ts";
import { alsWr } from "./factorization/als-wr.ts";
import { bpr } from "./factorization/bpr.ts";
import { nmf } from "./factorization/nmf.ts";
import { puresvd } from "./factorization/puresvd.ts";
import { svd } from "./factorization/svd.ts";
import { svdpp } from "./factorization/svdpp.ts";
import { lightgcn } from "./graph/lightgcn.ts";
import { rp3beta } from "./graph/rp3beta.ts";
import { itemKnn } from "./knn/item-knn.ts";
import { slopeOne } from "./knn/slope-one.ts";
import { userKnn } from "./knn/user-knn.ts";
import { ease } from "./linear/ease.ts";
import { slim } from "./linear/slim.ts";
import { autoencoder } from "./neural/autoencoder.ts";
import { gmf } from "./neural/gmf.ts";
import { multVae } from "./neural/mult-vae.ts";
import { ncf } from "./neural/ncf.ts";
import { neumf } from "./neural/neumf.ts";
import { recommenderNet } from "./neural/recommender-net.ts";
import { dqn } from "./reinforcement/dqn.ts";
import { gru4rec } from "./sequential/gru4rec.ts";
import { sasrec } from "./sequential/sasrec.ts";

/** Every model Waymark knows, in the order lists show them. A new model is one line here. */
export const modelFactories: readonly RegisteredModel[] = [
  random,
  popularity,
  mean,
  baseline,
  userKnn,
  itemKnn,
  slopeOne,
  coClustering,
  courseSimilarity,
  userProfile,
  rp3beta,
  ease,
  slim,
  als,
  alsWr,
  bpr,
  puresvd,
  svd,
  svdpp,
  nmf,
  recommenderNet,
  gmf,
  ncf,
  neumf,
  autoencoder,
  multVae,
  lightgcn,
  sasrec,
  gru4rec,
  dqn,
];

/** @throws {UnknownNameError} with the nearest names */
export function modelFactory(key: string): RegisteredModel {
  const found = modelFactories.find((kind) => kind.key === key);
  if (found) return found;
  throw new UnknownNameError(
    "model",
    key,
    modelFactories.map((kind) => kind.key),
  );
}
