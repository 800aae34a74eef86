import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Dataset } from "../../src/data/dataset.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { type Predictor, type Query, queryOf } from "../../src/models/model.ts";

export interface Fold {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** The published fold u1 of MovieLens 100k: 80,000 and 20,000 rows of user, item, rating, time, tab separated. */
export function readFold(folder: string): Fold {
  const read = (part: string) =>
    gunzipSync(readFileSync(`${folder}/u1.${part}.gz`))
      .toString()
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
  const [base, held] = [read("base"), read("test")];
  const all = [...base, ...held];
  const users = Vocabulary.from(
    "learner",
    all.map(([user]) => user!),
  );
  const items = Vocabulary.from(
    "course",
    all.map(([, item]) => item!),
  );
  const interactionsOf = (rows: readonly string[][]) => ({
    users: Uint32Array.from(rows, ([user]) => users.index(user!)),
    items: Uint32Array.from(rows, ([, item]) => items.index(item!)),
    values: Float64Array.from(rows, ([, , rating]) => Number(rating)),
  });
  const train = new Dataset({
    name: "u1",
    users,
    items,
    interactions: interactionsOf(base),
    scale: { min: 1, max: 5 },
  });
  return { train, test: train.replaceInteractions(interactionsOf(held)) };
}

/** Root mean squared error over the held-out rows; "cannot say" counts as the mean training rating, as in Surprise. */
export function rmseOf(
  model: Predictor,
  { train, test }: Fold,
  asked: (query: Query) => Query = (query) => query,
): number {
  const values = train.interactions.values!;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let squares = 0;
  for (let user = 0; user < test.users.size; user++) {
    const held = test.userItems.row(user);
    const predicted = model.predict(asked(queryOf(train, user)), held.columns);
    predicted.forEach((rating, k) => {
      squares += ((Number.isNaN(rating) ? mean : rating) - held.values[k]!) ** 2;
    });
  }
  return Math.sqrt(squares / test.size);
}
