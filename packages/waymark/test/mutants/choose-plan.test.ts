import { expect, test } from "vitest";
import { choosePlan, type Family } from "./choose-plan.ts";
import type { Mutant } from "./mutant.ts";

const mutant = (file: string): Mutant => ({ fault: file, file, find: "a", replace: "b", tests: [] });
const families: readonly Family[] = [
  { family: "knn", mutants: [mutant("models/knn/item-knn.ts"), mutant("models/knn/user-knn.ts")] },
  { family: "linear", mutants: [mutant("models/linear/ease.ts")] },
];
const chosen = (...wanted: string[]) => {
  const plan = choosePlan(families, wanted);
  return typeof plan === "string" ? plan : plan.flatMap(({ mutants }) => mutants.map(({ file }) => file));
};

test("faults are chosen by family, by a part of the path of their file, or by both", () => {
  expect(chosen()).toHaveLength(3);
  expect(chosen("knn")).toEqual(["models/knn/item-knn.ts", "models/knn/user-knn.ts"]);
  expect(chosen("knn", "user-knn")).toEqual(["models/knn/user-knn.ts"]);
  expect(chosen("ease")).toEqual(["models/linear/ease.ts"]);
});

test("a word that chooses nothing is an error that lists the families", () => {
  expect(chosen("neural")).toMatch(/named neural.*Families: knn, linear\./);
  expect(chosen("knn", "ease")).toMatch(/named ease/);
});
