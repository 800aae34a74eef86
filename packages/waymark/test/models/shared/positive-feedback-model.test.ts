import { describe, expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { positiveRows } from "../../../src/data/positive-rows.ts";
import type { ImplicitAlsModel } from "../../../src/models/factorization/als/implicit-als-model.ts";
import { als } from "../../../src/models/factorization/als.ts";
import { ease } from "../../../src/models/linear/ease.ts";
import { canFindSimilar, canPredict, type Model, queryOf, recommend } from "../../../src/models/model.ts";
import { recommendBatch } from "../../../src/models/scoring/recommend-batch.ts";
import { PositiveFeedbackModel } from "../../../src/models/shared/positive-feedback-model.ts";

// everybody likes a with b, and c with d; ada also rated c, and did not like it
const rows = [
  ...["u1", "u2", "u3", "u4"].flatMap((user) => ["a", "b"].map((item) => ({ user, item, value: 5 }))),
  ...["v1", "v2", "v3", "v4"].flatMap((user) => ["c", "d"].map((item) => ({ user, item, value: 4 }))),
  { user: "ada", item: "a", value: 4 },
  { user: "ada", item: "c", value: 1 },
  { user: "w", item: "e", value: 2 },
];
const data = Dataset.fromRows(rows, { scale: { min: 1, max: 5 } });
const index = (id: string) => data.items.index(id);

describe("models of enrolments on ratings", () => {
  test("learn from the rows in the upper quarter of the scale, and keep all indexes", () => {
    const liked = positiveRows(data);
    expect(liked.feedback).toBe("implicit");
    expect(liked.size).toBe(17);
    expect(liked.items).toBe(data.items);
    expect(positiveRows(liked)).toBe(liked);
  });

  test.each([ease({ regularization: 1 }), als({ factors: 2, regularization: 0.1 })])(
    "let a low rating speak for nothing, and hide its course all the same: $key",
    async (estimator) => {
      const model = await estimator.fit(data, { seed: 1 });
      const { history, weights } = queryOf(data, data.users.index("ada"));
      const liking = model.score({ history: Uint32Array.of(index("a")) });
      model.score({ history, weights: weights! }).forEach((score, item) => {
        if (Number.isNaN(liking[item]!)) expect(score).toBeNaN();
        else expect(score).toBeCloseTo(liking[item]!, 10);
      });
      const list = recommend(model, { history, weights: weights! }, 9).map(({ item }) => data.items.id(item));
      expect(list[0]).toBe("b");
      expect(list).not.toContain("c");
      for await (const block of recommendBatch(model, { size: 1, at: () => ({ history, weights: weights! }) }, 9))
        expect(Array.from(block.items.subarray(0, list.length), (item) => data.items.id(item))).toEqual(list);
    },
  );

  test("cannot say anything of a course nobody liked", async () => {
    const model = await ease().fit(data);
    expect(model.score({ history: Uint32Array.of(index("a")) })[index("e")]).toBeNaN();
  });

  test("keep whatever else they can do", async () => {
    const model: Model = await als({ factors: 2, regularization: 0.1 }).fit(data);
    if (!(model instanceof PositiveFeedbackModel)) throw new Error("not trained on positive rows");
    expect((model.model as ImplicitAlsModel).foldInItem(Uint32Array.of(data.users.index("u1")))).toHaveLength(2);
    expect(canFindSimilar(model) && model.similar(index("a"), 1)[0]!.item).toBe(index("b"));
    expect(canPredict(model)).toBe(false);
  });

  test("take a history without ratings as liked", async () => {
    const model = await ease({ regularization: 1 }).fit(data);
    const scores = model.score({ history: Uint32Array.of(index("c")) });
    expect(scores[index("d")]).toBeGreaterThan(0);
    expect(scores[index("b")]).toBeNaN(); // no learner liked both
  });

  test("refuse data where nobody rated anything high", async () => {
    const low = Dataset.fromRows([{ user: "u", item: "a", value: 2 }], { scale: { min: 1, max: 5 } });
    await expect(ease().fit(low)).rejects.toMatchObject({ code: "unsuited_data" });
  });
});
