import { Pacer } from "../../compute/pacer.ts";
import { findMetric } from "../metrics/registry.ts";
import type { PerUserResults } from "../per-user-results.ts";
import { type RatioMetric, ratioValue } from "../ratio-metric.ts";
import type { Comparison } from "../result.ts";
import type { Pairs, RunOptions } from "../settings.ts";
import { type Measured, resamplingUnits } from "./bootstrap.ts";
import { holm } from "./holm.ts";
import { signFlipTest } from "./sign-flip.ts";

/** A model with a name of its own in the table. */
export interface ComparedModel extends Measured {
  readonly label: string;
}

export interface CompareOptions extends RunOptions {
  /** Metrics whose best model is compared with every other. */
  readonly leading: readonly string[];
  /** `"best"`: the best model against every other; `"all"`: every pair. @defaultValue "best" */
  readonly pairs?: Pairs;
  /** A comparison is significant where its adjusted p-value is below 1 − confidence. */
  readonly confidence: number;
  readonly seed: number;
}

/**
 * Is the best model of each leading metric better than the others by more than chance, or, with all pairs, each model than
 * those behind it? A sign-flip test over users for each pair, all of them together corrected by Holm.
 *
 * The best is chosen by the values it is then tested on, so the first of two near equals looks a little better than it
 * is; do not trust an unadjusted p-value close to the level.
 *
 * For the RMSE the users' squared errors are flipped: exchanging two models' predictions leaves the sum of both models'
 * squared errors as it is, so on one fold |ΔRMSE| grows exactly with |Δ of squared errors| and the test is the same.
 */
export async function compareBest(
  models: readonly ComparedModel[],
  { leading, pairs: which = "best", confidence, seed, signal, onProgress }: CompareOptions,
): Promise<readonly Comparison[]> {
  const pairs = leading.flatMap((metric) => {
    const ordered = bestFirst(models, metric);
    return ordered
      .slice(0, which === "best" ? 1 : ordered.length)
      .flatMap((best, n) => ordered.slice(n + 1).map((other) => ({ metric, best, other })));
  });
  const pacer = new Pacer(signal);
  const pValues: number[] = [];
  for (const { best, other } of pairs) {
    await pacer.pause();
    onProgress?.({ stage: "comparisons", done: pValues.length, of: pairs.length });
    pValues.push(signFlipTest(userDifferences(best.ratio, best.tables, other.tables), seed));
  }
  const adjusted = holm(pValues);
  return pairs.map(({ metric, best, other }, n) => ({
    metric,
    better: best.label,
    worse: other.label,
    difference: Math.abs(best.value - other.value),
    pValue: pValues[n]!,
    adjustedPValue: adjusted[n]!,
    significant: adjusted[n]! < 1 - confidence,
  }));
}

/** The models that have the metric, with its columns and value. */
function bestFirst(models: readonly ComparedModel[], metric: string) {
  return models
    .flatMap((model) => {
      const ratio = model.metrics.find(({ key }) => key === metric);
      return ratio ? [{ ...model, ratio, value: ratioValue(ratio, model.tables) }] : [];
    })
    .sort((a, b) => (findMetric(metric)?.definition.better === "lower" ? a.value - b.value : b.value - a.value));
}

/** Each user's part in the difference of two models' values before the root, over all folds; shape `(units)`. */
export function userDifferences(
  metric: RatioMetric,
  ours: readonly PerUserResults[],
  theirs: readonly PerUserResults[],
): Float64Array {
  const { unitOf, size } = resamplingUnits(ours);
  const differences = new Float64Array(size);
  ours.forEach((table, fold) => {
    const other = theirs[fold]!;
    const [a, b] = [table.position(metric.numerator), other.position(metric.numerator)];
    let total = 0;
    for (let r = 0; r < table.users.length; r++)
      total += table.values[r * table.columns.length + table.position(metric.denominator)]!;
    for (let r = 0; r < table.users.length; r++) {
      const difference = table.values[r * table.columns.length + a]! - other.values[r * other.columns.length + b]!;
      differences[unitOf[table.users[r]!]!]! += difference / (total * ours.length);
    }
  });
  return differences;
}
