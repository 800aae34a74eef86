import { InvalidInputError } from "../errors.ts";
import type { Estimator } from "../models/model.ts";

/** @throws {InvalidInputError} for a factory that was not called, a name, a trained model, or anything else that cannot be trained */
export function checkEstimators(estimators: readonly Estimator[]): void {
  const given: unknown = estimators;
  if (!Array.isArray(given))
    throw new InvalidInputError(
      "estimators",
      { sentence: "estimators must be an array of estimators." },
      typeof given,
      "Write [itemKnn()].",
    );
  for (const [n, estimator] of given.entries()) {
    const problem = problemOf(estimator);
    if (problem === undefined) continue;
    const [what, remedy] = problem;
    throw new InvalidInputError(
      `estimators[${n}]`,
      { sentence: `estimators[${n}] must be an estimator, received ${what}.` },
      what,
      remedy,
    );
  }
}

/** What stands there instead of an estimator, and what to write; `undefined` where it is one. */
function problemOf(given: unknown): readonly [what: string, remedy: string] | undefined {
  if (typeof given === "string")
    return [
      JSON.stringify(given),
      `Use modelFactory(${JSON.stringify(given)}).create({}), or call the model's factory.`,
    ];
  if (typeof given === "function") {
    const key = "key" in given ? String(given.key) : given.name;
    return [`the factory of ${key}`, "Call it: itemKnn(), not itemKnn."];
  }
  if (typeof given !== "object" || given === null) return [String(given), "Call a model's factory, e.g. itemKnn()."];
  if ("fit" in given && typeof given.fit === "function" && "key" in given && "params" in given) return undefined;
  if (given instanceof Promise) return ["a promise", "Await it, or leave training to the evaluation: itemKnn()."];
  if ("score" in given)
    return ["a trained model", "Models are trained on each fold here: give the estimator, e.g. itemKnn()."];
  return ["an object without fit, key and params", "Call a model's factory, e.g. itemKnn()."];
}
