import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { Random } from "../../../src/compute/random.ts";
import { evaluate } from "../../../src/evaluation/evaluate.ts";
import { auc } from "../../../src/evaluation/metrics/auc.ts";
import { PerUserResults } from "../../../src/evaluation/per-user-results.ts";
import { prepareFold, queryOfTrainUser } from "../../../src/evaluation/prepared-fold.ts";
import { rankUsers } from "../../../src/evaluation/rank-users.ts";
import type { ModelResult } from "../../../src/evaluation/result.ts";
import { Stopwatch } from "../../../src/evaluation/stopwatch.ts";
import type { Estimator, Query } from "../../../src/models/model.ts";
import type { ScoringForm } from "../../../src/models/scoring/scoring-form.ts";
import { firstRelevantRank } from "../metrics/first-relevant-rank.ts";
import { optionsOf, type TinyFold, type TinyRow, type TinyWorld, tinyWorld } from "./tiny.ts";

const [users, items] = [60, 37];
const scorable = Uint8Array.from({ length: items }, (_, item) => Number(item % 9 !== 4));
const small = (random: Random) => random.below(3) - 1; // few values, so that there are ties; exact in float32
const integers = (length: number, seed: number): Float32Array => {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => small(random));
};

interface Case {
  readonly name: string;
  readonly form: ScoringForm;
  readonly score: (query: Query) => ArrayLike<number>;
}

const square = integers(items * items, 1);
const known = ({ history }: Query) => history.filter((item) => scorable[item]);
const sums = (query: Query, weigh: (query: Query) => ArrayLike<number> = ({ history }) => history.map(() => 1)) =>
  Float64Array.from({ length: items }, (_, item) =>
    query.history.reduce((sum, taken, h) => sum + weigh(query)[h]! * square[taken * items + item]!, 0),
  );
/** Nothing is said of items that are not usable, nor without any history that counts. */
const silenced = (scores: Float64Array, speaks: boolean) =>
  scores.map((score, item) => (speaks && scorable[item] ? score : Number.NaN));
const even = ({ history }: Query) => Float64Array.from(history, (item) => (item % 2 === 0 ? 2 : 0));

const factors = 5;
const rows = integers(items * factors, 2);
const itemBias = integers(items, 3);
const userVector = (query: Query) =>
  known(query).length === 0
    ? undefined
    : {
        factors: Float64Array.from({ length: factors }, (_, f) =>
          known(query).reduce((sum, item) => sum + rows[item * factors + f]!, 0),
        ),
        offset: query.history.length % 3,
      };

const sparse = CsrMatrix.fromCoordinates(
  items,
  items,
  Uint32Array.from(square.keys(), (p) => p / items),
  Uint32Array.from(square.keys(), (p) => p % items),
  Float64Array.from(square),
);

const withoutZeros = (scores: Float64Array) => scores.map((score) => (score === 0 ? Number.NaN : score));

const cases: readonly Case[] = [
  {
    name: "factors",
    form: { kind: "factors", factors, items: rows, itemBias, scorable, userVector },
    score: (query) => {
      const own = userVector(query);
      const scores = Float64Array.from(
        itemBias,
        (start, item) =>
          start + (own?.factors.reduce((sum, x, f) => sum + x * rows[item * factors + f]!, own.offset) ?? 0),
      );
      return silenced(scores, own !== undefined);
    },
  },
  {
    name: "dense",
    form: { kind: "dense", weights: square, scorable },
    score: (query) => withoutZeros(silenced(sums(query), known(query).length > 0)),
  },
  {
    name: "dense, weighed",
    form: { kind: "dense", weights: square, scorable, weigh: even },
    score: (query) =>
      withoutZeros(
        silenced(
          sums(query, even),
          known(query).some((item) => item % 2 === 0),
        ),
      ),
  },
  {
    name: "sparse",
    form: { kind: "sparse", weights: sparse, scorable, zeroIsUnknown: false },
    score: (query) => silenced(sums(query), known(query).length > 0),
  },
  {
    name: "sparse, 0 unknown",
    form: { kind: "sparse", weights: sparse, scorable, zeroIsUnknown: true },
    score: (query) => withoutZeros(silenced(sums(query), true)),
  },
  {
    name: "block, with NaN",
    form: {
      kind: "block",
      open: () => ({
        score: async (queries, out, stride) => {
          queries.forEach((query, n) => {
            out.set(blockScores(query), n * stride);
          });
        },
      }),
    },
    score: (query) => blockScores(query),
  },
  {
    name: "block, all level",
    form: {
      kind: "block",
      open: () => ({ score: async (queries, out, stride) => void out.fill(1, 0, queries.length * stride) }),
    },
    score: () => new Float64Array(items).fill(1),
  },
];

function blockScores({ history, user = 7 }: Query): Float64Array {
  const random = new Random(user, history.length);
  return Float64Array.from({ length: items }, () => (random.below(4) === 0 ? Number.NaN : small(random)));
}

/** The same scores with a batch form and without. */
const estimator = ({ form, score }: Case, inBatches: boolean): Estimator => ({
  key: "tested",
  params: {},
  fit: async (data) => ({
    items: data.items,
    score: (query: Query) => Float64Array.from(score(query)),
    state: () => ({ numbers: {}, tensors: {} }),
    ...(inBatches && { scoringForm: () => form }),
  }),
});

/** Some users without training rows, some without test rows; negatives repeat test items, each other and the history. */
function randomWorld(seed: number, withNegatives: boolean): TinyWorld {
  const random = new Random(seed);
  const train: TinyRow[] = [];
  const held: TinyRow[] = [];
  for (let user = 0; user < users; user++) {
    const order = Array.from({ length: items }, (_, item) => item).sort(() => random.uniform() - 0.5);
    const [taken, tested] = [user % 6 === 0 ? 0 : random.below(8), user % 7 === 0 ? 0 : random.below(5)];
    for (const item of order.slice(0, taken)) train.push([user, item]);
    for (const item of order.slice(taken, taken + tested)) held.push([user, item]);
  }
  const some = (length: number) => Array.from({ length }, () => random.below(items));
  const fold: TinyFold = {
    train,
    test: held,
    ...(withNegatives && { negatives: held.map(([, item], n) => (n % 3 === 0 ? [item, ...some(6)] : some(n % 8))) }),
  };
  return tinyWorld({ users, items }, [fold]);
}

async function outcome(world: TinyWorld, tested: Case, inBatches: boolean): Promise<Partial<ModelResult>> {
  const options = optionsOf(world, { k: [1, 3, 50] });
  const { results } = await evaluate(world.data, [estimator(tested, inBatches)], options);
  const { fitSeconds, predictSeconds, metricSeconds, ...rest } = results[0]!;
  return rest;
}

describe.each(["every unseen item", "published negatives"])("scored in blocks, against %s", (protocol) => {
  const negatives = protocol === "published negatives";
  test.each(cases)("$name: every figure is what one user at a time gives", async (tested) => {
    for (const seed of [1, 2, 3]) {
      const world = randomWorld(seed, negatives);
      const slow = await outcome(world, tested, false);
      expect(await outcome(world, tested, true)).toEqual(slow);
      expect(Object.keys(slow.metrics!).length).toBeGreaterThan(20);
    }
  });

  test("more users than stand in one block", async () => {
    const many = 2500;
    const world = tinyWorld({ users: many, items }, [
      {
        train: Array.from({ length: many }, (_, user) => [user, user % items] as const),
        test: Array.from({ length: many }, (_, user) => [user, (user + 1 + (user % 5)) % items] as const),
        ...(negatives && {
          negatives: Array.from({ length: many }, (_, user) => [(user * 3) % items, (user * 5) % items]),
        }),
      },
    ]);
    for (const tested of cases.slice(0, 2)) {
      const slow = await outcome(world, tested, false);
      expect(await outcome(world, tested, true)).toEqual(slow);
    }
  });
});

describe.each([true, false])("AUC and first rank of every user, with a scoring form: %s", (inBatches) => {
  test.each(cases)("$name: by their definitions, to the last bit", async (tested) => {
    const world = randomWorld(4, false);
    const [fold] = await world.split.apply(world.data, 0);
    const prepared = prepareFold(fold!, { relevantFrom: undefined, lists: true });
    const model = await estimator(tested, inBatches).fit(prepared.train);
    const table = new PerUserResults(prepared.test.users, []);
    let users = 0;
    for await (const ranking of rankUsers(model, prepared, 3, table, new Stopwatch(), {})) {
      const query = queryOfTrainUser(prepared, ranking.user);
      const relevant = prepared.relevant.items.subarray(ranking.start, ranking.end);
      const scores = Float64Array.from(tested.score(query));
      const others = scores.filter((_, item) => !query.history.includes(item) && !relevant.includes(item));
      const own = Float64Array.from(relevant, (item) => scores[item]!);
      expect(ranking.others).toBe(others.length);
      expect(ranking.auc).toBe(auc(own, others));
      for (const item of query.history) scores[item] = Number.NaN;
      expect(ranking.firstRank).toBe(firstRelevantRank(scores, relevant));
      users++;
    }
    expect(users).toBe(prepared.relevant.users.length);
  });
});
