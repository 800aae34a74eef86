import { expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { mean } from "../../../src/models/baselines/mean.ts";
import { describeModel } from "../../contract/estimator-contract.ts";

describeModel(mean, { personalized: false });

const data = Dataset.fromRows([
  { user: "u1", item: "a", value: 5 },
  { user: "u2", item: "b", value: 4 },
  { user: "u3", item: "b", value: 5 },
  { user: "u1", item: "c", value: 2 },
  { user: "u2", item: "c", value: 1 },
  { user: "u3", item: "c", value: 1 },
]);

test("predicts the mean of all ratings, whoever asks (worked by hand)", async () => {
  const model = await mean().fit(data);
  const predicted = model.predict({ history: Uint32Array.of(0), user: 1 }, Uint32Array.of(0, 2));
  expect([...predicted]).toEqual([3, 3]);
});

test("ranks by damped mean: two good ratings count more than one very good one (worked by hand)", async () => {
  const score = (await mean({ damping: 2 }).fit(data)).score({ history: new Uint32Array(0) });
  expect(score[0]).toBeCloseTo(3 + (5 - 3) / (1 + 2), 12);
  expect(score[1]).toBeCloseTo(3 + (4 - 3 + 5 - 3) / (2 + 2), 12);
  expect(score[2]).toBeCloseTo(3 + (2 - 3 + 1 - 3 + 1 - 3) / (3 + 2), 12);
  const undamped = (await mean({ damping: 0 }).fit(data)).score({ history: new Uint32Array(0) });
  expect([...undamped]).toEqual([5, 4.5, 4 / 3]);
});

test("does not list an item without ratings, and predicts the overall mean for it, damping 0 included", async () => {
  const { users, items, values } = data.interactions;
  const withoutA = data.replaceInteractions({ users: users.slice(1), items: items.slice(1), values: values!.slice(1) });
  const model = await mean({ damping: 0 }).fit(withoutA);
  const nobody = { history: new Uint32Array(0) };
  expect(model.score(nobody)[0]).toBeNaN();
  expect(model.predict(nobody, Uint32Array.of(0))[0]).toBeCloseTo((4 + 5 + 2 + 1 + 1) / 5, 12);
});

test("refuses data without ratings", async () => {
  await expect(mean().fit(data.asImplicit())).rejects.toMatchObject({ code: "unsuited_data", model: "mean" });
});
