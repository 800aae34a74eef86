import { expect, test } from "vitest";
import { itemKnn } from "../../../src/models/knn/item-knn.ts";
import { slopeOne } from "../../../src/models/knn/slope-one.ts";
import { userKnn } from "../../../src/models/knn/user-knn.ts";
import type { Model, Predictor } from "../../../src/models/model.ts";
import { dataFolder } from "../../data-folder.ts";
import { readFold, rmseOf } from "../../golden/movielens-fold.ts";

const folder = dataFolder("ml-100k");

/** RMSE of Surprise 1.1.5 on this fold with the same settings. */
const peers = [
  ["user-knn", userKnn({ similarity: "msd", centring: "none", neighbours: 40 }), 0.988862],
  ["user-knn, baseline", userKnn({ similarity: "msd", centring: "baseline", neighbours: 40 }), 0.9418],
  ["slope-one", slopeOne(), 0.956719],
] as const;

test.skipIf(folder === undefined).each(peers)(
  "%s predicts the fold u1 of MovieLens 100k as Surprise does",
  async (_name, estimator, rmse) => {
    const fold = readFold(folder!);
    const model = (await estimator.fit(fold.train)) as Model & Predictor;
    expect(rmseOf(model, fold)).toBeCloseTo(rmse, 3); // ties between neighbours fall otherwise
  },
);

test.skipIf(folder === undefined)("the defaults of both kinds of neighbours do better than all of these", async () => {
  const fold = readFold(folder!);
  for (const estimator of [userKnn(), itemKnn()]) {
    const model = (await estimator.fit(fold.train)) as Model & Predictor;
    expect(rmseOf(model, fold)).toBeLessThan(0.9417);
  }
});
