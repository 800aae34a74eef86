import { expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { random } from "../../../src/models/baselines/random.ts";
import { recommend } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { twoFaculties } from "../../two-faculties.ts";

describeModel(random, { personalized: false, knowsUnseen: true });

const nothing = new Uint32Array(0);

test("scores by the published pair hash, so that any program can repeat the list", async () => {
  const rows = Array.from({ length: 1194 }, (_, n) => ({ user: String(n % 3), item: String(n) }));
  const model = await random().fit(Dataset.fromRows(rows));
  expect(model.score({ history: nothing, user: 1 })[1193]).toBe(3896078027 / 2 ** 32);
  const reseeded = await random().fit(Dataset.fromRows(rows), { seed: 1 });
  expect(reseeded.score({ history: nothing, user: 1 })[1193]).toBe(4164986288 / 2 ** 32);
});

test("gives a user one list for good, other users and other seeds another, and leaves out no item", async () => {
  const data = twoFaculties();
  const listOf = async (user: number, seed: number) =>
    recommend(await random().fit(data, { seed }), { history: nothing, user }, 100).map(({ item }) => item);
  expect(await listOf(3, 0)).toEqual(await listOf(3, 0));
  expect(await listOf(3, 0)).not.toEqual(await listOf(4, 0));
  expect(await listOf(3, 0)).not.toEqual(await listOf(3, 1));
  expect(new Set(await listOf(3, 0)).size).toBe(data.items.size);
});

test("keeps a user's list as the history grows, and gives a new user one by the history in any order", async () => {
  const model = await random().fit(twoFaculties());
  const score = (history: number[], user?: number) =>
    model.score({ history: Uint32Array.from(history), ...(user !== undefined && { user }) });
  expect(score([1, 2], 5)).toEqual(score([1, 2, 3], 5));
  expect(score([1, 2])).toEqual(score([2, 1]));
  expect(score([1, 2])).not.toEqual(score([1, 3]));
});
