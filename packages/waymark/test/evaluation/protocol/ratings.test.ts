import { expect, test } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.ts";
import { answering, optionsOf, tinyWorld } from "./tiny.ts";

const scale = { min: 1, max: 5 };
const score = () => [3, 2, 1];

/** Training mean: (5 + 3 + 1) / 3 = 3. u2 has no training row. */
const world = tinyWorld(
  { users: 3, items: 3 },
  [
    {
      train: [
        [0, 0, 5],
        [1, 0, 3],
        [1, 1, 1],
      ],
      test: [
        [1, 2, 4],
        [0, 1, 2],
        [0, 2, 5],
        [2, 0, 3],
      ],
    },
  ],
  { scale },
);

test("all ratings of all users count alike, and each is asked with its own user's history", async () => {
  const queries: unknown[] = [];
  const model = answering("by-hand", {
    score,
    predict: ({ history, weights, user }, item) => {
      queries.push([user, [...history], weights && [...weights], item]);
      return 3;
    },
  });
  const { results, protocol } = await evaluate(world.data, [model], optionsOf(world, { lists: false }));
  // errors: u0 3 − 2, 3 − 5; u1 3 − 4; u2 3 − 3
  expect(results[0]!.metrics).toEqual({ rmse: Math.sqrt(6 / 4), mse: 6 / 4, mae: 4 / 4 });
  expect(results[0]!.recommendSeconds).toBeUndefined();
  expect(queries).toEqual([
    [0, [0], [5], 1],
    [0, [0], [5], 2],
    [1, [0, 1], [3, 1], 2],
    [undefined, [], undefined, 0],
  ]);
  expect(protocol).toMatchObject({ name: "by-hand, held-out ratings predicted, seed 0", k: [], usersLeftOut: 0 });
  expect(protocol.relevantFrom).toBeUndefined();
});

test("what a model cannot predict becomes the training mean, and is counted", async () => {
  const model = answering("partly", { score, predict: (_, item) => (item === 2 ? Number.NaN : 2) });
  const { metrics, notes } = (await evaluate(world.data, [model], optionsOf(world, { lists: false }))).results[0]!;
  // errors: u0 2 − 2, 3 − 5; u1 3 − 4; u2 2 − 3
  expect(metrics.mse).toBe((0 + 4 + 1 + 1) / 4);
  expect(notes).toEqual(["2 of 4 predictions fell back to the mean training rating: it could not say."]);
});

test("the RMSE of several folds is the mean of their RMSEs, not the root of all errors together", async () => {
  const folds = tinyWorld(
    { users: 1, items: 3 },
    [
      { train: [[0, 0, 3]], test: [[0, 1, 4]] },
      {
        train: [[0, 0, 3]],
        test: [
          [0, 1, 5],
          [0, 2, 1],
        ],
      },
    ],
    { scale },
  );
  const model = answering("by-hand", { score, predict: () => 2 });
  const { metrics } = (await evaluate(folds.data, [model], optionsOf(folds, { lists: false }))).results[0]!;
  expect(metrics.rmse).toBeCloseTo((2 + Math.sqrt((9 + 1) / 2)) / 2, 14);
  expect(metrics.mse).toBe((4 + 5) / 2);
  expect(metrics.mae).toBe((2 + 2) / 2);
});

test("relevant is what was rated ¾ up the scale; users without such a rating are left out and counted", async () => {
  const model = answering("by-hand", { score });
  const { results, protocol } = await evaluate(world.data, [model], optionsOf(world, { k: [1] }));
  expect(protocol).toMatchObject({ relevantFrom: 4, testUsers: 3, usersLeftOut: 1 });
  // u0 should find i2 (5) and is offered i1; u1 should find i2 (4) and is offered it; u2's 3 is not enough
  expect(results[0]!.metrics["hit@1"]).toBe(1 / 2);
  expect(results[0]!.metrics["recall@1"]).toBe(1 / 2);
  expect(results[0]!.notes).toContain("It does not predict ratings: no rmse, mae and mse.");
  expect(results[0]!.metrics).not.toHaveProperty("rmse");
});

test("another threshold draws another line: at 3, u2 counts as well", async () => {
  const model = answering("by-hand", { score });
  const { results, protocol } = await evaluate(world.data, [model], optionsOf(world, { k: [1], threshold: 3 }));
  expect(protocol).toMatchObject({ relevantFrom: 3, usersLeftOut: 0 });
  expect(protocol.name).toContain("positives: rating ≥ 3");
  expect(results[0]!.metrics["hit@1"]).toBeCloseTo((0 + 1 + 1) / 3, 14);
});

test("ratings and lists are timed apart", async () => {
  const model = answering("by-hand", { score, predict: () => 3 });
  const [result] = (await evaluate(world.data, [model], optionsOf(world))).results;
  expect(result!.recommendSeconds).toBeGreaterThanOrEqual(0);
  expect(Object.keys(result!.metrics)).toEqual(expect.arrayContaining(["rmse", "ndcg@2"]));
});

test("test rows without ratings are refused where ratings are to be compared", async () => {
  const { data } = world;
  const bare = { users: Uint32Array.of(0), items: Uint32Array.of(1) };
  const split = { text: "bare", description: "", apply: async () => [{ name: "bare", train: data, test: bare }] };
  await expect(evaluate(data, [answering("any", { score })], { split, seed: 0, k: [1] })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("a single prediction a model cannot make is counted", async () => {
  const model = answering("partly", {
    score,
    predict: ({ user }, item) => (user === 0 && item === 1 ? Number.NaN : 2),
  });
  const { notes } = (await evaluate(world.data, [model], optionsOf(world, { lists: false }))).results[0]!;
  expect(notes).toEqual(["1 of 4 predictions fell back to the mean training rating: it could not say."]);
});

test("test rows that repeat a training row are noted where only ratings are predicted, relevant or not", async () => {
  const twice = tinyWorld(
    { users: 1, items: 2 },
    [
      {
        train: [[0, 0, 5]],
        test: [
          [0, 0, 1],
          [0, 1, 4],
        ],
      },
    ],
    { scale },
  );
  const model = answering("by-hand", { score: () => [2, 1], predict: () => 3 });
  const { protocol } = await evaluate(twice.data, [model], optionsOf(twice, { lists: false }));
  expect(protocol.notes).toEqual([
    "1 test row repeats a training row; models have learnt from its pair before they predict the rating",
  ]);
});
