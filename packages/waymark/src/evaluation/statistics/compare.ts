import { Pacer } from "../../compute/pacer.ts";
import { type Figure, figureValue } from "../metric-definition.ts";
import { meaningOf } from "../metric-keys.ts";
import type { PerUserResults } from "../per-user-results.ts";
import type { Comparison } from "../result.ts";
import type { RunOptions } from "../settings.ts";
import { type Measured, resamplingUnits } from "./bootstrap.ts";
import { holm } from "./holm.ts";
import { signFlipTest } from "./sign-flip.ts";

/** A model with a name of its own in the table. */
export interface Contender extends Measured {
  readonly label: string;
}

export interface CompareOptions extends RunOptions {
  /** Metrics whose best model is compared with every other. */
  readonly leading: readonly string[];
  /** A comparison is significant where its adjusted p-value is below 1 − confidence. */
  readonly confidence: number;
  readonly seed: number;
}

/**
 * Is the best model of each leading metric better than the others by more than chance? A sign-flip test over users for
 * each pair, all of them together corrected by Holm.
 *
 * The best is chosen by the figures it is then tested on, so the first of two near equals looks a little better than it
 * is; an unadjusted p-value close to the level should convince nobody.
 *
 * For the RMSE the users' squared errors are flipped: exchanging two models' predictions leaves the sum of both models'
 * squared errors as it is, so on one fold |ΔRMSE| grows exactly with |Δ of squared errors| and the test is the same.
 */
export async function compareBest(
  contenders: readonly Contender[],
  { leading, confidence, seed, signal, onProgress }: CompareOptions,
): Promise<readonly Comparison[]> {
  const pairs = leading.flatMap((metric) => {
    const [best, ...others] = bestFirst(contenders, metric);
    return others.map((other) => ({ metric, best: best!, other }));
  });
  const pacer = new Pacer(signal);
  const pValues: number[] = [];
  for (const { best, other } of pairs) {
    await pacer.pause();
    onProgress?.({ stage: "comparisons", done: pValues.length, of: pairs.length });
    pValues.push(signFlipTest(userDifferences(best.figure, best.tables, other.tables), seed));
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

/** The contenders that have the metric, with its figure and value. */
function bestFirst(contenders: readonly Contender[], metric: string) {
  return contenders
    .flatMap((contender) => {
      const figure = contender.figures.find(({ key }) => key === metric);
      return figure ? [{ ...contender, figure, value: figureValue(figure, contender.tables) }] : [];
    })
    .sort((a, b) => (meaningOf(metric)?.better === "lower" ? a.value - b.value : b.value - a.value));
}

/** Each user's part in the difference of two models' figures before the root, over all folds; shape `(units)`. */
export function userDifferences(
  figure: Figure,
  ours: readonly PerUserResults[],
  theirs: readonly PerUserResults[],
): Float64Array {
  const { unitOf, size } = resamplingUnits(ours);
  const differences = new Float64Array(size);
  ours.forEach((table, fold) => {
    const other = theirs[fold]!;
    const [a, b] = [table.position(figure.numerator), other.position(figure.numerator)];
    let total = 0;
    for (let r = 0; r < table.users.length; r++)
      total += table.values[r * table.columns.length + table.position(figure.denominator)]!;
    for (let r = 0; r < table.users.length; r++) {
      const difference = table.values[r * table.columns.length + a]! - other.values[r * other.columns.length + b]!;
      differences[unitOf[table.users[r]!]!]! += difference / (total * ours.length);
    }
  });
  return differences;
}
