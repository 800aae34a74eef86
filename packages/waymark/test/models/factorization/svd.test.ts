import fc from "fast-check";
import { expect, test } from "vitest";
import { solveRidge } from "../../../src/compute/linear-algebra/solve.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import { factorModel } from "../../../src/models/factorization/factor-model.ts";
import { foldInRatings, svd, trainSvd } from "../../../src/models/factorization/svd.ts";
import { queryOf, recommend } from "../../../src/models/model.ts";
import { similarRows } from "../../../src/models/shared/similar-rows.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { goldenAsked, goldenCase, goldenData, largestGap } from "../../golden/ratings/factorizations.ts";
import { twoFaculties } from "../../two-faculties.ts";
import { rankAgreement } from "../rank-agreement.ts";

describeModel(svd, { params: { factors: 4, epochs: 200, learningRate: 0.02 } });

const rated = twoFaculties({ ratings: true });
const small = { factors: 4, epochs: 200, learningRate: 0.02 };

test("takes a step at each rating from the old factors (one epoch worked by hand)", async () => {
  const data = Dataset.fromRows(
    [
      { user: "u", item: "a", value: 5 },
      { user: "u", item: "b", value: 3 },
    ],
    { scale: { min: 1, max: 5 } },
  );
  const learned = await trainSvd(
    data,
    { factors: 1, epochs: 1, learningRate: 0.1, regularization: 0.5, biased: true },
    {},
    { users: Float64Array.of(0.5), items: Float64Array.of(0.4, -0.2) },
  );
  const e1 = 5 - (4 + 0.5 * 0.4); // 0.8
  const bias = 0.1 * e1;
  const x = 0.5 + 0.1 * (e1 * 0.4 - 0.5 * 0.5);
  const e2 = 3 - (4 + bias + x * -0.2); // −0.9786
  expect(learned.itemBiases[0]).toBeCloseTo(bias, 12);
  expect(learned.itemFactors[0]).toBeCloseTo(0.4 + 0.1 * (e1 * 0.5 - 0.5 * 0.4), 12);
  expect(learned.itemFactors[1]).toBeCloseTo(-0.2 + 0.1 * (e2 * x - 0.5 * -0.2), 12);
  expect(learned.itemBiases[1]).toBeCloseTo(0.1 * e2, 12);
  expect(learned.userBiases[0]).toBeCloseTo(bias + 0.1 * (e2 - 0.5 * bias), 12);
  expect(learned.userFactors[0]).toBeCloseTo(x + 0.1 * (e2 * -0.2 - 0.5 * x), 12);
});

test.each([true, false])(
  "agrees with Surprise from the same start, fall-backs included; biased: %s",
  async (biased) => {
    const golden = goldenCase(biased ? "svd" : "svd-unbiased");
    const params = { factors: 5, epochs: 30, learningRate: 0.02, regularization: 0.05, biased };
    const start = { users: golden.start("users"), items: golden.start("items") };
    const learned = await trainSvd(goldenData, params, {}, start);
    for (const name of ["userBiases", "itemBiases"] as const)
      expect(largestGap(learned[name], golden.learned(name))).toBeLessThan(1e-10);
    for (const name of ["userFactors", "itemFactors"] as const)
      expect(largestGap(learned[name], golden.learned(name, 5))).toBeLessThan(1e-10);
    const model = factorModel(goldenData, learned, () => ({ bias: 0, factors: new Float64Array(5), start: 0 }));
    const predicted = goldenAsked.map(
      ({ user, item }) => model.predict(queryOf(goldenData, user), Uint32Array.of(item))[0]!,
    );
    expect(largestGap(predicted, golden.predictions)).toBeLessThan(1e-10);
  },
);

test("learns the same from grades of 0–100 as from stars of 1–5", async () => {
  const { values } = rated.interactions;
  const grades = new Dataset({
    name: "grades",
    users: rated.users,
    items: rated.items,
    scale: { min: 0, max: 100 },
    interactions: { ...rated.interactions, values: values!.map((stars) => 25 * (stars - 1)) },
  });
  const asked = Uint32Array.from(rated.items.ids.keys());
  const inStars = await svd(small).fit(rated);
  const inGrades = await svd(small).fit(grades);
  const { history } = queryOf(rated, 2);
  for (const known of [true, false]) {
    const queryFrom = (data: Dataset) =>
      known ? { history, user: 2 } : { history, weights: data.userItems.row(2).values };
    const stars = inStars.predict(queryFrom(rated), asked);
    const points = inGrades.predict(queryFrom(grades), asked);
    expect(
      largestGap(
        points,
        stars.map((rating) => 25 * (rating - 1)),
      ),
    ).toBeLessThan(1e-9);
  }
});

test.each([true, false])("folds a trained user in close to the trained row; biased: %s", async (biased) => {
  const model = await svd({ ...small, biased }).fit(rated);
  for (const user of [0, 5, 9, 14]) {
    const { history, weights } = queryOf(rated, user);
    const folded = model.score({ history, weights: weights! });
    expect(rankAgreement(folded, model.score({ history, user }))).toBeGreaterThan(0.9);
  }
});

test("folds in by ridge regression on the item factors, a bias only where there are ratings (worked by hand)", () => {
  const learned = {
    centre: { mean: 3, deviation: 1.4, min: 1, max: 5 },
    biased: true,
    factors: 1,
    userFactors: Float64Array.of(0),
    itemFactors: Float64Array.of(1, 2),
    userBiases: Float64Array.of(0),
    itemBiases: Float64Array.of(0.5, -0.5),
  };
  const settings = { learningRate: 0.1, epochs: 10, regularization: 0.5 };
  const items = Uint32Array.of(0, 1);
  const none = Float64Array.of(0);
  const penalty = 0.5 * 2 + 1 / (0.1 * 10); // 2
  // [1, 1] and [1, 2] to 1.5 and 0.5: [[2 + 2, 3], [3, 5 + 2]] w = [2, 2.5]
  const rated = foldInRatings(learned, settings, { items, ratings: Float64Array.of(5, 3) }, none);
  expect(rated.bias).toBeCloseTo((2 * 7 - 3 * 2.5) / (4 * 7 - 3 * 3), 12);
  expect(rated.factors[0]).toBeCloseTo((4 * 2.5 - 3 * 2) / (4 * 7 - 3 * 3), 12);
  const liked = foldInRatings(learned, settings, { items }, none);
  expect(liked.bias).toBe(0);
  expect(liked.factors[0]).toBeCloseTo((1.4 * 1 + 1.4 * 2) / (1 + 4 + penalty), 12);
});

test("takes a history without ratings as liked: offers the rest of that faculty", async () => {
  for (const biased of [true, false]) {
    const model = await svd({ ...small, biased }).fit(rated);
    for (const faculty of ["arts", "science"]) {
      const history = Uint32Array.of(1, 4, 6).map((n) => rated.items.index(`${faculty}-${n}`));
      const list = recommend(model, { history }, 3).map(({ item }) => rated.items.id(item).split("-")[0]);
      expect(list).toEqual([faculty, faculty, faculty]);
    }
  }
});

test("without biases, says nothing about an item nobody rated and ranks for a new user as for the average user", async () => {
  const params = { factors: 2, epochs: 20, biased: false };
  const model = await svd(params).fit(goldenData);
  const scores = model.score({ history: new Uint32Array(0) });
  expect(scores[7]).toBeNaN();
  const users = [0, 1, 2, 3, 4, 5].map((user) => model.score({ history: new Uint32Array(0), user })[2]!);
  expect(scores[2]).toBeCloseTo(users.reduce((a, b) => a + b) / 6, 10);
});

test("ignores history items nobody rated, and treats a user without training rows as a new user", async () => {
  const model = await svd({ factors: 2 }).fit(goldenData);
  const known = { history: Uint32Array.of(0, 2), weights: Float64Array.of(5, 1) };
  const more = { history: Uint32Array.of(0, 7, 2), weights: Float64Array.of(5, 3, 1) };
  expect(model.score(more)).toEqual(model.score(known));
  expect(model.score({ ...known, user: 6 })).toEqual(model.score(known));
});

test("solves the ridge problem: the gradient is 0 at the answer, whatever the rows", () => {
  const value = fc.double({ min: -3, max: 3, noNaN: true });
  const problem = fc.integer({ min: 1, max: 7 }).chain((width) =>
    fc.record({
      rows: fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 0, maxLength: 12 }),
      targets: fc.array(value, { minLength: 12, maxLength: 12 }),
      penalties: fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: width, maxLength: width }),
    }),
  );
  fc.assert(
    fc.property(problem, ({ rows, targets, penalties }) => {
      const t = Float64Array.from(targets.slice(0, rows.length));
      const w = solveRidge(Float64Array.from(rows.flat()), t, Float64Array.from(penalties));
      const errors = rows.map((row, k) => t[k]! - row.reduce((sum, x, d) => sum + x * w[d]!, 0));
      penalties.forEach((penalty, d) => {
        const gradient = penalty * w[d]! - rows.reduce((sum, row, k) => sum + row[d]! * errors[k]!, 0);
        expect(Math.abs(gradient)).toBeLessThan(1e-8);
      });
    }),
  );
});

test("finds similar items by cosine, not by length, best first, itself and empty rows left out (worked by hand)", () => {
  const rows = Float64Array.of(1, 0, 3, 4, 10, 0, 0, 0, -1, 0); // five items, two factors
  expect(similarRows(rows, 2, 0, 10)).toEqual([
    { item: 2, score: 1 },
    { item: 1, score: 3 / 5 },
    { item: 4, score: -1 },
  ]);
  expect(similarRows(rows, 2, 0, 1)).toHaveLength(1);
  expect(similarRows(rows, 2, 3, 10)).toEqual([]);
});

test("says when it diverges, before anything is made of it", async () => {
  await expect(svd({ learningRate: 10 }).fit(rated)).rejects.toMatchObject({ code: "fit_diverged" });
});

test("reports every epoch with a falling error in the unit of the ratings, and stops in between when asked", async () => {
  const errors: number[] = [];
  await svd(small).fit(rated, { onProgress: ({ metrics }) => errors.push(metrics!.trainRmse!) });
  expect(errors).toHaveLength(200);
  expect(errors[0]).toBeGreaterThan(1);
  expect(errors.at(-1)).toBeLessThan(0.2);
  const stop = new AbortController();
  const endless = svd({ factors: 50, epochs: 10_000 }).fit(rated, {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(endless).rejects.toThrow(/abort/i);
});

test("gives other factors for another seed", async () => {
  const [a, b] = await Promise.all([0, 1].map((seed) => svd({ factors: 2 }).fit(rated, { seed })));
  expect(a!.state().tensors.itemFactors!.data).not.toEqual(b!.state().tensors.itemFactors!.data);
});
