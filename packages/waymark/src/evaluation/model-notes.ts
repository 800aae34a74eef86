/** What became of one model over all folds, beside its figures. */
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
}

/** What a reader must know about a model's figures, in whole sentences. */
export function notesOn(facts: RunFacts): readonly string[] {
  const notes: string[] = [];
  if (facts.ratings === "missing") notes.push("It does not predict ratings: no rmse, mse and mae.");
  if (facts.fallbacks > 0)
    notes.push(
      `${facts.fallbacks} of ${facts.testRows} predictions fell back to the mean training rating: it could not say.`,
    );
  if (facts.ranksNothing) notes.push("It could not score any course: no list metrics.");
  else if (facts.shortLists > 0)
    notes.push(`${facts.shortLists} of ${facts.lists} lists are shorter than asked: it could not score more courses.`);
  for (const metric of facts.missing) notes.push(`${metric} is absent: ${whyAbsent(metric)}.`);
  return notes;
}

function whyAbsent(metric: string): string {
  if (metric.startsWith("diversity")) return "in some fold no list holds two courses that can be compared";
  if (metric === "auc") return "in some fold nobody had both relevant and other courses to rank";
  if (["rmse", "mse", "mae"].includes(metric)) return "in some fold a prediction was not a finite number";
  return "in some fold no learner had a relevant course and a list";
}
