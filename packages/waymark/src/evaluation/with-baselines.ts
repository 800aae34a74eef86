import type { Dataset } from "../data/dataset.ts";

/**
 * The models of a table that may be believed: `popularity` and, where there are ratings, `mean` stand beside whatever
 * was asked for. Those missing come first; the others keep their order, each once.
 */
export function withBaselines(keys: readonly string[], data: Pick<Dataset, "feedback">): readonly string[] {
  const baselines = data.feedback === "explicit" ? ["popularity", "mean"] : ["popularity"];
  return [...new Set([...baselines.filter((key) => !keys.includes(key)), ...keys])];
}
