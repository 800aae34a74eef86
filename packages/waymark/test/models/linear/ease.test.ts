import { describe, expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { ease, trainEase } from "../../../src/models/linear/ease.ts";
import { queryOf, recommend } from "../../../src/models/model.ts";
import { recommendBatch } from "../../../src/models/scoring/recommend-batch.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { golden, goldenMatrix } from "../../golden/implicit-feedback/matrix.ts";

describeModel(ease, { params: { regularization: 10 } });

describe("ease by hand", () => {
  // three learners, two courses: two have both, one has the first only. XᵀX = [3 2; 2 2], λ = 1:
  // P = [4 2; 2 3]⁻¹ = [3 −2; −2 4] / 8;  B_01 = −P_01 / P_11 = 2 / 4,  B_10 = −P_10 / P_00 = 2 / 3
  const data = Dataset.fromRows(
    [
      ["ada", "a"],
      ["ada", "b"],
      ["bea", "a"],
      ["bea", "b"],
      ["cem", "a"],
    ].map(([user, item]) => ({ user: user!, item: item! })),
  );

  test("weighs one course for the other", async () => {
    const weights = await trainEase(data, 1);
    [0, 2 / 4, 2 / 3, 0].forEach((weight, p) => {
      expect(weights[p]).toBeCloseTo(weight, 6);
    });
  });

  test("scores a history by the sum of its rows", async () => {
    const model = await ease({ regularization: 1 }).fit(data);
    const scores = model.score({ history: Uint32Array.of(0) });
    expect(scores[0]).toBeNaN(); // no weight for itself
    expect(scores[1]).toBeCloseTo(0.5, 6);
    expect(Array.from(model.score({ history: new Uint32Array(0) }))).toEqual([Number.NaN, Number.NaN]);
  });
});

interface Case {
  readonly regularization: number;
  readonly weights: readonly (readonly number[])[];
}

test.each(golden<{ cases: readonly Case[] }>("ease").cases)(
  "has NumPy's weights for a regularization of $regularization",
  async ({ regularization, weights }) => {
    const matrix = goldenMatrix("binary");
    const { rowCount: users, columnCount: items } = matrix;
    // golden items without a pair stay in: they have a row of zeros
    const trained = await trainEase(
      { userItems: matrix, itemUsers: matrix.transpose(), users: { size: users }, items: { size: items } } as never,
      regularization,
    );
    trained.forEach((weight, p) => {
      expect(weight).toBeCloseTo(weights.flat()[p]!, 5);
    });
  },
);

test("has the same bits on one thread and on all", async () => {
  const matrix = goldenMatrix("binary");
  const data = { userItems: matrix, itemUsers: matrix.transpose(), users: { size: 40 }, items: { size: 30 } } as never;
  expect(await trainEase(data, 10, { threads: 1 })).toEqual(await trainEase(data, 10));
});

test("two courses always taken together have no weights without regularization, and it says what to raise", async () => {
  const rows = ["ada", "bea", "cem"].flatMap((user) => ["a", "b"].map((item) => ({ user, item })));
  await expect(ease({ regularization: 0 }).fit(Dataset.fromRows(rows))).rejects.toMatchObject({
    code: "fit_diverged",
    message: expect.stringContaining("raise regularization"),
  });
});

test("does not list courses that no chain of learners links to the history", async () => {
  const separate = Dataset.fromRows([
    ...["a", "b", "c"].flatMap((user) =>
      ["x", "y", "z"].filter((item) => user + item !== "ax").map((item) => ({ user, item })),
    ),
    ...["d", "e"].flatMap((user) => ["p", "q"].map((item) => ({ user, item }))),
  ]);
  const model = await ease({ regularization: 1 }).fit(separate);
  const query = queryOf(separate, separate.users.index("a"));
  const ids = (items: Iterable<number>) => Array.from(items, (item) => separate.items.id(item));
  expect(ids(recommend(model, query, 10).map(({ item }) => item))).toEqual(["x"]);
  for await (const block of recommendBatch(model, { size: 1, at: () => query }, 10))
    expect(ids(block.items)).toEqual(["x"]);
});
