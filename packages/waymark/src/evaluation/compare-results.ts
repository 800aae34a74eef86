import type { Evaluation } from "./result.ts";

/** A figure that two results do not share. */
export interface FigureDifference {
  /** e.g. `"per-user:0.2, seed 0: svd rmse"`. */
  readonly where: string;
  readonly before?: number;
  readonly now?: number;
}

/**
 * Every figure of some runs against the same figure of others, run by run: metrics, ends of intervals, p-values. Equal means
 * equal in every bit; times are not figures.
 *
 * @returns how many figures there are in either, and those that differ or are absent on one side
 */
export function differencesOf(
  before: readonly Evaluation[],
  now: readonly Evaluation[],
): { readonly figures: number; readonly differences: readonly FigureDifference[] } {
  const [old, fresh] = [figuresOf(before), figuresOf(now)];
  const keys = new Set([...old.keys(), ...fresh.keys()]);
  const differences = [...keys].flatMap((where): FigureDifference[] => {
    const [was, is] = [old.get(where), fresh.get(where)];
    if (Object.is(was, is)) return [];
    return [{ where, ...(was !== undefined && { before: was }), ...(is !== undefined && { now: is }) }];
  });
  return { figures: keys.size, differences };
}

function figuresOf(runs: readonly Evaluation[]): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const [n, { protocol, results, comparisons }] of runs.entries()) {
    const run = runs.length > 1 ? `run ${n + 1} (${protocol.split}, seed ${protocol.seed}): ` : "";
    const labels = labelsIn(results);
    results.forEach(({ metrics, intervals }, r) => {
      for (const [key, value] of Object.entries(metrics)) figures.set(`${run}${labels[r]} ${key}`, value);
      for (const [key, [low, high]] of Object.entries(intervals)) {
        figures.set(`${run}${labels[r]} ${key} interval, low`, low);
        figures.set(`${run}${labels[r]} ${key} interval, high`, high);
      }
    });
    for (const { metric, better, worse, pValue } of comparisons)
      figures.set(`${run}${better} and ${worse}, ${metric}, p`, pValue);
  }
  return figures;
}

const labelsIn = (results: Evaluation["results"]): readonly string[] =>
  results.map(({ model, label = model }) => label);
