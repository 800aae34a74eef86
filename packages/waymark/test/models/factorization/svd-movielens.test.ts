import { expect, test } from "vitest";
import { baseline } from "../../../src/models/baselines/baseline.ts";
import { nmf } from "../../../src/models/factorization/nmf.ts";
import { svd } from "../../../src/models/factorization/svd.ts";
import { svdpp } from "../../../src/models/factorization/svdpp.ts";
import type { Estimator, Model, Predictor } from "../../../src/models/model.ts";
import { dataFolder } from "../../data-folder.ts";
import { readFold, rmseOf } from "../../golden/movielens-fold.ts";

const folder = dataFolder("ml-100k");

/** Surprise 1.1.5 on this fold with the same settings, seed 0. */
const peers: readonly (readonly [string, Estimator<Model & Partial<Predictor>>, number])[] = [
  ["baseline", baseline(), 0.959944],
  ["svd", svd(), 0.951276],
  ["svd++", svdpp(), 0.933046],
  ["nmf", nmf(), 0.979806],
];

test.skipIf(folder === undefined).each(peers)(
  "%s predicts the fold u1 of MovieLens 100k as well as Surprise, and folded-in users no worse",
  async (_name, estimator, rmse) => {
    const fold = readFold(folder!);
    const model = (await estimator.fit(fold.train)) as Model & Predictor;
    const ofRows = rmseOf(model, fold);
    expect(Math.abs(ofRows - rmse)).toBeLessThan(0.01);
    expect(rmseOf(model, fold, ({ user: _, ...known }) => known)).toBeLessThan(ofRows + 0.005);
  },
);
