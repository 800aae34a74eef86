import { expect, test } from "vitest";
import { itemKnn } from "../../src/models/knn/item-knn.ts";
import { appendHistory, queryOf } from "../../src/models/model.ts";
import { twoFaculties } from "../two-faculties.ts";

const of = (history: readonly number[], weights: readonly number[]) => ({
  history: Uint32Array.from(history),
  weights: Float64Array.from(weights),
});

test("an item given twice counts once, where it came last and with its last weight", () => {
  const after = appendHistory(of([7, 8], [2, 3]), Uint32Array.of(4, 5, 4), Float64Array.of(1, 5, 4));
  expect(after).toEqual(of([7, 8, 5, 4], [2, 3, 5, 4]));
});

test("an item that was there moves to its new place with its new weight", () => {
  const query = { ...of([7, 8, 9], [2, 3, 4]), user: 6 };
  expect(appendHistory(query, Uint32Array.of(8, 1), Float64Array.of(5, 1))).toEqual({
    ...of([7, 9, 8, 1], [2, 4, 5, 1]),
    user: 6,
  });
  expect(appendHistory(query, new Uint32Array(0), new Float64Array(0))).toEqual(query);
});

test("without weights each counts 1, unless others do not", () => {
  expect(appendHistory({ history: Uint32Array.of(2) }, Uint32Array.of(3, 3))).toEqual(of([2, 3], [1, 1]));
  expect(() => appendHistory(of([2], [5]), Uint32Array.of(3))).toThrow("weights must be one for each of the 1 items");
});

test("a repeat changes no score", async () => {
  const data = twoFaculties();
  const model = await itemKnn().fit(data);
  const query = queryOf(data, 0);
  const [once, twice] = [
    [1, 9],
    [9, 1, 9],
  ].map((items) => model.score(appendHistory(query, Uint32Array.from(items))));
  expect(twice).toEqual(once);
});
