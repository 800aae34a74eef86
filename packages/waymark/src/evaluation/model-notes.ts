import type { MetricDefinition } from "./metrics/define-metric.ts";
import { findMetric, namesOf } from "./metrics/registry.ts";

/** What became of one model over all folds, beside its metrics. */
export interface RunFacts {
  readonly ratings: "predicted" | "missing" | "not-asked";
  readonly fallbacks: number;
  readonly testRows: number;
  readonly lists: number;
  readonly shortLists: number;
  /** It could score nothing for anybody. */
  readonly ranksNothing: boolean;
  /** Keys of metrics without a value. */
  readonly missing: readonly string[];
  /** All that were measured. */
  readonly metrics: readonly MetricDefinition[];
}

/** What a reader must know about a model's metrics, in whole sentences. */
export function notesOn(facts: RunFacts): readonly string[] {
  const notes: string[] = [];
  if (facts.ratings === "missing")
    notes.push(`It does not predict ratings: no ${namesOf(facts.metrics, ["ratings"])}.`);
  if (facts.fallbacks > 0)
    notes.push(
      `${facts.fallbacks} of ${facts.testRows} predictions fell back to the mean training rating: it could not say.`,
    );
  if (facts.ranksNothing) notes.push("It could not score any course: no list metrics.");
  else if (facts.shortLists > 0)
    notes.push(`${facts.shortLists} of ${facts.lists} lists are shorter than asked: it could not score more courses.`);
  for (const key of facts.missing) notes.push(`${key} is absent: ${whyAbsent(key, facts.metrics)}.`);
  return notes;
}

function whyAbsent(key: string, metrics: readonly MetricDefinition[]): string {
  const definition = findMetric(key, metrics)?.definition;
  if (definition?.absentWhere !== undefined) return definition.absentWhere;
  if (definition?.measure.of === "ratings") return "in some fold a prediction was not a finite number";
  return "in some fold no learner had a relevant course and a list";
}
