import { describe, expect, test } from "vitest";
import { sharedCore } from "../../../src/compute/core/core.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";
import { nmf } from "../../../src/models/factorization/nmf.ts";
import { svd } from "../../../src/models/factorization/svd.ts";
import { svdpp } from "../../../src/models/factorization/svdpp.ts";
import { measureDeviations } from "../../../src/models/knn/pair-deviations.ts";
import { slopeOne } from "../../../src/models/knn/slope-one.ts";
import type { Estimator, FitOptions, Model, Query } from "../../../src/models/model.ts";
import { queryOf } from "../../../src/models/model.ts";
import type { FactorForm, HasScoringForm } from "../../../src/models/scoring/scoring-form.ts";
import { goldenData } from "../../golden/ratings/factorizations.ts";
import { twoFaculties } from "../../two-faculties.ts";

const rated = twoFaculties({ ratings: true });
const enrolled = twoFaculties();

const kinds: readonly (readonly [string, (factors: number, epochs?: number) => Estimator, Dataset])[] = [
  ["svd", (factors, epochs = 2) => svd({ factors, epochs }), rated],
  ["svd++", (factors, epochs = 2) => svdpp({ factors, epochs }), rated],
  ["nmf of ratings", (factors, epochs = 2) => nmf({ factors, epochs }), rated],
  ["nmf of enrolments", (factors, epochs = 2) => nmf({ factors, epochs }), enrolled],
];

/** The same object but for some properties. */
const but = <T extends object>(object: T, changed: Partial<T>): T =>
  new Proxy(object, { get: (target, key) => Reflect.get(key in changed ? changed : target, key) });

/** A data set large enough that an epoch takes a while. */
function manyRatings(users: number, items: number, each: number): Dataset {
  const size = users * each;
  return new Dataset({
    name: "many",
    users: new Vocabulary(
      "learner",
      Array.from({ length: users }, (_, n) => `u${n}`),
    ),
    items: new Vocabulary(
      "course",
      Array.from({ length: items }, (_, n) => `i${n}`),
    ),
    scale: { min: 1, max: 5 },
    interactions: {
      users: Uint32Array.from({ length: size }, (_, p) => Math.floor(p / each)),
      items: Uint32Array.from({ length: size }, (_, p) => ((p % each) * 7 + Math.floor(p / each)) % items),
      values: Float64Array.from({ length: size }, (_, p) => 1 + (p % 5)),
    },
  });
}

describe.each(kinds)("%s", (_name, make, data) => {
  test.each([1, 2, 3, 5, 2000])("trains with %i factors and hands all room back", async (factors) => {
    await make(factors, 1).fit(data, { threads: 1 }); // scratch is kept for the next job
    const before = sharedCore().used;
    const model = await make(factors).fit(data, { threads: 1 });
    expect(model.score(queryOf(data, 0)).every(Number.isFinite)).toBe(true);
    expect(model.state().tensors.itemFactors!.shape).toEqual([data.items.size, factors]);
    expect(sharedCore().used).toBe(before);
  });

  test("says which memory it would need, before anything is allocated, and hands nothing out", async () => {
    const before = sharedCore().used;
    const vast = but(data, { users: but(data.users, { size: 10 ** 8 }) });
    await expect(make(2000).fit(vast)).rejects.toMatchObject({
      code: "memory_limit",
      message: expect.stringMatching(/2000 factors for 100000000 learners.*GiB.*Use fewer factors/),
    });
    expect(sharedCore().used).toBe(before);
  });

  test("hands all room back when it is stopped, and stops though no epoch is reported before the signal", async () => {
    await make(100, 1).fit(data, { threads: 1 });
    const before = sharedCore().used;
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 5);
    await expect(make(100, 10_000).fit(data, { signal: stop.signal, threads: 1 })).rejects.toThrow(/abort/i);
    expect(sharedCore().used).toBe(before);
  });

  test("gives the same factors for a seed on one thread and on two", async () => {
    const fit = async (options: FitOptions) => (await make(7).fit(data, { seed: 4, ...options })).state().tensors;
    const [one, two] = [await fit({ threads: 1 }), await fit({ threads: 2 })];
    expect(two).toEqual(one);
  });
});

test("svd stops in the middle of an epoch", async () => {
  const data = manyRatings(20_000, 500, 60);
  const stop = new AbortController();
  const seen: number[] = [];
  setTimeout(() => stop.abort(), 30);
  const endless = svd({ factors: 300, epochs: 3 }).fit(data, {
    signal: stop.signal,
    threads: 1,
    onProgress: ({ done }) => seen.push(done),
  });
  await expect(endless).rejects.toThrow(/abort/i);
  expect(seen).toEqual([]); // 1.2 million ratings of 300 factors: the first epoch was under way
});

test("slope one hands all room back, also when there are too many pairs", async () => {
  await slopeOne().fit(rated, { threads: 2 });
  const before = sharedCore().used;
  await slopeOne().fit(rated, { threads: 2 });
  await expect(measureDeviations(rated.userItems, rated.itemUsers, {}, 5)).rejects.toMatchObject({
    code: "unsuited_data",
  });
  expect(sharedCore().used).toBe(before);
});

describe("scores many queries as one at a time", () => {
  const newUser = (query: Query): Query => ({ history: query.history, weights: query.weights! });
  const nobody: Query = { history: new Uint32Array(0) };
  const cases: readonly (readonly [string, Estimator, Dataset])[] = [
    ["svd", svd({ factors: 5 }), goldenData],
    ["svd without biases", svd({ factors: 5, biased: false }), goldenData],
    ["svd++", svdpp({ factors: 5 }), goldenData],
    ["nmf", nmf({ factors: 5 }), goldenData],
    ["nmf with biases", nmf({ factors: 5, biased: true }), goldenData],
    ["nmf of enrolments", nmf({ factors: 5, missing: "zero" }), goldenData],
  ];

  test.each(cases)("%s", async (_name, estimator, data) => {
    const model = (await estimator.fit(data)) as Model & HasScoringForm;
    const form = model.scoringForm() as FactorForm;
    expect(form.kind).toBe("factors");
    const queries = [0, 3, 6].flatMap((user) => [queryOf(data, user), newUser(queryOf(data, user))]);
    for (const query of [...queries, nobody, { history: Uint32Array.of(7) }]) {
      const { factors, offset } = form.userVector(query)!;
      model.score(query).forEach((score, item) => {
        const product = Array.from(factors).reduce(
          (sum, part, f) => sum + part * form.items[item * form.factors + f]!,
          0,
        );
        const scorable = form.scorable === undefined || form.scorable[item] === 1;
        expect(Number.isNaN(score)).toBe(!scorable);
        if (scorable) expect(offset + (form.itemBias?.[item] ?? 0) + product).toBeCloseTo(score, 5);
      });
    }
  });
});
