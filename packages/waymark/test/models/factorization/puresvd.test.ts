import { describe, expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";
import { MemoryLimitError } from "../../../src/errors.ts";
import { puresvd } from "../../../src/models/factorization/puresvd.ts";
import { queryOf } from "../../../src/models/model.ts";
import { createScorer } from "../../../src/models/scoring/create-scorer.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { golden, goldenDataset, goldenId } from "../../golden/implicit-feedback/matrix.ts";

describeModel(puresvd, { params: { factors: 2 } });

/** X: u has a b; v has a b; w has b c; x has d. XᵀX of a, b, c is [2 2 0; 2 3 1; 0 1 1], and d stands alone with 1. */
const taken = { u: "ab", v: "ab", w: "bc", x: "d" };
const data = Dataset.fromRows(
  Object.entries(taken).flatMap(([user, items]) => Array.from(items, (item) => ({ user, item }))),
);
const indexes = (items: string): Uint32Array => Uint32Array.from(items, (item) => data.items.index(item));

// The largest eigenvalue t of XᵀX: (2 − t)((3 − t)(1 − t) − 1) − 4 (1 − t) = 0, so t (t² − 6 t + 6) = 0 and t = 3 + √3.
// Its vector: (2 − t) a + 2 b = 0 and b + (1 − t) c = 0, so (2 / (t − 2), 1, 1 / (t − 1)) over its length.
const t = 3 + Math.sqrt(3);
const first = [2 / (t - 2), 1, 1 / (t - 1)];
const length = Math.hypot(...first);
const v = first.map((entry) => entry / length);

describe("puresvd by hand", () => {
  test("with one factor, scores are the history's product with the first singular vector, times it", async () => {
    const model = await puresvd({ factors: 1 }).fit(data);
    const scores = model.score({ history: indexes("a") });
    v.forEach((entry, item) => {
      expect(scores[item]).toBeCloseTo(v[0]! * entry, 6);
    });
    expect(scores[3]).toBeCloseTo(0, 6); // d has nothing to do with a
    const both = model.score({ history: indexes("ac") });
    expect(both[1]).toBeCloseTo((v[0]! + v[2]!) * v[1]!, 6);
  });

  test("with as many factors as courses, only the direction without any history is missing", async () => {
    // t = 0 has the vector n = (1, −1, 1) / √3, which V lacks: V Vᵀ = I − n nᵀ
    const model = await puresvd({ factors: 4 }).fit(data);
    const scores = model.score({ history: indexes("bd") });
    expect(scores[0]).toBeCloseTo(1 / 3, 5);
    expect(scores[1]).toBeCloseTo(1 - 1 / 3, 5);
    expect(scores[2]).toBeCloseTo(1 / 3, 5);
    expect(scores[3]).toBeCloseTo(1, 5);
  });

  test("reasons are the terms vⱼ·vᵢ as shares; a taken course that speaks against it has none", async () => {
    const one = await puresvd({ factors: 1 }).fit(data);
    const shares = one.explain({ history: indexes("ab") }, data.items.index("c"));
    expect(shares.map(({ item }) => data.items.id(item))).toEqual(["b", "a"]); // v_b > v_a
    expect(shares[0]!.share).toBeCloseTo(v[1]! / (v[0]! + v[1]!), 6);
    const three = await puresvd({ factors: 3 }).fit(data);
    // V Vᵀ without the null direction: a and c −1/3, b and c +1/3
    const against = three.explain({ history: indexes("ab") }, data.items.index("c"));
    expect(against.map(({ item }) => data.items.id(item))).toEqual(["b"]);
    expect(against[0]!.share).toBe(1);
  });

  test("similar courses are those whose vectors point the same way", async () => {
    const model = await puresvd({ factors: 3 }).fit(data);
    const similar = model.similar(data.items.index("b"), 3);
    // a and c: 1/3 over 2/3, level but for rounding; d: 0
    expect(
      similar
        .map(({ item }) => data.items.id(item))
        .slice(0, 2)
        .sort(),
    ).toEqual(["a", "c"]);
    for (const { score } of similar.slice(0, 2)) expect(score).toBeCloseTo(1 / 2, 5);
    expect(data.items.id(similar[2]!.item)).toBe("d");
    expect(similar[2]!.score).toBeCloseTo(0, 5);
  });
});

describe("puresvd", () => {
  const { factors, weights } = golden<{ factors: number; weights: number[][] }>("pure-svd");

  test("has SciPy's V Vᵀ once converged", async () => {
    const world = goldenDataset();
    const model = await puresvd({ factors, epochs: 200 }).fit(world);
    for (let j = 0; j < weights.length; j++) {
      if (j === 13 || j === 29) continue; // nobody has them
      const scores = model.score({ history: Uint32Array.of(world.items.index(goldenId(j))) });
      world.items.ids.forEach((id, item) => {
        expect(scores[item]).toBeCloseTo(weights[j]![Number(id)]!, 4);
      });
    }
  });

  test("the trained user's row gives no other list than the same history of a new user", async () => {
    const world = goldenDataset();
    const model = await puresvd({ factors: 4 }).fit(world);
    for (let user = 0; user < world.users.size; user++) {
      const query = queryOf(world, user);
      expect(model.score(query)).toEqual(model.score({ history: query.history }));
    }
  });

  test("courses nobody has taken are never scored, and mean nothing in a history", async () => {
    const wider = new Dataset({
      name: "wider",
      users: data.users,
      items: new Vocabulary("course", [...data.items.ids, "e"]),
      interactions: data.interactions,
    });
    const model = await puresvd({ factors: 2 }).fit(wider);
    expect(model.score({ history: Uint32Array.of(4) }).every(Number.isNaN)).toBe(true);
    expect(model.score({ history: Uint32Array.of(0, 4) })).toEqual(model.score({ history: Uint32Array.of(0) }));
    expect(model.score({ history: Uint32Array.of(0) })[4]).toBeNaN();
    expect(model.explain({ history: Uint32Array.of(0, 4) }, 4)).toEqual([]);
  });

  test("lists by kernels are those of score", async () => {
    const world = goldenDataset();
    const model = await puresvd({ factors: 5 }).fit(world);
    const queries = Array.from({ length: world.users.size }, (_, user) => queryOf(world, user));
    queries.push({ history: new Uint32Array(0) });
    using scorer = createScorer(model);
    const { offsets, scores, items } = await scorer.rank(queries, { limit: 3 });
    queries.forEach((query, n) => {
      const own = model.score(query);
      for (const item of query.history) own[item] = Number.NaN;
      const best = Array.from(own.filter((score) => !Number.isNaN(score))).sort((a, b) => b - a);
      const from = offsets[n]!;
      expect(offsets[n + 1]! - from).toBe(Math.min(3, best.length));
      for (let p = 0; p < Math.min(3, best.length); p++) {
        expect(scores[from + p]).toBeCloseTo(best[p]!, 5);
        expect(own[items[from + p]!]).toBeCloseTo(best[p]!, 5);
      }
    });
  });

  test("more factors than courses change nothing", async () => {
    const [few, many] = [await puresvd({ factors: 4 }).fit(data), await puresvd({ factors: 60 }).fit(data)];
    const history = indexes("ab");
    few.score({ history }).forEach((score, item) => {
      expect(many.score({ history })[item]).toBeCloseTo(score, 5);
    });
  });

  test("says what memory it would need before it computes", async () => {
    const rows = Array.from({ length: 6000 }, (_, n) => ({ user: `u${n}`, item: `i${n}` }));
    await expect(puresvd({ factors: 100_000 }).fit(Dataset.fromRows(rows))).rejects.toThrow(MemoryLimitError);
  });
});
