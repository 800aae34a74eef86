import { expect, test } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { InvalidInputError, UnknownNameError } from "../../src/errors.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import type { EvaluateOptions } from "../../src/evaluation/settings.ts";
import { withBaselines } from "../../src/evaluation/with-baselines.ts";
import { itemKnn } from "../../src/models/knn/item-knn.ts";
import type { Estimator } from "../../src/models/model.ts";

const rows = ["a", "b", "c", "d"].flatMap((user) => ["X", "Y", "Z"].map((item) => ({ user, item })));
const data = Dataset.fromRows(rows);
const options: EvaluateOptions = { split: "random:0.2", k: [2], resamples: 0 };

test.each<[string, unknown, RegExp]>([
  [
    "a factory that was not called",
    [itemKnn],
    /estimators\[0\] must be an estimator, received the factory of item-knn.*Call it/,
  ],
  [
    "the name of a model",
    [itemKnn(), "item-knn"],
    /estimators\[1\].*received "item-knn".*modelFactory\("item-knn"\)\.create/,
  ],
  ["an estimator without its brackets", itemKnn(), /estimators must be an array/],
  ["a promise", [itemKnn().fit(data)], /received a promise/],
  ["nothing", [undefined], /received undefined/],
])("evaluate rejects %s", async (_, given, message) => {
  const wrong = evaluate(data, given as readonly Estimator[], options);
  await expect(wrong).rejects.toThrow(InvalidInputError);
  await expect(wrong).rejects.toThrow(message);
});

test("evaluate rejects a trained model: each fold trains its own", async () => {
  const model = await itemKnn().fit(data);
  await expect(evaluate(data, [model as never], options)).rejects.toThrow(
    /received a trained model.*give the estimator/,
  );
});

test.each<[string, unknown, RegExp]>([
  ["rows", rows, /data must be a data set, received an array of rows\. Use Dataset\.fromRows\(rows\)/],
  ["a path", "campus", /received "campus".*openSource\(path\)/],
  ["nothing", undefined, /received undefined/],
])("evaluate and fit reject %s in place of a data set", async (_, given, message) => {
  await expect(evaluate(given as Dataset, [itemKnn()], options)).rejects.toThrow(message);
  await expect(itemKnn().fit(given as Dataset)).rejects.toThrow(message);
});

test("a split may be its text; anything else is rejected with what to write", async () => {
  expect((await evaluate(data, [itemKnn()], options)).protocol.split).toBe("random:0.2");
  expect((await evaluate(data, [itemKnn()], { k: [2], resamples: 0 })).protocol.split).toBe("leave-one-out");
  const withSplit = (split: unknown) => evaluate(data, [itemKnn()], { ...options, split: split as string });
  await expect(withSplit("randomly")).rejects.toThrow(UnknownNameError);
  await expect(withSplit({ test: 0.2 })).rejects.toThrow(/split must be a split or its text.*splits\.perUser/);
  await expect(withSplit(0.2)).rejects.toThrow(/split must be a split or its text/);
});

test("a single k is rejected with how to write it", async () => {
  await expect(evaluate(data, [itemKnn()], { ...options, k: 10 as never })).rejects.toThrow(/Write \[10\]/);
});

test("withBaselines takes estimators as well as names", async () => {
  expect(withBaselines(["item-knn"], data)).toEqual(["popularity", "item-knn"]);
  const all = withBaselines([itemKnn()], data);
  expect(all.map(({ key }) => key)).toEqual(["popularity", "item-knn"]);
  expect((await evaluate(data, all, options)).results).toHaveLength(2);
});
