import { describe, expect, test } from "vitest";
import { Core } from "../../../src/compute/core/core.ts";
import { als } from "../../../src/models/factorization/als.ts";
import { itemKnn } from "../../../src/models/knn/item-knn.ts";
import { userKnn } from "../../../src/models/knn/user-knn.ts";
import { ease } from "../../../src/models/linear/ease.ts";
import { type Model, type Query, queryOf, recommend } from "../../../src/models/model.ts";
import { createScorer } from "../../../src/models/scoring/create-scorer.ts";
import type { Places, RankedLists } from "../../../src/models/scoring/scorer.ts";
import { twoFaculties } from "../../two-faculties.ts";

const data = twoFaculties();
const queries: readonly Query[] = [
  ...Array.from({ length: data.users.size }, (_, user) => queryOf(data, user)),
  { history: new Uint32Array(0) },
  { history: Uint32Array.of(9, 2, 4) },
];
const masked = queries.map((_, n) => Uint32Array.of(n % data.items.size, (3 * n + 1) % data.items.size, 2));

/** One model a kind of form, and one without. */
const models: readonly (readonly [string, () => Promise<Model>])[] = [
  ["factors", () => als({ factors: 4 }).fit(data)],
  ["dense", () => ease({ regularization: 10 }).fit(data)],
  ["sparse", () => itemKnn().fit(data)],
  ["block", () => userKnn().fit(data)],
  ["no form", () => itemKnn({ minNeighbours: 2 }).fit(data)],
];

const listOf = ({ offsets, items }: RankedLists, n: number) => [...items.subarray(offsets[n], offsets[n + 1])];

/** By the definition, from single-precision scores with what may not be offered left out. */
function placeOf(scores: Float32Array, wanted: Uint32Array, item: number) {
  const own = scores[item]!;
  const count = (is: (score: number, i: number) => boolean, all = false) =>
    [...scores.keys()].filter((i) => (all || !wanted.includes(i)) && is(scores[i]!, i)).length;
  return {
    better: count((score) => score > own || (Number.isNaN(own) && !Number.isNaN(score))),
    level: count((score) => score === own),
    ahead: count((score, i) => score > own || (score === own && i < item), true),
  };
}

describe.each(models)("a scorer of a model with the form: %s", (_, fit) => {
  test("offers no masked item, and otherwise what recommend offers", async () => {
    const model = await fit();
    using scorer = createScorer(model);
    const lists = await scorer.rank(queries, { limit: 4, masked });
    queries.forEach((query, n) => {
      const expected = recommend(model, query, 4, (item) => !masked[n]!.includes(item));
      const from = lists.offsets[n]!;
      expect(listOf(lists, n)).toHaveLength(expected.length);
      for (const [rank, { score }] of expected.entries()) expect(lists.scores[from + rank]).toBeCloseTo(score, 4);
      for (const item of listOf(lists, n)) expect([...masked[n]!, ...query.history]).not.toContain(item);
    });
  });

  test("counts who stands before given items, masked ones left out", async () => {
    const model = await fit();
    const placesOf = queries.map((_, n) => Uint32Array.of(n % 5, 7 + (n % 5)));
    using scorer = createScorer(model);
    const everything = Uint32Array.from(data.items.ids, (_, item) => item);
    const scores = await scorer.score(
      queries,
      queries.map(() => everything),
    );
    const { places } = await scorer.rank(queries, { limit: 0, masked, placesOf });
    let p = 0;
    queries.forEach(({ history }, n) => {
      const row = Float32Array.from(scores.subarray(n * everything.length, (n + 1) * everything.length));
      for (const item of [...history, ...masked[n]!]) row[item] = Number.NaN;
      for (const item of placesOf[n]!) {
        const { better, level, ahead } = placeOf(row, placesOf[n]!, item);
        const found = (of: keyof Places) => places![of][p]!;
        expect(found("better")).toBe(better);
        expect(Number.isNaN(found("scores"))).toBe(Number.isNaN(row[item]));
        if (!Number.isNaN(row[item])) expect([found("level"), found("ahead")]).toEqual([level, ahead]);
        p++;
      }
    });
    expect(places!.better).toHaveLength(p);
  });

  test("scores chosen items as the model does, NaN where it cannot say", async () => {
    const model = await fit();
    using scorer = createScorer(model);
    const items = queries.map((_, n) => Uint32Array.from({ length: n % 4 }, (_, i) => (n + 5 * i) % data.items.size));
    const scores = await scorer.score(queries, items);
    let at = 0;
    queries.forEach((query, n) => {
      const own = model.score(query);
      for (const item of items[n]!) {
        if (Number.isNaN(own[item]!)) expect(scores[at++]).toBeNaN();
        else expect(scores[at++]).toBeCloseTo(own[item]!, 4);
      }
    });
    expect(scores).toHaveLength(at);
  });

  test("frees what it holds, once, and says so when asked after that", async () => {
    const core = new Core({ pages: 512 });
    const model = await fit();
    const ask = async () => {
      const scorer = createScorer(model, { core });
      await scorer.rank(queries, { limit: 2 }, { threads: 1 });
      return scorer;
    };
    (await ask())[Symbol.dispose](); // the thread's scratch room stays
    const before = core.used;
    const scorer = await ask();
    scorer[Symbol.dispose]();
    scorer[Symbol.dispose]();
    expect(core.used).toBe(before);
    await expect(scorer.rank(queries, { limit: 2 })).rejects.toMatchObject({ code: "disposed" });
    await expect(scorer.score(queries, masked)).rejects.toMatchObject({ code: "disposed" });
  });

  test("stops when asked, and reports the queries answered", async () => {
    using scorer = createScorer(await fit());
    await expect(scorer.rank(queries, { limit: 1 }, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    const seen: number[] = [];
    await scorer.rank(queries, { limit: 1 }, { onProgress: (done) => seen.push(done) });
    expect(seen.at(-1)).toBe(queries.length);
  });
});
