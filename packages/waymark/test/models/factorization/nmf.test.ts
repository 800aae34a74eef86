import { expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { clearUnseen, factorModel } from "../../../src/models/factorization/factor-model.ts";
import { nmf } from "../../../src/models/factorization/nmf.ts";
import { trainAllCells } from "../../../src/models/factorization/nmf-all-cells.ts";
import { trainObserved } from "../../../src/models/factorization/nmf-observed.ts";
import { multiplyRow } from "../../../src/models/factorization/nmf-step.ts";
import type { StartingFactors } from "../../../src/models/factorization/svd.ts";
import { canPredict, queryOf, recommend } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { goldenAsked, goldenCase, goldenData, largestGap } from "../../golden/ratings/factorizations.ts";
import { twoFaculties } from "../../two-faculties.ts";
import { rankAgreement } from "../rank-agreement.ts";

describeModel(nmf, { params: { factors: 4 } });

const rated = twoFaculties({ ratings: true });
const enrolled = twoFaculties();
const usual = nmf().params as Parameters<typeof trainObserved>[1];

test("of ratings: multiplies by what they ask for over what the factors give (one epoch worked by hand)", async () => {
  const data = Dataset.fromRows(
    [
      { user: "u", item: "a", value: 3 },
      { user: "u", item: "b", value: 4 },
    ],
    { scale: { min: 1, max: 5 } },
  );
  const { userFactors, itemFactors } = await trainObserved(
    data,
    { ...usual, factors: 1, epochs: 1, regularization: 0.5 },
    {},
    { users: Float64Array.of(1), items: Float64Array.of(1, 2) },
  );
  expect(userFactors[0]).toBeCloseTo((1 * 3 + 2 * 4) / (1 * 1 + 2 * 2 + 2 * 0.5 * 1), 12);
  expect(itemFactors[0]).toBeCloseTo((1 * (1 * 3)) / (1 * 1 + 1 * 0.5 * 1), 12);
  expect(itemFactors[1]).toBeCloseTo((2 * (1 * 4)) / (1 * 2 + 1 * 0.5 * 2), 12);
});

test("of enrolments: counts what was not taken as 0 (one epoch worked by hand)", async () => {
  const data = Dataset.fromRows([
    { user: "u", item: "a" },
    { user: "v", item: "a" },
    { user: "v", item: "b" },
  ]);
  const start = { users: Float64Array.of(1, 1), items: Float64Array.of(1, 1) };
  const params = { ...usual, factors: 1, epochs: 1, regularization: 0.5 };
  const { userFactors, itemFactors } = await trainAllCells(data, params, {}, start);
  const [u, v] = [1 / (2 + 0.5), 2 / (2 + 0.5)];
  expect(userFactors[0]).toBeCloseTo(u, 12);
  expect(userFactors[1]).toBeCloseTo(v, 12);
  expect(itemFactors[0]).toBeCloseTo((u + v) / (u * u + v * v + 0.5), 12);
  expect(itemFactors[1]).toBeCloseTo(v / (u * u + v * v + 0.5), 12);
});

test.each([false, true])(
  "agrees with Surprise from the same start, fall-backs included; biased: %s",
  async (biased) => {
    const golden = goldenCase(biased ? "nmf-biased" : "nmf");
    const start = { users: golden.start("users"), items: golden.start("items") };
    const learned = clearUnseen(
      goldenData,
      await trainObserved(goldenData, { ...usual, factors: 3, epochs: 25, biased }, {}, start),
    );
    for (const name of ["userBiases", "itemBiases"] as const)
      expect(largestGap(learned[name], golden.learned(name))).toBeLessThan(1e-10);
    for (const name of ["userFactors", "itemFactors"] as const)
      expect(largestGap(learned[name], golden.learned(name, 3))).toBeLessThan(1e-10);
    const model = factorModel(goldenData, learned, () => ({ bias: 0, factors: new Float64Array(3), start: 0 }));
    const predicted = goldenAsked.map(
      ({ user, item }) => model.predict(queryOf(goldenData, user), Uint32Array.of(item))[0]!,
    );
    expect(largestGap(predicted, golden.predictions)).toBeLessThan(1e-10);
  },
);

test("multiplies all factors of a row at once, from the old ones (worked by hand)", () => {
  const row = Float64Array.of(1, 2, 0);
  const gram = Float64Array.of(2, 1, 9, 1, 3, 9, 9, 9, 9);
  multiplyRow(row, Float64Array.of(3, 4, 5), gram, 0.5, new Float64Array(3), Float64Array.of(0.25, 0.75, 1));
  expect(row[0]).toBeCloseTo((1 * 3) / (1 * 2 + 2 * 1 + 0.5 * 1 + 0.25), 12);
  expect(row[1]).toBeCloseTo((2 * 4) / (1 * 1 + 2 * 3 + 0.5 * 2 + 0.75), 12);
  expect(row[2]).toBe(0);
});

test("of enrolments: no epoch raises ‖R − PQᵀ‖² + λ (‖P‖² + ‖Q‖²)", async () => {
  const factors = 3;
  const regularization = 0.3;
  const wave = (n: number, phase: number) =>
    Float64Array.from({ length: n * factors }, (_, p) => 0.6 + 0.5 * Math.sin(phase + 2 * p));
  let at: StartingFactors = { users: wave(enrolled.users.size, 1), items: wave(enrolled.items.size, 2) };
  let before = Number.POSITIVE_INFINITY;
  for (let epoch = 0; epoch < 30; epoch++) {
    const params = { ...usual, factors, epochs: 1, regularization };
    const { userFactors, itemFactors } = await trainAllCells(enrolled, params, {}, at);
    at = { users: userFactors, items: itemFactors };
    let objective = [...userFactors, ...itemFactors].reduce((sum, x) => sum + regularization * x * x, 0);
    for (let u = 0; u < enrolled.users.size; u++)
      for (let i = 0; i < enrolled.items.size; i++) {
        let estimate = 0;
        for (let f = 0; f < factors; f++) estimate += userFactors[u * factors + f]! * itemFactors[i * factors + f]!;
        objective += ((enrolled.userItems.find(u, i) ?? 0) - estimate) ** 2;
      }
    expect(objective).toBeLessThanOrEqual(before + 1e-9);
    before = objective;
  }
});

test("keeps every factor at 0 or above, for ratings and for enrolments", async () => {
  for (const data of [rated, enrolled]) {
    const { tensors } = (await nmf({ factors: 5 }).fit(data)).state();
    for (const { data: factors } of [tensors.userFactors!, tensors.itemFactors!])
      expect(factors.every((factor) => factor >= 0)).toBe(true);
  }
});

test("predicts ratings from ratings, and offers no prediction where absent courses count as zero", async () => {
  expect(canPredict(await nmf().fit(rated))).toBe(true);
  expect(canPredict(await nmf().fit(enrolled))).toBe(false);
  expect(canPredict(await nmf({ missing: "zero" }).fit(rated))).toBe(false);
});

test.each([
  ["ratings", rated, {}],
  ["ratings with biases", rated, { biased: true }],
  ["enrolments", enrolled, {}],
  ["ratings as weights", rated, { missing: "zero" }],
] as const)("folds a trained user in close to the trained row: %s", async (_name, data, params) => {
  const model = await nmf({ factors: 2, epochs: 200, ...params }).fit(data);
  for (const user of [0, 5, 9, 14]) {
    const { history, weights } = queryOf(data, user);
    const folded = model.score({ history, weights: weights! });
    expect(rankAgreement(folded, model.score({ history, user }))).toBeGreaterThan(0.9);
  }
});

test("takes a history without ratings as liked: offers the rest of that faculty", async () => {
  for (const data of [rated, enrolled]) {
    const model = await nmf({ factors: 4 }).fit(data);
    for (const faculty of ["arts", "science"]) {
      const history = Uint32Array.of(1, 4, 6).map((n) => data.items.index(`${faculty}-${n}`));
      const list = recommend(model, { history }, 3).map(({ item }) => data.items.id(item).split("-")[0]);
      expect(list).toEqual([faculty, faculty, faculty]);
    }
  }
});

test("refuses what it cannot learn from, before training", async () => {
  await expect(nmf({ missing: "unknown" }).fit(enrolled)).rejects.toMatchObject({ code: "unsuited_data" });
  await expect(nmf({ biased: true }).fit(enrolled)).rejects.toMatchObject({ code: "invalid_input" });
  const centred = rated.replaceInteractions({
    ...rated.interactions,
    values: rated.interactions.values!.map((rating) => rating - 3),
  });
  await expect(nmf().fit(centred)).rejects.toMatchObject({ code: "unsuited_data" });
});

test("says when it diverges", async () => {
  const diverging = nmf({ biased: true, learningRate: 10 });
  await expect(diverging.fit(rated)).rejects.toMatchObject({ code: "fit_diverged" });
});

test.each([{}, { biased: true }, { missing: "zero" }] as const)(
  "ranks alike in whatever unit ratings are: %o",
  async (params) => {
    const scores = async (unit: number) => {
      const values = rated.interactions.values!.map((rating) => rating * unit);
      const rows = { ...rated.interactions, values };
      const scaled = Dataset.fromRows(
        Array.from(values, (value, p) => ({
          user: rated.users.id(rows.users[p]!),
          item: rated.items.id(rows.items[p]!),
          value,
        })),
        { scale: { min: unit, max: 5 * unit } },
      );
      const model = await nmf({ factors: 4, ...params }).fit(scaled);
      const { history, weights } = queryOf(scaled, 3);
      const asks = [queryOf(scaled, 3), { history, weights: weights! }, { history }];
      return asks.map((query) => model.score(query));
    };
    const [stars, grades] = [await scores(1), await scores(20)];
    const factor = "missing" in params ? 1 : 20; // those scores have no unit
    grades.forEach((list, n) => {
      list.forEach((score, item) => {
        expect(score / factor).toBeCloseTo(stars[n]![item]!, 9);
      });
    });
  },
);

test("does no worse than the mean on a few high grades of 0 to 100, with few factors and with many", async () => {
  const rows = Array.from({ length: 60 }, (_, n) => ({
    user: `u${n % 12}`,
    item: `i${Math.floor(n / 12)}`,
    value: 70 + 3 * Math.floor(n / 12) + (n % 12) / 2,
  }));
  const trained = rows.filter((_, n) => n % 7 !== 3);
  const data = Dataset.fromRows(trained, { scale: { min: 0, max: 100 } });
  const average = trained.reduce((sum, { value }) => sum + value, 0) / trained.length;
  for (const factors of [2, 15, 60]) {
    const model = await nmf({ factors }).fit(data);
    let [own, mean] = [0, 0];
    for (const { user, item, value } of rows.filter((_, n) => n % 7 === 3)) {
      const query = queryOf(data, data.users.index(user));
      own += (model.predict!(query, Uint32Array.of(data.items.index(item)))[0]! - value) ** 2;
      mean += (average - value) ** 2;
    }
    expect(own / mean, `${factors} factors`).toBeLessThan(1.2);
  }
});
