import type { Dataset } from "../data/dataset.ts";
import type { Estimator } from "../models/model.ts";
import { modelFactory } from "../models/registry.ts";

/**
 * The models of a table that may be believed: `popularity` and, where there are ratings, `mean` stand beside whatever
 * was asked for, by name or as estimators. Those missing come first; the others keep their order, each once.
 */
export function withBaselines(models: readonly string[], data: Pick<Dataset, "feedback">): readonly string[];
export function withBaselines(models: readonly Estimator[], data: Pick<Dataset, "feedback">): readonly Estimator[];
export function withBaselines<T extends string | Estimator>(
  models: readonly T[],
  data: Pick<Dataset, "feedback">,
): readonly (string | Estimator)[] {
  const baselines = data.feedback === "explicit" ? ["popularity", "mean"] : ["popularity"];
  const missing = baselines.filter((key) => !models.some((model) => keyOf(model) === key));
  const estimators = models.some((model) => typeof model !== "string");
  return [...new Set([...missing.map((key) => (estimators ? modelFactory(key).create({}) : key)), ...models])];
}

/** `"item-knn"` of an estimator, of its name, or of its name with settings. */
const keyOf = (model: string | Estimator): string =>
  typeof model === "string" ? model.replace(/\(.*$/s, "").trim() : model.key;
