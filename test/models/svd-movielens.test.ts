import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { baseline } from "../../src/models/baseline.ts";
import { nmf } from "../../src/models/nmf.ts";
import type { Estimator, Model, Predictor } from "../../src/models/recommender.ts";
import { queryOf } from "../../src/models/recommender.ts";
import { svd } from "../../src/models/svd.ts";
import { svdpp } from "../../src/models/svdpp.ts";
import { dataFolder } from "../data-folder.ts";

const folder = dataFolder("ml-100k");

/** The published fold u1 of MovieLens 100k: user, item, rating, time, tab separated. */
function readFold(path: string) {
  const read = (part: string) =>
    gunzipSync(readFileSync(`${path}/u1.${part}.gz`))
      .toString()
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
  const [base, test] = [read("base"), read("test")];
  const users = Vocabulary.from(
    "learner",
    [...base, ...test].map(([user]) => user!),
  );
  const items = Vocabulary.from(
    "course",
    [...base, ...test].map(([, item]) => item!),
  );
  const interactionsOf = (rows: string[][]) => ({
    users: Uint32Array.from(rows, ([user]) => users.index(user!)),
    items: Uint32Array.from(rows, ([, item]) => items.index(item!)),
    values: Float64Array.from(rows, ([, , rating]) => Number(rating)),
  });
  const train = new Dataset({
    name: "u1",
    users,
    items,
    scale: { min: 1, max: 5 },
    interactions: interactionsOf(base),
  });
  return { train, test: train.withInteractions(interactionsOf(test)) };
}

function rmseOf(model: Predictor, train: Dataset, { userItems }: Dataset, foldIn: boolean): number {
  let squares = 0;
  for (let user = 0; user < userItems.rowCount; user++) {
    const { columns, values } = userItems.row(user);
    if (columns.length === 0) continue;
    const { user: row, ...known } = queryOf(train, user);
    const predicted = model.predict(foldIn ? known : { ...known, user: row! }, columns);
    for (let k = 0; k < values.length; k++) squares += (predicted[k]! - values[k]!) ** 2;
  }
  return Math.sqrt(squares / userItems.size);
}

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
    const { train, test } = readFold(folder!);
    const model = (await estimator.fit(train)) as Model & Predictor;
    const ofRows = rmseOf(model, train, test, false);
    expect(Math.abs(ofRows - rmse)).toBeLessThan(0.01);
    expect(rmseOf(model, train, test, true)).toBeLessThan(ofRows + 0.005);
  },
);
