import { baseline } from "../../src/models/baselines/baseline.ts";
import { mean } from "../../src/models/baselines/mean.ts";
import { popularity } from "../../src/models/baselines/popularity.ts";
import { random } from "../../src/models/baselines/random.ts";
import { coClustering } from "../../src/models/clustering/co-clustering.ts";
import { courseSimilarity } from "../../src/models/content/course-similarity.ts";
import { userProfile } from "../../src/models/content/user-profile.ts";
import { als } from "../../src/models/factorization/als.ts";
import { alsWr } from "../../src/models/factorization/als-wr.ts";
import { bpr } from "../../src/models/factorization/bpr.ts";
import { nmf } from "../../src/models/factorization/nmf.ts";
import { puresvd } from "../../src/models/factorization/puresvd.ts";
import { svd } from "../../src/models/factorization/svd.ts";
import { svdpp } from "../../src/models/factorization/svdpp.ts";
import { lightgcn } from "../../src/models/graph/lightgcn.ts";
import { rp3beta } from "../../src/models/graph/rp3beta.ts";
import { itemKnn } from "../../src/models/knn/item-knn.ts";
import { slopeOne } from "../../src/models/knn/slope-one.ts";
import { userKnn } from "../../src/models/knn/user-knn.ts";
import { ease } from "../../src/models/linear/ease.ts";
import { slim } from "../../src/models/linear/slim.ts";
import { autoencoder } from "../../src/models/neural/autoencoder.ts";
import { gmf } from "../../src/models/neural/gmf.ts";
import { multVae } from "../../src/models/neural/mult-vae.ts";
import { ncf } from "../../src/models/neural/ncf.ts";
import { neumf } from "../../src/models/neural/neumf.ts";
import { recommenderNet } from "../../src/models/neural/recommender-net.ts";
import { dqn } from "../../src/models/reinforcement/dqn.ts";
import { gru4rec } from "../../src/models/sequential/gru4rec.ts";
import { sasrec } from "../../src/models/sequential/sasrec.ts";
import { describeModel } from "../contract/estimator-contract.ts";

describeModel(random, { personalized: false });
describeModel(popularity, { personalized: false });
describeModel(mean, { personalized: false });
describeModel(baseline, { personalized: false });
describeModel(userKnn);
describeModel(itemKnn);
describeModel(slopeOne, { personalized: false }); // shifts ratings, so opposite tastes cancel out: see its card
describeModel(coClustering, { params: { userClusters: 2, itemClusters: 2 } });
describeModel(courseSimilarity);
describeModel(userProfile);
describeModel(ease, { params: { regularization: 10 } });
describeModel(rp3beta);
describeModel(slim, { params: { l1: 0.5, l2: 2 } });
describeModel(bpr, { params: { factors: 8, epochs: 300, learningRate: 0.05 } });
describeModel(als, { params: { factors: 4, regularization: 0.5 } });
describeModel(alsWr, { params: { factors: 4, regularization: 0.1 } });
describeModel(puresvd, { params: { factors: 2 } });
describeModel(svd, { params: { factors: 4, epochs: 200, learningRate: 0.02 } });
describeModel(svdpp, { params: { factors: 4, epochs: 200, learningRate: 0.02 } });
describeModel(nmf, { params: { factors: 4 } });
describeModel(recommenderNet, {
  params: { factors: 8, epochs: 30, batchSize: 16, learningRate: 0.01, regularization: 0.01 },
});
describeModel(gmf, { params: { factors: 4, epochs: 20, batchSize: 16, learningRate: 0.01 } });
describeModel(ncf, { params: { factors: 8, epochs: 30, batchSize: 32, learningRate: 0.01 } });
describeModel(neumf, { params: { factors: 2, epochs: 15, batchSize: 16, learningRate: 0.01 } });
describeModel(lightgcn, { params: { factors: 8, epochs: 30, batchSize: 64, learningRate: 0.02, patience: 0 } });
describeModel(autoencoder, {
  params: { factors: 8, epochs: 80, batchSize: 8, learningRate: 0.02, dropout: 0.2, patience: 0 },
});
describeModel(multVae, {
  params: { factors: 4, hidden: 8, epochs: 80, batchSize: 8, learningRate: 0.02, warmUp: 100, patience: 0 },
});
describeModel(sasrec, {
  params: { factors: 16, blocks: 1, dropout: 0.5, epochs: 20, batchSize: 4, learningRate: 0.01, patience: 0 },
});
describeModel(gru4rec, { params: { factors: 8, width: 8, epochs: 25, batchSize: 4, learningRate: 0.01, patience: 0 } });
describeModel(dqn, {
  params: { factors: 8, epochs: 60, batchSize: 32, learningRate: 0.02, cqlAlpha: 0.3, patience: 0 },
});
