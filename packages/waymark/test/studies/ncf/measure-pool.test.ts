import { describe, expect, test } from "vitest";
import { Dataset, type Row } from "../../../src/data/dataset.ts";
import type { Model } from "../../../src/models/model.ts";
import type { Calibration } from "../../../src/studies/ncf/calibration.ts";
import { measureModel } from "../../../src/studies/ncf/measure-pool.ts";
import { type StudyData, studyDataOf } from "../../../src/studies/ncf/study-data.ts";
import { resultsOf, undefinedNotes } from "../../../src/studies/ncf/study-results.ts";

const letters = "abcdefghijklmnop".split(""); // sixteen courses

/** Learner u: trains on a and b, validates on c, is tested on d and e; learner v has every course. */
function world(tested: readonly string[] = ["d", "e"]): { data: Dataset; studyData: StudyData } {
  const rows = (user: string, items: readonly string[]): Row[] => items.map((item) => ({ user, item }));
  const data = Dataset.fromRows([...rows("u", ["a", "b", "c", ...tested]), ...rows("v", letters)]);
  const at = (user: string, items: readonly string[]) => ({
    rows: new Uint32Array(items.length),
    pairs: {
      users: new Uint32Array(items.length).fill(data.users.index(user)),
      items: Uint32Array.from(items, (item) => data.items.index(item)),
    },
  });
  const train = at("u", ["a", "b"]);
  const step = { key: "", title: "", unit: "rows", before: 0, after: 0, text: "" } as const;
  const parts = {
    train: { ...train, data: data.replaceInteractions(train.pairs) },
    valid: at("u", ["c"]),
    test: at("u", tested),
    step,
  };
  return { data, studyData: studyDataOf(data, parts, 4, 9) };
}

const modelOf = (data: Dataset, scores: readonly number[]): Model => ({
  items: data.items,
  score: () => Float64Array.from(scores),
  state: () => ({ numbers: {}, tensors: {} }),
});
const asIs: Calibration = { logistic: { bias: 0, weights: Float64Array.of(1) } };

async function measured(
  scores: readonly number[],
  tested?: readonly string[],
  calibration: Calibration | undefined = asIs,
) {
  const { data, studyData } = world(tested);
  const table = await measureModel(
    modelOf(data, scores),
    calibration,
    studyData,
    Uint32Array.of(data.users.index("u")),
    {},
  );
  return resultsOf(table);
}

/** a … c highest, then f … p falling, d in third place among the candidates and e last. */
const scores = [99, 98, 97, 8.5, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0.5];

describe("judging a model on one learner, by hand", () => {
  test("the whole catalogue: what the learner trained or validated on is no candidate", async () => {
    const { metrics } = (await measured(scores)).catalogue;
    expect(metrics["precision@10"]).toBeCloseTo(1 / 10, 12); // d in third place, e in thirteenth
    expect(metrics["recall@10"]).toBeCloseTo(1 / 2, 12);
    expect(metrics.auc).toBeCloseTo((9 + 0) / (2 * 11), 12); // f and g beat d; all eleven others beat e
  });

  test("one among a hundred: all others are negatives, since there are fewer than 99", async () => {
    const { metrics } = (await measured(scores)).hundred;
    expect(metrics["recall@10"]).toBeCloseTo(1 / 2, 12); // d third, e twelfth
    expect(metrics["precision@10"]).toBeCloseTo(1 / 20, 12);
    expect(metrics.auc).toBeCloseTo((9 / 11 + 0) / 2, 12);
  });

  test("the pool: two held-out courses with eight drawn ones all fit into ten places", async () => {
    const { metrics } = (await measured(scores)).pool;
    expect(metrics["precision@10"]).toBeCloseTo(2 / 10, 12);
    expect(metrics["recall@10"]).toBe(1);
  });

  test("equal scores count against the held-out courses, and half in the AUC", async () => {
    const { catalogue, hundred } = await measured(new Array(16).fill(1));
    expect(hundred.metrics["recall@10"]).toBe(0);
    expect(catalogue.metrics.auc).toBe(0.5);
    const { pool } = await measured(new Array(16).fill(1), ["d", "e", "f"]); // ten drawn ones fill the ten places
    expect(pool.metrics["precision@10"]).toBe(0);
  });

  test("RMSE: of the probability, one where held out and nought where drawn", async () => {
    const flat = { logistic: { bias: Math.log(1 / 4), weights: Float64Array.of(0) } }; // a fifth for every pair
    const { metrics } = (await measured(scores, undefined, flat)).pool;
    expect(metrics.rmse).toBeCloseTo(Math.sqrt((2 * 0.8 ** 2 + 8 * 0.2 ** 2) / 10), 12);
  });

  test("without a reading there is no RMSE, and all else as before", async () => {
    const { data, studyData } = world();
    const table = await measureModel(
      modelOf(data, scores),
      undefined,
      studyData,
      Uint32Array.of(data.users.index("u")),
      {},
    );
    expect(resultsOf(table).pool.metrics.rmse).toBeUndefined();
    expect(resultsOf(table).catalogue).toEqual((await measured(scores)).catalogue);
  });

  test("a learner who has every course has no negatives: the AUC is undefined and said to be, not a half", async () => {
    const all = await measured(scores, letters.slice(3));
    for (const set of ["catalogue", "hundred", "pool"] as const) expect(all[set].metrics.auc).toBeUndefined();
    expect(undefinedNotes(all)).toHaveLength(3);
    expect(undefinedNotes(all)[0]).toContain("undefined");
  });

  test("a model that cannot say is last and never a hit", async () => {
    const { catalogue } = await measured(new Array(16).fill(Number.NaN));
    expect(catalogue.metrics["precision@10"]).toBe(0);
    expect(catalogue.metrics.auc).toBe(0.5); // level with all others that cannot be scored
  });
});
