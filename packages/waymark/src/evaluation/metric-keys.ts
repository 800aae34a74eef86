/** How to read a metric: for table headings, chart axes and "better than". */
export interface MetricMeaning {
  /** As people write it, e.g. `"nDCG@10"`. */
  readonly label: string;
  /** `neither`: describes a model without praising it. */
  readonly better: "higher" | "lower" | "neither";
  /** One sentence. */
  readonly description: string;
}

/** Keys of `ModelResult.metrics` in the order tables show them; `@k` stands for each cutoff. */
export const metricFamilies: Readonly<Record<string, MetricMeaning>> = {
  rmse: { label: "RMSE", better: "lower", description: "Root mean squared error of predicted ratings." },
  mae: { label: "MAE", better: "lower", description: "Mean absolute error of predicted ratings." },
  mse: { label: "MSE", better: "lower", description: "Mean squared error of predicted ratings." },
  "ndcg@k": {
    label: "nDCG",
    better: "higher",
    description: "Relevant courses found, those near the top counting more.",
  },
  "precision@k": {
    label: "Precision",
    better: "higher",
    description: "Share of the places that hold a relevant course.",
  },
  "recall@k": { label: "Recall", better: "higher", description: "Share of all relevant courses that the list holds." },
  "recall-capped@k": {
    label: "Recall (capped)",
    better: "higher",
    description: "Share of what a list of this length could hold at best.",
  },
  "f1@k": { label: "F1", better: "higher", description: "Harmonic mean of precision and recall." },
  "map@k": { label: "MAP", better: "higher", description: "Mean of the precision at each relevant course found." },
  mrr: {
    label: "MRR",
    better: "higher",
    description: "Mean of 1 / rank of the first relevant course, whatever its rank.",
  },
  "hit@k": {
    label: "Hit rate",
    better: "higher",
    description: "Share of learners with at least one relevant course listed.",
  },
  auc: { label: "AUC", better: "higher", description: "Chance that a relevant course is ranked above another one." },
  "coverage@k": {
    label: "Coverage",
    better: "higher",
    description: "Share of the catalogue that stands in anyone's list.",
  },
  "gini@k": {
    label: "Gini",
    better: "lower",
    description: "How unequally the places are shared out: 0 evenly, 1 to one.",
  },
  "novelty@k": { label: "Novelty", better: "neither", description: "How surprising the listed courses are, in bits." },
  "diversity@k": {
    label: "Diversity",
    better: "neither",
    description: "How unlike each other the courses of one list are.",
  },
  "popularity@k": {
    label: "Popularity",
    better: "neither",
    description: "Mean number of learners of the listed courses.",
  },
};

/** The meaning of a key as it stands in a result, e.g. `"ndcg@10"`; `undefined` for a key that is no metric. */
export function meaningOf(key: string): MetricMeaning | undefined {
  const [family, cutoff] = key.split("@");
  const found = metricFamilies[cutoff === undefined ? key : `${family}@k`];
  return found && (cutoff === undefined ? found : { ...found, label: `${found.label}@${cutoff}` });
}

/** Sorts keys into the order of `metricFamilies`, cutoffs ascending within a family. */
export function byReadingOrder(a: string, b: string): number {
  const [familyA = "", cutoffA = ""] = a.split("@");
  const [familyB = "", cutoffB = ""] = b.split("@");
  return families.indexOf(familyA) - families.indexOf(familyB) || Number(cutoffA) - Number(cutoffB);
}

const families = Object.keys(metricFamilies).map((family) => family.replace("@k", ""));
