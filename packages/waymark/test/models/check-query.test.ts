import { describe, expect, test } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { InvalidInputError } from "../../src/errors.ts";
import { als } from "../../src/models/factorization/als.ts";
import { itemKnn } from "../../src/models/knn/item-knn.ts";
import { type Model, type Query, queryOf, recommend } from "../../src/models/model.ts";
import { createScorer } from "../../src/models/scoring/create-scorer.ts";
import { recommendBatch } from "../../src/models/scoring/recommend-batch.ts";

const data = Dataset.fromRows(
  ["aA", "aB", "bA", "bC", "cB", "cC", "cD"].map(([user, item]) => ({ user: user!, item: item! })),
);
const history = Uint32Array.of(0, 1);
const floats = (...weights: number[]) => Float64Array.from(weights);

const wrong: readonly (readonly [string, unknown, RegExp])[] = [
  ["a course out of range", { history: Uint32Array.of(0, 99) }, /indexes of courses, 0 … 3, received 99.*items\.index/],
  ["a course twice", { history: Uint32Array.of(0, 1, 0) }, /each course once, received 0/],
  ["ids", { history: ["A", "B"] }, /item indexes, not of ids.*Uint32Array\.from\(ids/],
  ["a plain array", { history: [0, 1] }, /a Uint32Array of item indexes, received \[0,1\]/],
  ["no history", {}, /query\.history must be a Uint32Array.*queryOf\(data, user\)/],
  ["too few weights", { history, weights: floats(1) }, /one for each of the 2 courses of the history, received "1"/],
  ["too many weights", { history, weights: floats(1, 1, 1) }, /one for each of the 2 courses/],
  ["a weight that is no number", { history, weights: floats(1, Number.NaN) }, /finite numbers, received NaN/],
  ["an infinite weight", { history, weights: floats(1, Number.POSITIVE_INFINITY) }, /finite numbers/],
  [
    "a user the model does not know",
    { history, user: 3 },
    /trained on, 0 … 2, received 3.*Leave it out for a new user/,
  ],
  ["a negative user", { history, user: -1 }, /received -1/],
  ["a user by id", { history, user: "a" }, /the index of a user.*received "a"/],
  ["no query", undefined, /query must be an object with a history, received undefined/],
];

const batch = async (model: Model, query: Query) => {
  for await (const _ of recommendBatch(model, { size: 1, at: () => query }, 2));
};

describe.each([
  ["one by one", () => itemKnn().fit(data)],
  ["by the compute core", () => als({ factors: 2 }).fit(data)],
])("a model asked %s", (_, fit) => {
  test.each(wrong)("rejects a query with %s", async (_, query, message) => {
    const model = await fit();
    const asked = query as Query;
    expect(() => recommend(model, asked, 2)).toThrow(InvalidInputError);
    expect(() => recommend(model, asked, 2)).toThrow(message);
    await expect(batch(model, asked)).rejects.toThrow(message);
    using scorer = createScorer(model);
    await expect(scorer.rank([{ history }, asked], { limit: 2 })).rejects.toThrow(message);
    await expect(scorer.score([asked], [history])).rejects.toThrow(message);
  });

  test("takes every sound query, and the same course in two of them", async () => {
    const model = await fit();
    for (const query of [queryOf(data, 0), { history }, { history: new Uint32Array() }, { history, user: 2 }])
      expect(() => recommend(model, query, 2)).not.toThrow();
    using scorer = createScorer(model);
    await expect(scorer.rank([{ history }, { history }], { limit: 1 })).resolves.toBeDefined();
  });
});

test.each<[string, unknown, RegExp]>([
  ["an estimator", itemKnn(), /an estimator that has not been trained.*await itemKnn\(\)\.fit\(data\)/],
  ["a factory", itemKnn, /a function that makes estimators/],
  ["a promise", Promise.resolve(), /a promise; await it/],
  ["nothing", undefined, /received undefined/],
])("%s cannot be asked", async (_, given, message) => {
  const model = given as Model;
  expect(() => recommend(model, { history }, 2)).toThrow(message);
  expect(() => createScorer(model)).toThrow(message);
  await expect(batch(model, { history })).rejects.toThrow(message);
});

test("queries in an array are rejected with the way to hand them over", async () => {
  const model = await itemKnn().fit(data);
  await expect(recommendBatch(model, [{ history }] as never, 2).next()).rejects.toThrow(/size and a function at\(n\)/);
});
