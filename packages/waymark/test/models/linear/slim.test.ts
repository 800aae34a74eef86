import { describe, expect, test } from "vitest";
import { sharedCore } from "../../../src/compute/core/core.ts";
import type { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import { elasticNets, paddedWidth, slim, trainSlim } from "../../../src/models/linear/slim.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { golden, goldenDataset, goldenMatrix } from "../../golden/implicit-feedback/matrix.ts";

describeModel(slim, { params: { l1: 0.5, l2: 2 } });

/** The weights from a dense XᵀX, shape (items, items). */
async function weightsOf(
  gram: (i: number, j: number) => number,
  items: number,
  l1: number,
  l2: number,
  tolerance = 1e-7,
) {
  const core = sharedCore();
  const arena = core.arena();
  try {
    const ld = paddedWidth(items);
    const G = arena.zerosF32(ld * ld);
    for (let i = 0; i < items; i++) for (let j = 0; j < items; j++) G[i * ld + j] = gram(i, j);
    return await elasticNets(core, G, items, { l1, l2, tolerance });
  } finally {
    arena.dispose();
  }
}

describe("slim by hand", () => {
  // a has three takers, b two, together two
  const data = Dataset.fromRows([
    { user: "ada", item: "a" },
    { user: "ada", item: "b" },
    { user: "bea", item: "a" },
    { user: "bea", item: "b" },
    { user: "cem", item: "a" },
    { user: "dia", item: "c" },
  ]);
  const [a, b, c] = [0, 1, 2];

  test("with one other course, a weight is what both have less l1, over its takers and l2", async () => {
    const W = await trainSlim(data, { l1: 0.5, l2: 1, tolerance: 1e-7 });
    expect(W.find(a, b)).toBeCloseTo((2 - 0.5) / (3 + 1), 6);
    expect(W.find(b, a)).toBeCloseTo((2 - 0.5) / (2 + 1), 6);
    expect(W.row(c).columns).toHaveLength(0);
    expect(W.find(a, a)).toBeUndefined();
  });

  test("an l1 of all that two courses share leaves no weight", async () => {
    expect((await trainSlim(data, { l1: 2, l2: 1, tolerance: 1e-7 })).size).toBe(0);
  });

  test("scores add up over the history, and only what somebody speaks for has one", async () => {
    const model = await slim({ l1: 0.5, l2: 1 }).fit(data);
    const scores = model.score({ history: Uint32Array.of(a) });
    expect(scores[b]).toBeCloseTo(1.5 / 4, 6);
    expect(scores[c]).toBeNaN();
    expect(model.explain({ history: Uint32Array.of(a, c) }, b)).toEqual([{ item: a, share: 1 }]);
    expect(model.similar(a, 5)).toEqual([{ item: b, score: expect.closeTo(1.5 / 4, 6) }]);
  });

  test("two courses that explain the same share the weight as l2 bids", async () => {
    // x_0 = x_1 = x_2, 4 takers each: (4 + l2) w + 4 v = 4 − l1 for both, so w = v = (4 − 1) / (8 + 2)
    const W = await weightsOf(() => 4, 3, 1, 2);
    for (const other of [0, 1]) expect(W.find(other, 2)).toBeCloseTo(3 / 10, 5);
  });

  test("a course with more weights than fit into the packed set gets them all", async () => {
    // courses 1 … 699 have 9 takers, share 2 with course 0 and none among themselves
    const items = 700;
    const W = await weightsOf((i, j) => (i === j ? 9 : i === 0 || j === 0 ? 2 : 0), items, 0.5, 1);
    const own = columnOf(W, 0);
    expect(own).toHaveLength(items - 1);
    for (const weight of own) expect(weight).toBeCloseTo(1.5 / 10, 5);
    expect(columnOf(W, 5)).toEqual([expect.closeTo(1.5 / 10, 5)]);
  });

  test("courses beyond the first block find their own partners", async () => {
    const partners = (i: number, j: number): boolean => Math.min(i, j) === 290 && Math.max(i, j) === 291;
    const W = await weightsOf((i, j) => (i === j ? 9 : partners(i, j) ? 4 : 0), 300, 0.5, 1);
    expect(W.size).toBe(2);
    for (const [i, j] of [
      [290, 291],
      [291, 290],
    ] as const)
      expect(W.find(i, j)).toBeCloseTo(3.5 / 10, 5);
  });

  test("gives the same bits on one thread and on two", async () => {
    const settings = { l1: 0.1, l2: 1, tolerance: 1e-4 };
    const one = await trainSlim(goldenDataset(), settings, { threads: 1 });
    expect(await trainSlim(goldenDataset(), settings, { threads: 2 })).toEqual(one);
  });
});

const columnOf = (W: CsrMatrix, column: number): number[] => Array.from(W.transpose().row(column).values);

interface Golden {
  readonly cases: readonly {
    readonly matrix: "binary" | "weighted";
    readonly l1: number;
    readonly l2: number;
    readonly weights: readonly (readonly number[])[];
  }[];
}

test.each(golden<Golden>("slim").cases)(
  "is scikit-learn's ElasticNet on the $matrix matrix, l1 $l1, l2 $l2",
  async (expected) => {
    const X = goldenMatrix(expected.matrix === "binary" ? "binary" : "weights");
    const columns = X.transpose();
    const product = (i: number, j: number): number => {
      const row = columns.row(i);
      return row.columns.reduce((sum, user, p) => sum + row.values[p]! * (columns.find(j, user) ?? 0), 0);
    };
    const W = await weightsOf(product, X.columnCount, expected.l1, expected.l2);
    expected.weights.forEach((row, i) => {
      row.forEach((weight, j) => {
        expect(W.find(i, j) ?? 0).toBeCloseTo(weight, 5); // float32 against float64
      });
    });
  },
);
