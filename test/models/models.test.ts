import { baseline } from "../../src/models/baseline.ts";
import { coClustering } from "../../src/models/co-clustering.ts";
import { courseSimilarity } from "../../src/models/course-similarity.ts";
import { itemKnn } from "../../src/models/item-knn.ts";
import { mean } from "../../src/models/mean.ts";
import { nmf } from "../../src/models/nmf.ts";
import { popularity } from "../../src/models/popularity.ts";
import { random } from "../../src/models/random.ts";
import { slopeOne } from "../../src/models/slope-one.ts";
import { svd } from "../../src/models/svd.ts";
import { svdpp } from "../../src/models/svdpp.ts";
import { userKnn } from "../../src/models/user-knn.ts";
import { userProfile } from "../../src/models/user-profile.ts";
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
describeModel(svd, { params: { factors: 4, epochs: 200, learningRate: 0.02 } });
describeModel(svdpp, { params: { factors: 4, epochs: 200, learningRate: 0.02 } });
describeModel(nmf, { params: { factors: 4 } });
