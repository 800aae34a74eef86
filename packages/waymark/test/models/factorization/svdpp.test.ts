import fc from "fast-check";
import { expect, test } from "vitest";
import { normalRows } from "../../../src/compute/linear-algebra/rows.ts";
import { Random } from "../../../src/compute/random.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import { factorModel } from "../../../src/models/factorization/factor-model.ts";
import { svdpp, trainSvdpp } from "../../../src/models/factorization/svdpp.ts";
import { queryOf, recommend } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { goldenAsked, goldenCase, goldenData, largestGap } from "../../golden/ratings/factorizations.ts";
import { twoFaculties } from "../../two-faculties.ts";
import { rankAgreement } from "../rank-agreement.ts";

describeModel(svdpp, { params: { factors: 4, epochs: 200, learningRate: 0.02 } });

const rated = twoFaculties({ ratings: true });
const small = { factors: 4, epochs: 200, learningRate: 0.02 };

test("moves the user's and the implicit factors alike at a rating (one user with one item, worked by hand)", async () => {
  const data = Dataset.fromRows(
    [
      { user: "u", item: "a", value: 5 },
      { user: "v", item: "b", value: 3 },
    ],
    { scale: { min: 1, max: 5 } },
  );
  const learned = await trainSvdpp(
    data,
    { factors: 1, epochs: 1, learningRate: 0.1, regularization: 0.5 },
    {},
    { users: Float64Array.of(0.5, 0), items: Float64Array.of(0.4, 0), implicit: Float64Array.of(0.1, 0) },
  );
  const e = 5 - (4 + 0.4 * (0.5 + 0.1)); // 0.76
  const p = 0.5 + 0.1 * (e * 0.4 - 0.5 * 0.5);
  const y = 0.1 + 0.1 * (e * 0.4 - 0.5 * 0.1);
  expect(learned.implicitFactors[0]).toBeCloseTo(y, 12);
  expect(learned.userFactors[0]).toBeCloseTo(p + y, 12);
  expect(learned.itemFactors[0]).toBeCloseTo(0.4 + 0.1 * (e * 0.6 - 0.5 * 0.4), 12);
});

test("agrees with Surprise from the same start, fall-backs included", async () => {
  const golden = goldenCase("svdpp");
  const learned = await trainSvdpp(
    goldenData,
    { factors: 5, epochs: 30, learningRate: 0.02, regularization: 0.05 },
    {},
    { users: golden.start("users"), items: golden.start("items"), implicit: golden.start("implicit") },
  );
  for (const name of ["userBiases", "itemBiases"] as const)
    expect(largestGap(learned[name], golden.learned(name))).toBeLessThan(1e-10);
  for (const name of ["itemFactors", "implicitFactors"] as const)
    expect(largestGap(learned[name], golden.learned(name, 5))).toBeLessThan(1e-10);
  const model = factorModel(goldenData, learned, () => ({ bias: 0, factors: new Float64Array(5), start: 0 }));
  const predicted = goldenAsked.map(
    ({ user, item }) => model.predict(queryOf(goldenData, user), Uint32Array.of(item))[0]!,
  );
  expect(largestGap(predicted, golden.predictions)).toBeLessThan(1e-10);
});

test("is the rating-by-rating algorithm, whatever the data: every y of a user moved at every rating", async () => {
  const worlds = fc.record({
    seed: fc.nat(1000),
    factors: fc.integer({ min: 1, max: 6 }),
    ratings: fc.uniqueArray(fc.tuple(fc.nat(4), fc.nat(6), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 30,
      selector: ([user, item]) => `${user} ${item}`,
    }),
  });
  await fc.assert(
    fc.asyncProperty(worlds, async ({ seed, factors, ratings }) => {
      const data = Dataset.fromRows(
        ratings.map(([user, item, value]) => ({ user: String(user), item: String(item), value })),
        { scale: { min: 1, max: 5 } },
      );
      const rows = (stream: number, count: number) => normalRows(new Random(seed, stream), count, factors, 0.5);
      const start = () => ({
        users: rows(1, data.users.size),
        items: rows(2, data.items.size),
        implicit: rows(3, data.items.size),
      });
      const learned = await trainSvdpp(
        data,
        { factors, epochs: 3, learningRate: 0.05, regularization: 0.1 },
        {},
        start(),
      );
      const slow = slowly(data, factors, start());
      for (const name of ["userFactors", "itemFactors", "implicitFactors", "userBiases", "itemBiases"] as const)
        expect(largestGap(learned[name], slow[name])).toBeLessThan(1e-9);
    }),
    { numRuns: 50 },
  );
});

test("folds a trained user in close to the trained row", async () => {
  const model = await svdpp(small).fit(rated);
  for (const user of [0, 5, 9, 14]) {
    const { history, weights } = queryOf(rated, user);
    const folded = model.score({ history, weights: weights! });
    expect(rankAgreement(folded, model.score({ history, user }))).toBeGreaterThan(0.9);
  }
});

test("takes a history without ratings as liked: offers the rest of that faculty", async () => {
  const model = await svdpp(small).fit(rated);
  for (const faculty of ["arts", "science"]) {
    const history = Uint32Array.of(1, 4, 6).map((n) => rated.items.index(`${faculty}-${n}`));
    const list = recommend(model, { history }, 3).map(({ item }) => rated.items.id(item).split("-")[0]);
    expect(list).toEqual([faculty, faculty, faculty]);
  }
});

test("says when it diverges", async () => {
  await expect(svdpp({ learningRate: 10 }).fit(rated)).rejects.toMatchObject({ code: "fit_diverged" });
});

/** Koren's updates written out: O(ratings of the user) a rating. */
function slowly(data: Dataset, f: number, start: { users: Float64Array; items: Float64Array; implicit: Float64Array }) {
  const { users: p, items: q, implicit: y } = start;
  const userBiases = new Float64Array(data.users.size);
  const itemBiases = new Float64Array(data.items.size);
  const values = data.userItems.values;
  const mean = values.reduce((a, b) => a + b) / values.length;
  const [learningRate, regularization] = [0.05, 0.1];
  const implicitOf = (u: number, d: number): number => {
    const { columns } = data.userItems.row(u);
    return columns.reduce((sum, j) => sum + y[j * f + d]!, 0) / Math.sqrt(columns.length);
  };
  for (let epoch = 0; epoch < 3; epoch++)
    for (let u = 0; u < data.users.size; u++) {
      const { columns, values: ratings } = data.userItems.row(u);
      columns.forEach((i, k) => {
        const implicit = Float64Array.from({ length: f }, (_, d) => implicitOf(u, d));
        const product = implicit.reduce((sum, part, d) => sum + q[i * f + d]! * (p[u * f + d]! + part), 0);
        const e = ratings[k]! - (mean + userBiases[u]! + itemBiases[i]! + product);
        userBiases[u]! += learningRate * (e - regularization * userBiases[u]!);
        itemBiases[i]! += learningRate * (e - regularization * itemBiases[i]!);
        for (let d = 0; d < f; d++) {
          const [pd, qd] = [p[u * f + d]!, q[i * f + d]!];
          p[u * f + d]! += learningRate * (e * qd - regularization * pd);
          q[i * f + d]! += learningRate * (e * (pd + implicit[d]!) - regularization * qd);
          for (const j of columns)
            y[j * f + d]! += learningRate * ((e * qd) / Math.sqrt(columns.length) - regularization * y[j * f + d]!);
        }
      });
    }
  const userFactors = p.map((value, at) => value + implicitOf(Math.floor(at / f), at % f));
  return { userFactors, itemFactors: q, implicitFactors: y, userBiases, itemBiases };
}
