import { describe, expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { rp3beta, walkWeights } from "../../../src/models/graph/rp3beta.ts";
import { canExplain } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { golden, goldenDataset, goldenId } from "../../golden/implicit-feedback/matrix.ts";

describeModel(rp3beta);

describe("rp3beta by hand", () => {
  // takers: a 2, b 2, c 1, d 1; every learner has two courses but bea
  const data = Dataset.fromRows([
    { user: "ada", item: "a" },
    { user: "ada", item: "b" },
    { user: "bea", item: "a" },
    { user: "cem", item: "b" },
    { user: "cem", item: "c" },
    { user: "dia", item: "d" },
  ]);
  const [a, b, c, d] = [0, 1, 2, 3];

  test("a weight is the chance to walk there over the power of the end's takers", async () => {
    const W = await walkWeights(data, { alpha: 1, beta: 0.5, neighbours: 10 });
    expect(W.find(a, b)).toBeCloseTo(((1 / 2) * (1 / 2)) / Math.sqrt(2), 7);
    expect(W.find(b, c)).toBeCloseTo(((1 / 2) * (1 / 2)) / Math.sqrt(1), 7);
    expect(W.find(c, b)).toBeCloseTo(((1 / 1) * (1 / 2)) / Math.sqrt(2), 7);
    expect(W.find(a, c)).toBeUndefined();
    expect(W.find(a, a)).toBeUndefined();
    expect(W.row(d).columns).toHaveLength(0);
  });

  test("both steps are raised to alpha", async () => {
    const W = await walkWeights(data, { alpha: 2, beta: 0, neighbours: 10 });
    expect(W.find(b, c)).toBeCloseTo((1 / 2) ** 2 * (1 / 2) ** 2, 7);
  });

  test("keeps the strongest that speak for a course, the first of equals", async () => {
    const W = await walkWeights(data, { alpha: 1, beta: 0.5, neighbours: 1 });
    expect(W.find(c, b)).toBeDefined(); // 1/2 before a's 1/4
    expect(W.find(a, b)).toBeUndefined();
    const level = await walkWeights(data, { alpha: 0, beta: 0, neighbours: 1 });
    expect(level.find(a, b)).toBe(1);
    expect(level.find(c, b)).toBeUndefined();
  });

  test("scores add up over the history, and the shares are the parts", async () => {
    const model = await rp3beta({ alpha: 1, beta: 0.5 }).fit(data);
    const scores = model.score({ history: Uint32Array.of(a, c) });
    expect(scores[b]).toBeCloseTo((1 / 4 + 1 / 2) / Math.sqrt(2), 7);
    expect(scores[d]).toBeNaN();
    expect(canExplain(model)).toBe(true);
    expect(model.explain({ history: Uint32Array.of(a, c) }, b)).toEqual([
      { item: c, share: expect.closeTo(2 / 3, 6) },
      { item: a, share: expect.closeTo(1 / 3, 6) },
    ]);
  });

  test("gives the same bits on one thread and on two", async () => {
    const settings = { alpha: 0.7, beta: 0.4, neighbours: 5 };
    const one = await walkWeights(goldenDataset(), settings, { threads: 1 });
    expect(await walkWeights(goldenDataset(), settings, { threads: 2 })).toEqual(one);
  });
});

interface Golden {
  readonly cases: readonly {
    readonly alpha: number;
    readonly beta: number;
    readonly weights: readonly (readonly number[])[];
  }[];
}

test.each(golden<Golden>("rp3beta").cases)("is NumPy's rp3beta, alpha $alpha, beta $beta", async (expected) => {
  const data = goldenDataset();
  const W = await walkWeights(data, { alpha: expected.alpha, beta: expected.beta, neighbours: 100 });
  expected.weights.forEach((row, i) => {
    row.forEach((weight, j) => {
      const [from, to] = [data.items.find(goldenId(i)), data.items.find(goldenId(j))];
      const found = from === undefined || to === undefined ? 0 : (W.find(from, to) ?? 0);
      expect(Math.abs(found - weight)).toBeLessThanOrEqual(1e-6 * weight);
    });
  });
});
