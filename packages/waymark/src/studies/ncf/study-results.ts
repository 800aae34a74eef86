import type { PerUserResults } from "../../evaluation/per-user-results.ts";
import { ratioValue } from "../../evaluation/ratio-metric.ts";
import type { Interval } from "../../evaluation/statistics/bootstrap.ts";
import { studyMetrics } from "./measure-pool.ts";
import { type CandidateResults, type Candidates, candidateSets, type StudyModelResult } from "./result.ts";

/** A model's results by set of candidates, from the sums per learner. */
export function resultsOf(
  table: PerUserResults,
  intervals: ReadonlyMap<string, Interval> = new Map(),
): StudyModelResult["results"] {
  const values = new Map(studyMetrics.map((metric) => [metric.key, ratioValue(metric, [table])]));
  return Object.fromEntries(
    candidateSets.map((set): [Candidates, CandidateResults] => [
      set,
      { metrics: partOf(values, set, Number.isFinite), intervals: partOf(intervals, set, () => true) },
    ]),
  ) as Record<Candidates, CandidateResults>;
}

/** Entries of one set of candidates, under the name of the metric alone. */
function partOf<T>(all: ReadonlyMap<string, T>, set: Candidates, isKept: (value: T) => boolean): Record<string, T> {
  const own: Record<string, T> = {};
  for (const [key, value] of all) {
    const [candidates, metric = ""] = key.split("/");
    if (candidates === set && isKept(value)) own[metric] = value;
  }
  return own;
}

/** An AUC that does not exist is said not to exist; ½ would claim that the model guesses. */
export const undefinedNotes = (results: StudyModelResult["results"]): readonly string[] =>
  candidateSets
    .filter((set) => results[set].metrics.auc === undefined)
    .map((set) => `The AUC (${setNames[set]}) is undefined: no learner has candidates of both kinds.`);

/** As people call the sets. */
export const setNames: Readonly<Record<Candidates, string>> = {
  catalogue: "the whole catalogue",
  hundred: "one among a hundred",
  pool: "a pool of one to four",
};
