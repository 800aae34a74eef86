import { type MetricMeaning, meaningOf, metricFamilies } from "../../evaluation/metric-keys.ts";

/** Which way a metric improves; `"neither"` for a property that is only described. */
export type Better = MetricMeaning["better"];

/** What a metric is about, in the order reports show the groups. */
export type MetricGroup = "lists" | "ratings" | "beyond";

export interface MetricWords extends MetricMeaning {
  readonly group: MetricGroup;
  /** The k of `"ndcg@10"`. */
  readonly cutoff?: number;
  /** Where the metric stands among all: lists, ratings, then what lies beyond accuracy. */
  readonly place: number;
}

const ratings = new Set(["rmse", "mae", "mse"]);
const beyondAccuracy = new Set(["coverage", "gini", "novelty", "diversity", "popularity"]);
const families = Object.keys(metricFamilies).map((family) => family.split("@")[0]);

/** How to write and place the metric of a key such as `"ndcg@10"`; one that nobody described stands last, as it is. */
export function wordsFor(key: string): MetricWords {
  const [family = key, cutoff] = key.split("@");
  const known = meaningOf(key);
  const group = ratings.has(family) ? "ratings" : beyondAccuracy.has(family) || !known ? "beyond" : "lists";
  const place = known ? { lists: 0, ratings: 100, beyond: 200 }[group] + families.indexOf(family) : 1000;
  const meaning = known ?? { label: key, better: "neither", description: "" };
  return { ...meaning, group, place, ...(cutoff !== undefined && { cutoff: Number(cutoff) }) };
}
