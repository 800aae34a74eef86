import { expect, test } from "vitest";
import { parseModelGroups } from "../../src/cli/data/model-options.ts";
import { modelFactories } from "../../src/models/registry.ts";

const keys = (text: string) => [...parseModelGroups(text)];

test("groups follow from what the models declare: fast within classic, classic and neural all", () => {
  const [fast, classic, neural, all] = ["fast", "classic", "neural", "all"].map(keys) as [
    string[],
    string[],
    string[],
    string[],
  ];
  expect(all).toEqual(modelFactories.map(({ key }) => key));
  expect([...classic, ...neural].sort()).toEqual([...all].sort());
  expect(classic).toEqual(expect.arrayContaining(fast));
  expect(neural).toEqual(expect.arrayContaining(["ncf", "lightgcn", "sasrec", "dqn"]));
  expect(classic.filter((key) => !fast.includes(key))).toEqual(["svd++"]);
});

test("groups and names mix, each model once", () => {
  expect(keys("gmf,fast,item-knn")).toEqual(["gmf", ...keys("fast")]);
});

test("a name that is neither is answered with the nearest of both", () => {
  expect(() => keys("fats")).toThrow(/fast/);
  expect(() => keys("item-kn")).toThrow(/item-knn/);
  expect(() => keys(" , ")).toThrow(/--models/);
});
