import { expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { baseline } from "../../../src/models/baselines/baseline.ts";
import { queryOf } from "../../../src/models/model.ts";
import { fitBiases } from "../../../src/models/shared/biases.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { goldenAsked, goldenCase, goldenData, largestGap } from "../../golden/ratings/factorizations.ts";
import { twoFaculties } from "../../two-faculties.ts";

describeModel(baseline, { personalized: false });

const small = Dataset.fromRows(
  [
    { user: "u1", item: "a", value: 5 },
    { user: "u1", item: "b", value: 4 },
    { user: "u2", item: "b", value: 1 },
    { user: "u2", item: "c", value: 2 },
  ],
  { scale: { min: 1, max: 5 } },
);

test("alternating least squares: items first, then users (one epoch worked by hand)", async () => {
  const { mean, users, items } = await fitBiases(small, {
    method: "als",
    epochs: 1,
    userRegularization: 2,
    itemRegularization: 1,
  });
  expect(mean).toBe(3);
  expect([...items]).toEqual([2 / (1 + 1), (1 - 2) / (1 + 2), -1 / (1 + 1)]);
  expect(users[0]).toBeCloseTo((5 - 3 - 1 + (4 - 3 + 1 / 3)) / (2 + 2), 12);
  expect(users[1]).toBeCloseTo((1 - 3 + 1 / 3 + (2 - 3 + 1 / 2)) / (2 + 2), 12);
});

test("gradient descent: both biases move at each rating, by the old values (one epoch worked by hand)", async () => {
  const settings = { method: "sgd", epochs: 1, learningRate: 0.1, regularization: 0.5 } as const;
  const { users, items } = await fitBiases(small, settings);
  const afterA = 0.1 * (5 - 3); // 0.2, for u1 and for a
  const errorB = 4 - (3 + afterA);
  expect(items[0]).toBeCloseTo(afterA, 12);
  expect(users[0]).toBeCloseTo(afterA + 0.1 * (errorB - 0.5 * afterA), 12);
  const b = 0.1 * errorB;
  const errorB2 = 1 - (3 + b);
  expect(items[1]).toBeCloseTo(b + 0.1 * (errorB2 - 0.5 * b), 12);
});

test.each([
  ["als", {}],
  ["als-3", { epochs: 3, userRegularization: 2, itemRegularization: 4 }],
  ["sgd", { method: "sgd" }],
] as const)("agrees with Surprise to 1e-10, unknown users and items included: %s", async (name, params) => {
  const golden = goldenCase(name);
  const model = await baseline(params).fit(goldenData);
  const { tensors } = model.state();
  expect(largestGap(tensors.userBiases!.data, golden.learned("userBiases"))).toBeLessThan(1e-10);
  expect(largestGap(tensors.itemBiases!.data, golden.learned("itemBiases"))).toBeLessThan(1e-10);
  const predicted = goldenAsked.map(
    ({ user, item }) => model.predict(queryOf(goldenData, user), Uint32Array.of(item))[0]!,
  );
  expect(largestGap(predicted, golden.predictions)).toBeLessThan(1e-10);
});

test("clips predictions to the scale, and leaves scores unclipped", async () => {
  const model = await baseline({ userRegularization: 0, itemRegularization: 0 }).fit(small);
  const query = queryOf(small, 0);
  expect(Math.max(...model.score(query))).toBeGreaterThan(5);
  expect([...model.predict(query, Uint32Array.of(0, 1, 2))].every((rating) => rating <= 5)).toBe(true);
});

test("folds in with als to exactly the trained user's bias", async () => {
  const data = twoFaculties({ ratings: true });
  const model = await baseline().fit(data);
  const { history, weights } = queryOf(data, 4);
  const [folded, trained] = [
    { history, weights: weights! },
    { history, user: 4 },
  ].map((query) => model.score(query));
  expect(largestGap(folded!, trained!)).toBeLessThan(1e-12);
});

test("folds in with sgd to the minimum of its objective: mean error over n (1 + regularization)", async () => {
  const model = await baseline({ method: "sgd", regularization: 0.5 }).fit(small);
  const { data: items } = model.state().tensors.itemBiases!;
  const query = { history: Uint32Array.of(0, 2), weights: Float64Array.of(5, 4) };
  const bias = (5 - 3 - items[0]! + (4 - 3 - items[2]!)) / (2 * 1.5);
  expect(model.score(query)[1]).toBeCloseTo(3 + bias + items[1]!, 12);
});

test("takes a history without ratings as no sign of strictness: everyone's order, bias 0", async () => {
  const model = await baseline().fit(small);
  const newUser = model.score({ history: new Uint32Array(0) });
  expect(model.score({ history: Uint32Array.of(0) })).toEqual(newUser);
  expect(newUser[0]).toBeCloseTo(3 + model.state().tensors.itemBiases!.data[0]!, 12);
});

test("says when it diverges", async () => {
  const diverging = baseline({ method: "sgd", learningRate: 10, epochs: 400 });
  await expect(diverging.fit(twoFaculties({ ratings: true }))).rejects.toMatchObject({ code: "fit_diverged" });
});

test("reports its epochs, ten for als and twenty for sgd by default", async () => {
  for (const [params, epochs] of [
    [{}, 10],
    [{ method: "sgd" }, 20],
    [{ epochs: 3 }, 3],
  ] as const) {
    const seen: number[] = [];
    await baseline(params).fit(small, { onProgress: ({ done, of }) => seen.push(done / of) });
    expect(seen).toHaveLength(epochs);
    expect(seen.at(-1)).toBe(1);
  }
});
