import { CsrMatrix } from "../../packages/waymark/src/compute/csr-matrix.ts";
import { Random } from "../../packages/waymark/src/compute/random.ts";
import type { AlsSettings } from "../../packages/waymark/src/models/factorization/als/als-settings.ts";
import { startingFactors } from "../../packages/waymark/src/models/factorization/als/starting-factors.ts";
import { trainAls } from "../../packages/waymark/src/models/factorization/als/train-als.ts";
import { bpr } from "../../packages/waymark/src/models/factorization/bpr.ts";
import { itemKnn } from "../../packages/waymark/src/models/knn/item-knn.ts";
import { trainEase } from "../../packages/waymark/src/models/linear/ease.ts";
import { type Model, queryOf } from "../../packages/waymark/src/models/model.ts";
import { createScorer } from "../../packages/waymark/src/models/scoring/create-scorer.ts";
import { queriesOf, recommendBatch } from "../../packages/waymark/src/models/scoring/recommend-batch.ts";
import { scoreFactors } from "../../packages/waymark/src/models/scoring/score-factors.ts";
import type { FactorForm, HasScoringForm } from "../../packages/waymark/src/models/scoring/scoring-form.ts";
import { epochSeconds, repeated, type Timed } from "../measure/timed.ts";

/**
 * An iteration is both halves, as implicit's callback counts it. Confidence 5 and regularization 50, the settings the peers
 * were found to do best with: with implicit's defaults (confidence 1 like an absence) there would be nothing to solve.
 */
const alternate =
  (solver: AlsSettings["solver"]): Timed =>
  async (data, threads, repeats, factors) => {
    const all: number[] = [];
    let last = performance.now();
    const settings: AlsSettings = {
      owner: "als",
      factors,
      epochs: repeats + 1,
      ridge: () => 50,
      solver,
      steps: 3,
      objective: "implicit",
    };
    const start = await startingFactors(data, factors, { threads });
    const onProgress = (): void => {
      all.push((performance.now() - last) / 1000);
      last = performance.now();
    };
    const weigh = ({ columnCount, offsets, columns, values }: CsrMatrix) =>
      new CsrMatrix(columnCount, offsets, columns, new Float64Array(values.length).fill(5));
    const [users, items] = [weigh(data.userItems), weigh(data.itemUsers)];
    last = performance.now();
    await trainAls(users, items, settings, start, { threads, onProgress }, false);
    return all.slice(1);
  };

const recommendAll: Timed = async (data, threads, repeats, factors) => {
  const random = new Random(1);
  const rows = (count: number) => Float32Array.from({ length: count * factors }, () => random.uniform() - 0.4);
  const users = rows(data.users.size);
  const items = rows(data.items.size);
  const queries = Array.from({ length: data.users.size }, (_, user) => queryOf(data, user));
  const form: FactorForm = {
    kind: "factors",
    factors,
    items,
    userVector: ({ user }) => ({ factors: users.subarray(user! * factors, (user! + 1) * factors), offset: 0 }),
  };
  const model: Model & HasScoringForm = {
    items: data.items,
    score: (query) => scoreFactors(form, query, data.items.size),
    state: () => ({ numbers: {}, tensors: {} }),
    scoringForm: () => form,
  };
  return repeated(repeats, async () => {
    using scorer = createScorer(model);
    for (let first = 0; first < queries.length; first += 2048)
      await scorer.rank(queries.slice(first, first + 2048), { limit: 10 }, { threads });
  });
};

const knn: Timed = (data, threads, repeats) =>
  repeated(repeats, async () => {
    const model = await itemKnn({ neighbours: 100 }).fit(data, { threads });
    for await (const _ of recommendBatch(model, queriesOf(data), 10, { threads }));
  });

const bprEpoch: Timed = (data, threads, repeats, factors) =>
  epochSeconds((onProgress) =>
    bpr({ factors, epochs: repeats + 1, learningRate: 0.01, regularization: 0.01 }).fit(data, { threads, onProgress }),
  );

export const timed = {
  "als-cg": alternate("cg"),
  "als-exact": alternate("exact"),
  "recommend-all": recommendAll,
  ease: (data, threads, repeats) => repeated(repeats, () => trainEase(data, 500, { threads })),
  "item-knn": knn,
  bpr: bprEpoch,
} satisfies Readonly<Record<string, Timed>>;

export type TaskName = keyof typeof timed;
