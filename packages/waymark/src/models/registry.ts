import { UnknownNameError } from "../errors.ts";
import { als } from "./als.ts";
import { alsWr } from "./als-wr.ts";
import { autoencoder } from "./autoencoder.ts";
import { baseline } from "./baseline.ts";
import { bpr } from "./bpr.ts";
import { coClustering } from "./co-clustering.ts";
import { courseSimilarity } from "./course-similarity.ts";
import type { RegisteredModel } from "./define-model.ts";
import { dqn } from "./dqn.ts";
import { ease } from "./ease.ts";
import { gmf } from "./gmf.ts";
import { gru4rec } from "./gru4rec.ts";
import { itemKnn } from "./item-knn.ts";
import { lightgcn } from "./lightgcn.ts";
import { mean } from "./mean.ts";
import { multVae } from "./mult-vae.ts";
import { ncf } from "./ncf.ts";
import { neumf } from "./neumf.ts";
import { nmf } from "./nmf.ts";
import { popularity } from "./popularity.ts";
import { puresvd } from "./puresvd.ts";
import { random } from "./random.ts";
import { recommenderNet } from "./recommender-net.ts";
import { rp3beta } from "./rp3beta.ts";
import { sasrec } from "./sasrec.ts";
import { slim } from "./slim.ts";
import { slopeOne } from "./slope-one.ts";
import { svd } from "./svd.ts";
import { svdpp } from "./svdpp.ts";
import { userKnn } from "./user-knn.ts";
import { userProfile } from "./user-profile.ts";

/** Every model Waymark knows, in the order lists show them. A new model is one line here. */
export const modelKinds: readonly RegisteredModel[] = [
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
export function modelKind(key: string): RegisteredModel {
  const found = modelKinds.find((kind) => kind.key === key);
  if (found) return found;
  throw new UnknownNameError(
    "model",
    key,
    modelKinds.map((kind) => kind.key),
  );
}
