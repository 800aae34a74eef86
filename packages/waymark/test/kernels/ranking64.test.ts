import { expect, test } from "vitest";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { Random } from "../../src/compute/random.ts";
import { Dataset } from "../../src/data/dataset.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import type { RegisteredModel } from "../../src/models/define-model.ts";
import * as models from "../../src/models/index.ts";
import { type Model, type Query, queryOf } from "../../src/models/model.ts";
import { createScorer } from "../../src/models/scoring/create-scorer.ts";
import { OneByOneScorer } from "../../src/models/scoring/one-by-one-scorer.ts";
import type { RankedLists } from "../../src/models/scoring/scorer.ts";
import { scoringFormOf } from "../../src/models/scoring/scoring-form.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";

const [USERS, TOPICS] = [60, 5];
const random = new Random(11);
const some = (share: number, of: number) =>
  Uint32Array.from({ length: of }, (_, i) => i).filter(() => random.uniform() < share);
const shuffled = (items: Uint32Array) => {
  random.shuffle(items);
  return items;
};
const stars = (length: number) => Float64Array.from({ length }, () => 1 + random.below(5));

/** Whole stars and few topics, so that scores tie; some courses nobody took, some learners with one rating, one with none. */
function world(ratings: boolean, size = 43): Dataset {
  const [users, items, values]: number[][] = [[], [], []];
  for (let user = 0; user < USERS - 1; user++)
    for (const item of user < 3 ? [user] : some(user % 2 === 0 ? 0.25 : 0.5, size)) {
      if (item % 10 === 9) continue;
      users!.push(user);
      items!.push(item);
      values!.push(user === 5 ? 4 : 1 + random.below(5));
    }
  const names = (prefix: string, size: number) => Array.from({ length: size }, (_, n) => `${prefix}${100 + n}`);
  const words = ["fox", "owl", "cat", "dog", "elk", "hen"];
  return new Dataset({
    name: "random world",
    users: new Vocabulary("learner", names("u", USERS)),
    items: new Vocabulary("course", names("c", size)),
    interactions: {
      users: Uint32Array.from(users!),
      items: Uint32Array.from(items!),
      ...(ratings && { values: Float64Array.from(values!) }),
    },
    ...(ratings && { scale: { min: 1, max: 5 } }),
    itemFeatures: {
      titles: Array.from({ length: size }, (_, i) => words[i % 6]!),
      texts: Array.from({ length: size }, (_, i) => (i % 7 === 0 ? undefined : `${words[i % 4]!} ${words[i % 5]!}`)),
      topics: {
        names: names("t", TOPICS),
        matrix: CsrMatrix.fromCoordinates(
          size,
          TOPICS,
          Uint32Array.from({ length: 2 * size - 2 }, (_, p) => p >> 1),
          Uint32Array.from({ length: 2 * size - 2 }, (_, p) => ((p >> 1) + (p & 1) * (1 + ((p >> 1) % 3))) % TOPICS),
        ),
      },
    },
  });
}

const explicit = world(true);
const implicit = world(false);
const large = world(true, 140); // more neighbours in a history than are chosen from one by one

function queriesFor(data: Dataset): readonly Query[] {
  const all = Uint32Array.from({ length: data.items.size }, (_, i) => i);
  return [
    ...Array.from({ length: USERS }, (_, user) => queryOf(data, user)),
    ...Array.from({ length: 12 }, (_, n): Query => {
      const history = shuffled(some(n % 3 === 0 ? 0.1 : 0.6, all.length));
      return { history, ...(n % 2 === 0 && { weights: stars(history.length) }), ...(n > 8 && { user: n }) };
    }),
    { history: new Uint32Array(0) },
    { history: new Uint32Array(0), weights: new Float64Array(0) },
    { history: Uint32Array.of(9, 19), weights: Float64Array.of(2, 5) }, // nobody took them
    { history: all },
  ];
}

type Case = readonly [kernel: string, kind: RegisteredModel, data: Dataset, params?: Readonly<Record<string, unknown>>];
const { random: shuffle, popularity, mean, baseline, slopeOne, itemKnn, userKnn, coClustering } = models;
const { courseSimilarity, userProfile } = models;

/** The models whose forms are exact, with settings that take every branch. */
const cases: readonly Case[] = [
  ["rankHashes", shuffle, explicit],
  ["rankBase", popularity, implicit],
  ["rankBase", mean, explicit],
  ["rankBase", baseline, explicit],
  ["rankBase", baseline, explicit, { method: "sgd", epochs: 3 }],
  ["rankDeviations", slopeOne, explicit],
  ["rankDeviations", slopeOne, explicit, { weighted: true, scoreShrinkage: 0 }],
  ["rankItemRatings", itemKnn, explicit],
  ["rankItemRatings", itemKnn, explicit, { neighbours: 3, centring: "none", minNeighbours: 2 }],
  ["rankItemRatings", itemKnn, explicit, { neighbours: 2, centring: "z-score", similarity: "pearson" }],
  ["rankItemRatings", itemKnn, explicit, { neighbours: 5, centring: "mean", similarity: "msd" }],
  ["rankItemRatings", itemKnn, explicit, { neighbours: 4, centring: "baseline", similarity: "pearson-baseline" }],
  ["rankItemRatings", itemKnn, large, { neighbours: 20, similarity: "msd", shrinkage: 0 }],
  ["rankItemRatings", itemKnn, large, { neighbours: 7, similarity: "cosine", centring: "mean" }],
  ["rankUserRatings", userKnn, explicit],
  ["rankUserRatings", userKnn, explicit, { neighbours: 3, centring: "none", minNeighbours: 2, similarity: "cosine" }],
  ["rankUserRatings", userKnn, explicit, { neighbours: 2, centring: "z-score", similarity: "pearson", shrinkage: 3 }],
  ["rankUserRatings", userKnn, explicit, { neighbours: 5, centring: "mean", similarity: "msd", scoreShrinkage: 0 }],
  ["rankUserRatings", userKnn, explicit, { neighbours: 4, centring: "baseline", similarity: "pearson-baseline" }],
  ["rankSums64", itemKnn, implicit, { minNeighbours: 2 }],
  ["rankSums64", courseSimilarity, explicit],
  ["rankSums64", courseSimilarity, implicit, { combine: "maximum", weighting: "counts", threshold: 0 }],
  ["rankClusters", coClustering, explicit],
  ["rankClusters", coClustering, explicit, { userClusters: 1, itemClusters: 7, scoreShrinkage: 0 }],
  ["rankProfiles", userProfile, explicit],
  ["rankProfiles", userProfile, implicit, { normalize: true, threshold: 0.3 }],
];

/** Numbers equal to the last bit; places of items without a score mean nothing. */
function expectSame(actual: RankedLists, expected: RankedLists): void {
  expect([...actual.offsets]).toEqual([...expected.offsets]);
  expect([...actual.items]).toEqual([...expected.items]);
  expect([...actual.scores]).toEqual([...expected.scores]);
  const [ours, theirs] = [actual.places!, expected.places!];
  expect([...ours.scores]).toEqual([...theirs.scores]);
  expect([...ours.better]).toEqual([...theirs.better]);
  const scored = [...theirs.scores.keys()].filter((p) => !Number.isNaN(theirs.scores[p]));
  for (const key of ["level", "ahead"] as const)
    expect(scored.map((p) => ours[key][p])).toEqual(scored.map((p) => theirs[key][p]));
}

describeVariants("ranking in float64", (core) => {
  for (const [kernel, kind, data, params = {}] of cases)
    test(`${kernel} ranks as the scores of ${kind.key} do, to the last bit: ${JSON.stringify(params)}`, async () => {
      const model: Model = await kind.create(params).fit(data, { seed: 2, core });
      expect(scoringFormOf(model)?.kind).toBe("exact");
      const queries = queriesFor(data);
      const size = data.items.size;
      const masked = queries.map(() => some(0.1, size));
      using scorer = createScorer(model, { core });
      using slow = new OneByOneScorer(model);
      for (const limit of [0, 1, 7, size]) {
        const placesOf = queries.map((_, n) => shuffled(some((n % 4) / 4, size)));
        for (const request of [
          { limit, placesOf },
          { limit, placesOf, masked },
        ])
          expectSame(await scorer.rank(queries, request), await slow.rank(queries, request));
      }
      const items = queries.map(({ history }) => Uint32Array.from([...history, 0, size - 1]));
      expect([...(await scorer.score(queries, items))]).toEqual([...(await slow.score(queries, items))]);
    });

  test("is the same on two threads", async () => {
    const model = await userKnn().fit(explicit);
    const queries = Array.from({ length: 6 }, () => queriesFor(explicit)).flat();
    using scorer = createScorer(model, { core });
    const [one, two] = [
      await scorer.rank(queries, { limit: 5 }, { threads: 1 }),
      await scorer.rank(queries, { limit: 5 }, { threads: 2 }),
    ];
    expect(two).toEqual(one);
  });
});

test("answers in blocks where many users may be neighbours, each as if asked alone", async () => {
  const users = Uint32Array.from({ length: 10_000 }, (_, p) => p >> 1);
  const data = new Dataset({
    name: "many learners",
    users: new Vocabulary(
      "learner",
      Array.from({ length: 5000 }, (_, n) => `u${n}`),
    ),
    items: new Vocabulary("course", ["a", "b", "c", "d", "e", "f", "g"]),
    interactions: {
      users,
      items: users.map((user, p) => (p % 2 === 0 ? user % 3 : 3 + (user % 4))),
      values: Float64Array.from(users, (user, p) => 1 + ((user * 7 + p) % 5)),
    },
    scale: { min: 1, max: 5 },
  });
  const model = await userKnn().fit(data);
  using scorer = createScorer(model);
  using slow = new OneByOneScorer(model);
  const queries = Array.from({ length: 900 }, (_, user) => queryOf(data, user)); // 838 at a time
  const { offsets, items, scores, places } = await scorer.rank(queries, {
    limit: 3,
    placesOf: queries.map((_, n) => Uint32Array.of(n % 7)),
  });
  for (const n of [0, 837, 838, 899]) {
    const alone = await slow.rank([queries[n]!], { limit: 3, placesOf: [Uint32Array.of(n % 7)] });
    expect([...items.subarray(offsets[n], offsets[n + 1])]).toEqual([...alone.items]);
    expect([...scores.subarray(offsets[n], offsets[n + 1])]).toEqual([...alone.scores]);
    expect(places!.ahead[n]).toBe(alone.places!.ahead[0]);
  }
});
