import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { itemKnn } from "../../../src/models/knn/item-knn.ts";
import { canPredict, type Model, type Predictor, type Progress, queryOf } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { asNewUsers, golden, goldenData, largestGap } from "../../golden/neighbours/surprise.ts";

describeModel(itemKnn);

const taken = (lists: Readonly<Record<string, string>>) =>
  Dataset.fromRows(Object.entries(lists).flatMap(([user, items]) => [...items].map((item) => ({ user, item }))));

/** x, y, z with s(x, y) = 2/√6, s(y, z) = 2/3, s(x, z) = 1/√6 where every learner counts alike. */
const lists = taken({ a: "xy", b: "xyz", c: "yz", d: "z" });
const [x, y, z] = [0, 1, 2];

describe("item-knn without ratings", () => {
  test("adds up the cosines to the courses taken", async () => {
    const model = await itemKnn({ damping: 0 }).fit(lists);
    const scores = model.score({ history: Uint32Array.of(x, z) });
    expect(scores[y]).toBeCloseTo(2 / Math.sqrt(6) + 2 / 3, 12);
    expect(scores[x]).toBeCloseTo(1 / Math.sqrt(6), 12); // by z alone: x says nothing about itself
  });

  test("lets learners with long lists count less", async () => {
    // learners a, b, c, d count 1/2, 1/3, 1/2, 1, so courses weigh x 5/6, y 4/3, z 11/6
    const model = await itemKnn({ damping: 1 }).fit(lists);
    const scores = model.score({ history: Uint32Array.of(x) });
    expect(scores[y]).toBeCloseTo((1 / 2 + 1 / 3) / Math.sqrt((5 / 6) * (4 / 3)), 12);
    expect(scores[z]).toBeCloseTo(1 / 3 / Math.sqrt((5 / 6) * (11 / 6)), 12);
  });

  test("shrinks similarities that rest on few shared learners", async () => {
    const model = await itemKnn({ damping: 0, shrinkage: 10 }).fit(lists);
    const scores = model.score({ history: Uint32Array.of(x) });
    expect(scores[y]).toBeCloseTo((2 / Math.sqrt(6)) * (2 / 12), 12);
    expect(scores[z]).toBeCloseTo((1 / Math.sqrt(6)) * (1 / 11), 12);
  });

  test("keeps the nearest neighbours of the course offered, not of the course taken", async () => {
    // nearest: of x it is y, of y it is x, of z it is y
    const model = await itemKnn({ damping: 0, neighbours: 1 }).fit(lists);
    const scoredBy = (item: number) => [...model.score({ history: Uint32Array.of(item) })].map((score) => score > 0);
    expect(scoredBy(x)).toEqual([false, true, false]);
    expect(scoredBy(y)).toEqual([true, false, true]);
    expect(scoredBy(z)).toEqual([false, false, false]);
  });

  test("says nothing where fewer neighbours than asked for were taken", async () => {
    const model = await itemKnn({ damping: 0, minNeighbours: 2 }).fit(lists);
    expect(model.score({ history: Uint32Array.of(x) })[y]).toBeNaN();
    expect(model.explain({ history: Uint32Array.of(x) }, y)).toEqual([]);
    expect(model.score({ history: Uint32Array.of(x, z) })[y]).toBeCloseTo(2 / Math.sqrt(6) + 2 / 3, 12);
  });

  test("explains by each course's part of the score", async () => {
    const model = await itemKnn({ damping: 0 }).fit(lists);
    const score = 2 / Math.sqrt(6) + 2 / 3;
    const parts = model.explain({ history: Uint32Array.of(z, x) }, y);
    expect(parts.map(({ item }) => item)).toEqual([x, z]);
    expect(parts[0]!.share).toBeCloseTo(2 / Math.sqrt(6) / score, 12);
  });

  test("lists similar courses best first", async () => {
    const model = await itemKnn({ damping: 0 }).fit(lists);
    expect(model.similar(y, 5).map(({ item }) => item)).toEqual([x, z]);
    expect(model.similar(y, 1)).toHaveLength(1);
  });

  test("promises no ratings", async () => {
    expect(canPredict(await itemKnn().fit(lists))).toBe(false);
    expect(canPredict(await itemKnn().fit(goldenData))).toBe(true);
  });

  test.each([{ similarity: "msd" }, { similarity: "pearson-baseline" }, { centring: "mean" }] as const)(
    "refuses %o, which needs ratings",
    async (params) => {
      await expect(itemKnn(params).fit(lists)).rejects.toMatchObject({ code: "unsuited_data" });
    },
  );

  test("reports progress up to the last course", async () => {
    const seen: Progress[] = [];
    await itemKnn().fit(lists, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "similarities", done: 3, of: 3 });
  });
});

describe("item-knn with ratings", () => {
  const small = Dataset.fromRows(
    [
      { user: "u1", item: "a", value: 5 },
      { user: "u1", item: "b", value: 3 },
      { user: "u2", item: "a", value: 4 },
      { user: "u2", item: "b", value: 2 },
      { user: "u2", item: "c", value: 1 },
      { user: "u3", item: "b", value: 4 },
      { user: "u3", item: "c", value: 2 },
    ],
    { scale: { min: 1, max: 5 } },
  );
  const u1 = queryOf(small, 0);
  const c = Uint32Array.of(2);

  test("averages the learner's deviations, weighted by similarity", async () => {
    // s(c, a) = 1/(3² + 1); s(c, b) = 1/((1² + 2²)/2 + 1); means a 4.5, b 3, c 1.5
    const model = (await itemKnn({ similarity: "msd", centring: "mean" }).fit(small)) as Model & Predictor;
    const [sa, sb] = [1 / 10, 1 / 3.5];
    expect(model.predict(u1, c)[0]).toBeCloseTo(1.5 + (sa * (5 - 4.5) + sb * (3 - 3)) / (sa + sb), 12);
  });

  test("lets the expected rating weigh beside the neighbours, always where similarities are shrunk", async () => {
    const prior = 0.7;
    const model = (await itemKnn({ similarity: "msd", centring: "mean", prior }).fit(small)) as Model & Predictor;
    const [sa, sb] = [1 / 10, 1 / 3.5];
    expect(model.predict(u1, c)[0]).toBeCloseTo(1.5 + (sa * (5 - 4.5) + sb * (3 - 3)) / (sa + sb + prior), 12);
    const usual = itemKnn().fit(goldenData);
    const quarter = itemKnn({ prior: 0.25 }).fit(goldenData);
    expect((await usual).score(queryOf(goldenData, 0))).toEqual((await quarter).score(queryOf(goldenData, 0)));
  });

  test("counts what few ratings say for less in lists, never in predictions", async () => {
    // c has 2 raters; the learner's mean is 4
    const bold = await itemKnn({ similarity: "msd", centring: "mean", scoreShrinkage: 0 }).fit(small);
    const wary = await itemKnn({ similarity: "msd", centring: "mean", scoreShrinkage: 6 }).fit(small);
    expect(wary.score(u1)[2]).toBeCloseTo(4 + ((bold.score(u1)[2]! - 4) * 2) / (2 + 6), 12);
    expect(wary.predict!(u1, c)).toEqual(bold.predict!(u1, c));
  });

  test("explains by what each rating adds to the weighted sum", async () => {
    const model = await itemKnn({ similarity: "msd", centring: "none" }).fit(small);
    const [a, b] = [(1 / 10) * 5, (1 / 3.5) * 3];
    const parts = model.explain(u1, 2);
    expect(parts.map(({ item }) => item)).toEqual([1, 0]);
    expect(parts[0]!.share).toBeCloseTo(b / (a + b), 12);
  });

  test("gives no reasons where too few neighbours count for a prediction of their own", async () => {
    const model = await itemKnn({ similarity: "msd", centring: "none", neighbours: 1, minNeighbours: 2 }).fit(small);
    expect(model.explain(u1, 2)).toEqual([]);
  });

  test("gives no reasons where every course taken speaks against it", async () => {
    const model = await itemKnn({ similarity: "msd", centring: "mean" }).fit(small);
    expect(model.explain({ history: Uint32Array.of(0, 1), weights: Float64Array.of(1, 1) }, 2)).toEqual([]);
  });

  test("takes a history without ratings as one of liked courses", async () => {
    const model = (await itemKnn({ similarity: "msd", centring: "mean" }).fit(small)) as Model & Predictor;
    const [liked] = model.predict({ history: Uint32Array.of(1) }, c);
    const [rated3] = model.predict({ history: Uint32Array.of(1), weights: Float64Array.of(3) }, c);
    expect(liked).toBeGreaterThan(rated3!);
  });

  test.each(golden.neighbours.filter(({ model }) => model === "item-knn"))(
    "predicts what Surprise predicts, $params",
    async ({ params, predictions }) => {
      const model = (await itemKnn({ ...params, prior: 0 }).fit(goldenData)) as Model & Predictor;
      expect(largestGap(model, predictions)).toBeLessThan(1e-10);
      expect(largestGap(asNewUsers(model), predictions)).toBeLessThan(1e-10);
    },
  );

  test("scores as it predicts where no shrinkage is asked for, whatever the settings", async () => {
    const settings = fc.record({
      similarity: fc.constantFrom("cosine", "msd", "pearson", "pearson-baseline"),
      centring: fc.constantFrom("none", "mean", "z-score", "baseline"),
      shrinkage: fc.constantFrom(0, 3),
      neighbours: fc.integer({ min: 1, max: 6 }),
      minNeighbours: fc.integer({ min: 1, max: 2 }),
      scoreShrinkage: fc.constant(0),
    });
    await fc.assert(
      fc.asyncProperty(settings, fc.nat(7), async (params, user) => {
        const model = (await itemKnn(params).fit(goldenData)) as Model & Predictor;
        const query = queryOf(goldenData, user);
        const predicted = model.predict(
          query,
          Uint32Array.from({ length: 7 }, (_, item) => item),
        );
        model.score(query).forEach((score, item) => {
          if (Number.isNaN(score)) expect(predicted[item]).toBeNaN();
          else expect(predicted[item]).toBeCloseTo(Math.max(1, Math.min(5, score)), 12);
        });
      }),
      { numRuns: 60 },
    );
  });
});
