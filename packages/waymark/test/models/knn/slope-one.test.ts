import fc from "fast-check";
import { expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { measureDeviations } from "../../../src/models/knn/pair-deviations.ts";
import { slopeOne } from "../../../src/models/knn/slope-one.ts";
import { canFindSimilar, type Model, type Predictor, type Progress, queryOf } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { asNewUsers, golden, goldenData, largestGap } from "../../golden/neighbours/surprise.ts";

describeModel(slopeOne, { personalized: false }); // shifts ratings, so opposite preferences cancel out: see its card

/** u1 rated a 5 and b 3; u2 a 3 and c 1; u3 a 4, b 4 and c 5. */
const small = Dataset.fromRows(
  [
    { user: "u1", item: "a", value: 5 },
    { user: "u1", item: "b", value: 3 },
    { user: "u2", item: "a", value: 3 },
    { user: "u2", item: "c", value: 1 },
    { user: "u3", item: "a", value: 4 },
    { user: "u3", item: "b", value: 4 },
    { user: "u3", item: "c", value: 5 },
  ],
  { scale: { min: 1, max: 5 } },
);
const c = Uint32Array.of(2);
const fit = async (weighted: boolean) => (await slopeOne({ weighted }).fit(small)) as Model & Predictor;

test("moves the learner's mean by the mean deviation", async () => {
  // dev(c, a) = ((1 − 3) + (5 − 4)) / 2 = −1/2; dev(c, b) = 5 − 4 = 1
  const model = await fit(false);
  expect(model.predict(queryOf(small, 0), c)[0]).toBeCloseTo((5 + 3) / 2 + (-1 / 2 + 1) / 2, 12);
});

test("weighted, moves each rating by its deviation and counts it by the learners behind it", async () => {
  const model = await fit(true);
  expect(model.predict(queryOf(small, 0), c)[0]).toBeCloseTo((2 * (5 - 1 / 2) + 1 * (3 + 1)) / 3, 12);
});

test("predicts what Surprise predicts, for trained and new learners alike", async () => {
  const model = (await slopeOne().fit(goldenData)) as Model & Predictor;
  expect(largestGap(model, golden.slopeOne)).toBeLessThan(1e-10);
  expect(largestGap(asNewUsers(model), golden.slopeOne)).toBeLessThan(1e-10);
});

test.each([false, true])("scores as it predicts where no shrinkage is asked for (weighted: %s)", async (weighted) => {
  const model = (await slopeOne({ weighted, scoreShrinkage: 0 }).fit(goldenData)) as Model & Predictor;
  fc.assert(
    fc.property(fc.nat(7), (user) => {
      const query = queryOf(goldenData, user);
      const predicted = model.predict(
        query,
        Uint32Array.from({ length: 7 }, (_, item) => item),
      );
      model.score(query).forEach((score, item) => {
        expect(predicted[item]).toBeCloseTo(Math.max(1, Math.min(5, score)), 12);
      });
    }),
  );
});

test("counts what few ratings say for less in lists", async () => {
  // c has 2 raters, u1 the mean 4 and the prediction 4.25
  const model = await slopeOne({ scoreShrinkage: 6 }).fit(small);
  expect(model.score(queryOf(small, 0))[2]).toBeCloseTo(4 + (0.25 * 2) / 8, 12);
});

test("leaves an item itself out of what it is compared with", async () => {
  const { deviations } = await measureDeviations(small.userItems, small.itemUsers, {});
  for (let item = 0; item < 3; item++) expect(deviations.find(item, item)).toBeUndefined();
});

test("falls back to the learner's mean where no course taken was compared, and says nothing of unrated courses", async () => {
  const apart = Dataset.fromRows(
    [
      { user: "u1", item: "a", value: 2 },
      { user: "u1", item: "b", value: 3 },
      { user: "u2", item: "c", value: 5 },
      { user: "u2", item: "d", value: 5 },
    ],
    { scale: { min: 1, max: 5 } },
  );
  const rows = apart.interactions;
  const withoutD = apart.replaceInteractions({
    users: rows.users.slice(0, 3),
    items: rows.items.slice(0, 3),
    values: rows.values!.slice(0, 3),
  });
  const model = (await slopeOne().fit(withoutD)) as Model & Predictor;
  expect([...model.predict(queryOf(withoutD, 0), Uint32Array.of(2, 3))]).toEqual([2.5, Number.NaN]);
  expect([...model.score(queryOf(withoutD, 0)).slice(2)]).toEqual([2.5, Number.NaN]);
  expect(model.predict({ history: new Uint32Array(0) }, c)[0]).toBeNaN();
});

test("refuses more pairs than fit, and says what to do", async () => {
  await expect(measureDeviations(small.userItems, small.itemUsers, {}, 5)).rejects.toMatchObject({
    code: "unsuited_data",
    message: expect.stringContaining("item-knn"),
  });
  await expect(measureDeviations(small.userItems, small.itemUsers, {}, 6)).resolves.toBeDefined();
});

test("reports progress up to the last course, and claims no likeness between courses", async () => {
  const seen: Progress[] = [];
  const model = await slopeOne().fit(small, { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toEqual({ stage: "deviations", done: 3, of: 3 });
  expect(canFindSimilar(model)).toBe(false);
});
