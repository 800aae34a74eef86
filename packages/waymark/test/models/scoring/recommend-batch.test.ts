import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";
import { popularity } from "../../../src/models/baselines/popularity.ts";
import { itemKnn } from "../../../src/models/knn/item-knn.ts";
import { type Model, type Progress, type Query, queryOf, recommend } from "../../../src/models/model.ts";
import { queriesOf, type RankedBlock, recommendBatch } from "../../../src/models/scoring/recommend-batch.ts";
import { twoFaculties } from "../../two-faculties.ts";

const data = twoFaculties();

async function blocksOf(...args: Parameters<typeof recommendBatch>): Promise<RankedBlock[]> {
  const blocks: RankedBlock[] = [];
  for await (const block of recommendBatch(...args)) blocks.push(block);
  return blocks;
}

/** The lists of a block as `recommend` gives them. */
const listsOf = ({ count, offsets, items, scores }: RankedBlock) =>
  Array.from({ length: count }, (_, n) =>
    Array.from(items.subarray(offsets[n], offsets[n + 1]), (item, rank) => ({
      item,
      score: scores[offsets[n]! + rank]!,
    })),
  );

/** A course a score, the same for everybody. */
const always = (...scores: number[]): Model => ({
  items: new Vocabulary(
    "course",
    scores.map((_, item) => `c${item}`),
  ),
  score: () => Float64Array.from(scores),
  state: () => ({ numbers: {}, tensors: {} }),
});

const nobody: Query = { history: new Uint32Array(0) };
const repeated = (size: number, query: Query = nobody) => ({ size, at: () => query });

describe("recommendBatch", () => {
  test.each([1, 3, 1000])("gives the lists of recommend, ties included, with a limit of %i", async (limit) => {
    // neither has a batch form, so scores are those of recommend to the last bit
    for (const estimator of [itemKnn({ minNeighbours: 2 }), popularity()]) {
      const model = await estimator.fit(data);
      const queries = queriesOf(data);
      const lists = (await blocksOf(model, queries, limit)).flatMap(listsOf);
      expect(lists).toEqual(Array.from(queries.users, (user) => recommend(model, queryOf(data, user), limit)));
    }
  });

  test("goes through the queries in order, every one in one block", async () => {
    const asked: number[] = [];
    const at = (n: number) => {
      asked.push(n);
      return nobody;
    };
    const blocks = await blocksOf(always(1, 2), { size: 600, at }, 1);
    expect(blocks.map(({ first, count }) => [first, count])).toEqual([
      [0, 256],
      [256, 256],
      [512, 88],
    ]);
    expect(asked).toEqual(Array.from({ length: 600 }, (_, n) => n));
  });

  test("hands out a shorter list where there are fewer candidates, without padding", async () => {
    const [block] = await blocksOf(always(1, Number.NaN, 3), repeated(1, { history: Uint32Array.of(2) }), 10);
    expect(block).toMatchObject({ first: 0, count: 1 });
    expect([...block!.offsets]).toEqual([0, 1]);
    expect([...block!.items]).toEqual([0]);
    expect([...block!.scores]).toEqual([1]);
  });

  test("keeps blocks small when lists are long", async () => {
    const scores = Array.from({ length: 100_000 }, (_, item) => item);
    const blocks = await blocksOf(always(...scores), repeated(5), 100_000);
    expect(blocks.map(({ count }) => count)).toEqual([2, 2, 1]);
  });

  test("asks for nothing before a block is wanted", async () => {
    let asked = 0;
    const at = () => {
      asked++;
      return nobody;
    };
    const blocks = recommendBatch(always(1, 2), { size: 1e12, at }, 1);
    expect(asked).toBe(0);
    await blocks.next();
    expect(asked).toBe(256);
    await blocks.return(undefined);
    expect(asked).toBe(256);
  });

  test("has no block where there is no query, and empty lists where there is no item", async () => {
    expect(await blocksOf(always(1, 2), repeated(0), 5)).toEqual([]);
    expect((await blocksOf(always(), repeated(2), 5)).map(listsOf)).toEqual([[[], []]]);
  });

  test("says at the end that all is done", async () => {
    const seen: Progress[] = [];
    await blocksOf(always(1, 2), repeated(300), 1, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "lists", done: 300, of: 300 });
  });

  test("stops when asked, between two blocks or before the first", async () => {
    const stop = new AbortController();
    const blocks = recommendBatch(always(1, 2), repeated(1e9), 1, { signal: stop.signal });
    await blocks.next();
    stop.abort();
    await expect(blocks.next()).rejects.toThrow(/abort/i);
    await expect(blocksOf(always(1, 2), repeated(1), 1, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  test.each([0, -1, 1.5, Number.NaN])("refuses a limit of %d as recommend does", async (limit) => {
    const message = /limit must be a whole number of at least 1/;
    await expect(blocksOf(always(1, 2), repeated(1), limit)).rejects.toThrow(message);
    expect(() => recommend(always(1, 2), nobody, limit)).toThrow(message);
  });
});

describe("threads", () => {
  const wrong = [0, -1, 1.5, Number.NaN, availableParallelism() + 1];

  test.each(wrong)("%d are refused before any work, by models and lists alike", async (threads) => {
    const error = {
      code: "invalid_input",
      message: expect.stringMatching(/^threads must be .* Leave it out to use all cores/),
    };
    await expect(popularity().fit(data, { threads })).rejects.toMatchObject(error);
    await expect(blocksOf(always(1, 2), repeated(1), 1, { threads })).rejects.toMatchObject(error);
  });

  test("1 and all cores give the same lists", async () => {
    const [one, all] = await Promise.all(
      [1, availableParallelism()].map(async (threads) => {
        const model = await itemKnn().fit(data, { threads });
        return (await blocksOf(model, queriesOf(data), 5, { threads })).flatMap(listsOf);
      }),
    );
    expect(one).toEqual(all);
  });
});

describe("queriesOf", () => {
  const sparse = new Dataset({
    name: "sparse",
    users: new Vocabulary("learner", ["without", "a", "none", "b"]),
    items: new Vocabulary("course", ["x", "y"]),
    interactions: { users: Uint32Array.of(3, 1, 3), items: Uint32Array.of(0, 1, 1) },
  });

  test("has a query for every user with a row, and for no other", () => {
    const queries = queriesOf(sparse);
    expect([...queries.users]).toEqual([1, 3]);
    expect(queries.size).toBe(2);
    expect([0, 1].map((n) => queries.at(n))).toEqual([queryOf(sparse, 1), queryOf(sparse, 3)]);
  });

  test("has no query beyond its size", () => {
    expect(() => queriesOf(sparse).at(2)).toThrow(RangeError);
  });
});
