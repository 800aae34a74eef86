import { describe, expect, test } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.ts";
import { rankAmongNegatives } from "../../../src/evaluation/rank-negatives.ts";
import { answering, optionsOf, tinyWorld } from "./tiny.ts";

describe("the rank among negatives", () => {
  const rank = (positive: number, ...negatives: number[]) =>
    rankAmongNegatives({ positive, negatives: Float64Array.from(negatives) });
  test("counts equal scores against the test item", () => {
    expect(rank(3, 5, 3, 1)).toBe(3); // after the 5 and its equal
    expect(rank(5, 3, 3, 1)).toBe(1);
  });
  test("puts what cannot be scored last, on either side", () => {
    expect(rank(1, Number.NaN)).toBe(1);
    expect(rank(Number.NaN, 5, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(rank(Number.NaN, Number.NaN)).toBe(Number.POSITIVE_INFINITY);
    expect(rank(Number.NEGATIVE_INFINITY, 5, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

/** Each user's item i0 (u0, u1) or i4 (u2) against three published negatives. */
const world = tinyWorld({ users: 3, items: 5 }, [
  {
    train: [
      [0, 4],
      [1, 4],
      [2, 0],
    ],
    test: [
      [0, 0],
      [1, 0],
      [2, 4],
    ],
    negatives: [
      [1, 2, 3],
      [2, 3, 0],
      [1, 2, 3],
    ],
  },
]);

test("each test row is one ranking, and every figure can be worked out by hand", async () => {
  const model = answering("by-hand", { score: () => [2, 3, 2, 1, 2] });
  const { results, protocol } = await evaluate(world.data, [model], optionsOf(world));
  const { metrics } = results[0]!;
  // u0: i0 = 2 against 3 2 1: rank 3. u1: against 2 1 (itself left out): rank 2. u2: i4 = 2 against 3 2 1: rank 3.
  expect(metrics["hit@2"]).toBeCloseTo((0 + 1 + 0) / 3, 14);
  expect(metrics["ndcg@2"]).toBeCloseTo(1 / Math.log2(3) / 3, 14);
  expect(metrics["recall@2"]).toBeCloseTo(1 / 3, 14);
  expect(metrics["precision@2"]).toBeCloseTo(1 / 2 / 3, 14);
  expect(metrics["map@2"]).toBeCloseTo(1 / 2 / 3, 14);
  expect(metrics.mrr).toBeCloseTo((1 / 3 + 1 / 2 + 1 / 3) / 3, 14);
  expect(metrics.auc).toBeCloseTo((1.5 / 3 + 1.5 / 2 + 1.5 / 3) / 3, 14); // ties half
  expect(protocol).toMatchObject({
    name: "by-hand, published negatives, ties against the test item, k = 2, positives: every test row, seed 0",
    candidates: "published-negatives",
  });
});

test("a model that scores everything alike earns nothing", async () => {
  const level = answering("level", { score: () => [1, 1, 1, 1, 1] });
  const { metrics } = (await evaluate(world.data, [level], optionsOf(world))).results[0]!;
  expect(metrics["hit@2"]).toBe(0);
  expect(metrics["ndcg@2"]).toBe(0);
});

test("figures about the catalogue are absent, and the protocol says why", async () => {
  const model = answering("by-hand", { score: () => [2, 3, 2, 1, 2] });
  const { results, protocol } = await evaluate(world.data, [model], optionsOf(world));
  for (const name of ["coverage", "gini", "novelty", "diversity", "popularity"])
    expect(results[0]!.metrics).not.toHaveProperty(`${name}@2`);
  expect(protocol.notes!.join(" ")).toMatch(/coverage.*absent/);
});

test("a user with two test rows is two rankings", async () => {
  const two = tinyWorld({ users: 2, items: 4 }, [
    {
      train: [[1, 3]],
      test: [
        [0, 0],
        [1, 0],
        [0, 2],
      ],
      negatives: [[1], [2], [1, 3]],
    },
  ]);
  const model = answering("by-hand", { score: () => [4, 3, 2, 1] });
  const { metrics } = (await evaluate(two.data, [model], optionsOf(two, { k: [1] }))).results[0]!;
  expect(metrics["hit@1"]).toBeCloseTo((1 + 1 + 0) / 3, 14); // u0: i0 wins against i1, i2 loses to it
  expect(metrics.mrr).toBeCloseTo((1 + 1 + 1 / 2) / 3, 14);
});

test("folds with and without negatives are not mixed", async () => {
  const row = { train: [[0, 0]] as const, test: [[0, 1]] as const };
  const mixed = tinyWorld({ users: 1, items: 3 }, [{ ...row, negatives: [[2]] }, row]);
  const model = answering("any", { score: () => [1, 2, 3] });
  await expect(evaluate(mixed.data, [model], optionsOf(mixed))).rejects.toMatchObject({ code: "invalid_input" });
});

test("a test item that cannot be scored is no hit, even where the list is longer than its negatives", async () => {
  const silent = Number.NaN;
  const model = answering("partly", { score: () => [silent, 1, 1, 1, 1] }); // i0 of u0 and u1; i4 of u2 is level with three
  const { metrics } = (await evaluate(world.data, [model], optionsOf(world, { k: [5] }))).results[0]!;
  expect(metrics["hit@5"]).toBeCloseTo(1 / 3, 14);
  expect(metrics.mrr).toBeCloseTo((0 + 0 + 1 / 4) / 3, 14);
});

test("a model that can score nothing has no list metrics, and says why", async () => {
  const mute = answering("mute", { score: () => new Array<number>(5).fill(Number.NaN) });
  const [result] = (await evaluate(world.data, [mute], optionsOf(world, { k: [5] }))).results;
  expect(result!.metrics).toEqual({});
  expect(result!.notes).toEqual(["It could not score any course: no list metrics."]);
});
