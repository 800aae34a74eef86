import { Random } from "../../src/compute/random.ts";
import type { Description } from "../../src/data/describe.ts";
import type { Comparison, Evaluation, ModelResult } from "../../src/evaluation/result.ts";
import type { SampleList } from "../../src/report/evaluation/render-report.ts";

interface FixtureOptions {
  /** How many of the sixteen. @defaultValue 8 */
  readonly models?: number;
  /** Which figures there are. @defaultValue both */
  readonly lists?: boolean;
  readonly ratings?: boolean;
  readonly k?: readonly number[];
}

/** Invented figures in the range real data gives: nDCG, RMSE (undefined: the model cannot predict), coverage, fit seconds. */
const invented: readonly (readonly [string, number, number | undefined, number, number])[] = [
  ["item-knn", 0.2501, 0.9231, 0.4312, 0.4821],
  ["popularity", 0.1511, undefined, 0.0271, 0.00194],
  ["svd", 0.1382, 0.938, 0.2105, 1.31],
  ["mean", 0.0031, 1.1257, 0.0027, 0.0004],
  ["user-knn", 0.2478, 0.9312, 0.2854, 2.207],
  ["svd++", 0.1421, 0.9218, 0.2411, 36.4],
  ["baseline", 0.0942, 0.9457, 0.0193, 0.0312],
  ["nmf", 0.1184, 0.9689, 0.3127, 1.84],
  ["slope-one", 0.0712, 0.947, 0.1924, 0.731],
  ["co-clustering", 0.0834, 0.9629, 0.2237, 1.102],
  ["course-similarity", 0.0978, undefined, 0.8812, 0.212],
  ["user-profile", 0.1102, undefined, 0.6413, 0.0981],
  ["random", 0.0042, undefined, 0.9981, 0.00008],
  ["item-knn-ratings", 0.2312, 0.9287, 0.4187, 0.5127],
  ["weighted-matrix-factorization", 0.2461, undefined, 0.4422, 92.7],
  ["ease", 0.2489, undefined, 0.3961, 3900],
];

/** A whole evaluation of a campus that does not exist; every figure in it is made up. Same options, same result. */
export function inventedEvaluation({
  models = 8,
  lists = true,
  ratings = true,
  k = [10],
}: FixtureOptions = {}): Evaluation {
  const random = new Random(7);
  const around = (value: number) => value * (1 + 0.04 * (random.uniform() - 0.5));
  const results = invented.slice(0, models).map(([model, ndcg, rmse, coverage, fitSeconds]): ModelResult => {
    const metrics: Record<string, number> = {};
    const intervals: Record<string, readonly [number, number]> = {};
    const put = (key: string, value: number, halfWidth = 0) => {
      metrics[key] = value;
      if (halfWidth > 0) intervals[key] = [value - halfWidth, value + halfWidth * 1.02];
    };
    if (ratings && rmse !== undefined) {
      put("rmse", rmse, 0.0048);
      put("mae", around(rmse * 0.79), 0.0038);
      put("mse", rmse ** 2, 0.0091);
    }
    for (const cutoff of lists ? k : []) {
      const longer = (value: number) => value * (cutoff / 10) ** 0.2;
      put(`ndcg@${cutoff}`, longer(ndcg), ndcg * 0.018);
      put(`precision@${cutoff}`, around(ndcg * 0.81), ndcg * 0.015);
      put(`recall@${cutoff}`, longer(around(ndcg * 0.58)), ndcg * 0.012);
      put(`recall-capped@${cutoff}`, around(ndcg * 0.97), ndcg * 0.017);
      put(`f1@${cutoff}`, around(ndcg * 0.61), ndcg * 0.012);
      put(`map@${cutoff}`, around(ndcg * 0.55), ndcg * 0.013);
      put(`hit@${cutoff}`, longer(around(Math.min(0.92, ndcg * 3))), 0.0109);
      put(`coverage@${cutoff}`, coverage);
      put(`gini@${cutoff}`, 1 - 0.9 * coverage);
      put(`novelty@${cutoff}`, 8.1 + 3 * coverage, 0.021);
      put(`diversity@${cutoff}`, 0.5 + 0.4 * coverage, 0.004);
      put(`popularity@${cutoff}`, 2314 * (1 - coverage) + 40, 8.2);
    }
    if (lists) {
      put("mrr", around(ndcg * 1.7), ndcg * 0.03);
      put("auc", 0.5 + ndcg * 1.7, 0.0021);
    }
    return {
      model,
      params: model.includes("knn")
        ? { neighbours: 40, shrinkage: 10, similarity: "cosine" }
        : model.startsWith("svd")
          ? { factors: 20, epochs: 20, learningRate: 0.007, regularization: 0.02 }
          : {},
      metrics,
      intervals,
      fitSeconds,
      predictSeconds: around(0.05 + fitSeconds * 0.3),
      metricSeconds: around(0.02),
      ...(lists && ratings && { recommendSeconds: around(0.4 + fitSeconds * 0.4) }),
      ...(ratings && rmse === undefined && { notes: [`${model} ranks only, so RMSE, MAE and MSE are absent.`] }),
    };
  });
  return {
    dataset: {
      name: "invented-campus",
      format: "csv",
      users: 6040,
      items: 3706,
      interactions: 1_000_209,
      density: 1_000_209 / (6040 * 3706),
      feedback: ratings ? "explicit" : "implicit",
      ...(ratings && { scale: { min: 1, max: 5 } }),
      fingerprint: "9f1c0d2e5b7a4c38",
    },
    protocol: {
      name: `hash-per-user:5, all unseen courses${lists ? `, k = ${k.join(", ")}` : ""}, positives: rating ≥ 4, seed 0`,
      split: "hash-per-user:5",
      folds: 1,
      seed: 0,
      candidates: "all-unseen",
      k: lists ? k : [],
      ...(ratings && { relevantFrom: 4 }),
      testRows: 200_114,
      testUsers: 6033,
      usersLeftOut: 7,
      bootstrap: { resamples: 1000, confidence: 0.95 },
    },
    results,
    comparisons: [
      ...(lists ? compared(results, `ndcg@${k.at(-1)}`) : []),
      ...(ratings ? compared(results, "rmse") : []),
    ],
    leftOut: [{ model: "text-neighbours", reason: "it needs course descriptions; this data set has none." }],
    seconds: { splitting: 1.25, statistics: 4.5, total: 133 },
    environment: {
      waymark: "0.1.0",
      node: "v24.21.0",
      platform: "linux x64, 2 cores",
      threads: 2,
      createdAt: "2026-03-01T12:00:00.000Z",
    },
  };
}

export const inventedSample: SampleList = {
  learner: "u1042",
  model: "item-knn",
  history: [
    "Introduction to Statistics",
    "Python for Everybody",
    "Data Visualization",
    "Linear Algebra I",
    "Academic Writing",
  ].map((title, i) => ({ id: `c${i + 1}`, title })),
  recommended: [
    ["Machine Learning", ["Introduction to Statistics", "Python for Everybody"]],
    ["Statistical Inference", ["Introduction to Statistics"]],
    ["Databases and SQL", ["Python for Everybody", "Data Visualization"]],
    ["Linear Algebra II", ["Linear Algebra I"]],
    [
      "Experimental Design for the Social Sciences and Education Research",
      ["Academic Writing", "Introduction to Statistics"],
    ],
  ].map(([title, because], i) => ({
    rank: i + 1,
    id: `r${i + 1}`,
    title: title as string,
    because: because as string[],
  })),
};

export const inventedDescription: Description = {
  name: "invented-campus",
  feedback: "explicit",
  scale: { min: 1, max: 5 },
  users: 6040,
  items: 3706,
  interactions: 1_000_209,
  density: 1_000_209 / (6040 * 3706),
  coldUsers: 0,
  coldItems: 14,
  rowsPerUser: { min: 20, median: 96, mean: 165.5975, max: 2314 },
  rowsPerItem: { min: 1, median: 123.5, mean: 269.8891, max: 3428 },
  ratings: {
    mean: 3.5816,
    deviation: 1.1171,
    histogram: [56_174, 107_557, 261_197, 348_971, 226_310].map((rows, i) => ({ from: i + 1, to: i + 1, rows })),
  },
  times: { from: "2020-04-25", to: "2023-02-28", rowsWithoutTime: 17 },
  popularity: { top1: 0.0911, top10: 0.4413, top20: 0.6532, gini: 0.6337 },
  cores: [2, 3, 5, 10, 20].map((k) => ({ k, users: 6040, items: 3706 - 40 * k, interactions: 1_000_209 - 310 * k })),
  itemFeatures: [
    { name: "titles", kind: "text", known: 3706 },
    { name: "texts", kind: "text", known: 3120 },
    { name: "topics", kind: "topics", known: 3700, topics: 18 },
  ],
};

/** The best against each other model, as the engine reports it; invented p-values grow as the distance shrinks. */
function compared(results: readonly ModelResult[], metric: string): readonly Comparison[] {
  const sign = metric === "rmse" ? 1 : -1;
  const [best, ...others] = results
    .filter((result) => result.metrics[metric] !== undefined)
    .toSorted((a, b) => sign * (a.metrics[metric]! - b.metrics[metric]!));
  return others.map((other) => {
    const difference = Math.abs(best!.metrics[metric]! - other.metrics[metric]!);
    const pValue = Math.min(1, Math.exp(-difference * 800));
    const adjustedPValue = Math.min(1, pValue * others.length);
    return {
      metric,
      better: best!.model,
      worse: other.model,
      difference,
      pValue,
      adjustedPValue,
      significant: adjustedPValue < 0.05,
    };
  });
}
