import type { Evaluation } from "./result.ts";

/** Several runs of one split that differ in the seed alone. */
export interface SeedSummary {
  readonly split: string;
  readonly seeds: readonly number[];
  /** What the seeds changed: the test rows and training, or training alone. */
  readonly varied: "split and training" | "training";
  readonly models: readonly {
    /** Label, or key where there is none. */
    readonly model: string;
    readonly metrics: Readonly<Record<string, SeedStatistic>>;
  }[];
}

export interface SeedStatistic {
  readonly mean: number;
  /** Standard deviation over seeds, with n − 1; absent for a single value. */
  readonly deviation?: number;
  /** Seeds that have the metric. */
  readonly seeds: number;
}

/** Means and deviations over runs that differ in the seed alone. */
export function acrossSeeds(runs: readonly Evaluation[]): SeedSummary {
  const labels = [...new Set(runs.flatMap(({ results }) => results.map(({ model, label = model }) => label)))];
  return {
    split: runs[0]?.protocol.split ?? "",
    seeds: runs.map(({ protocol }) => protocol.seed),
    varied: new Set(runs.map(({ protocol }) => protocol.testHash)).size > 1 ? "split and training" : "training",
    models: labels.map((wanted) => {
      const results = runs.flatMap((run) => run.results.filter(({ model, label = model }) => label === wanted));
      const keys = [...new Set(results.flatMap(({ metrics }) => Object.keys(metrics)))];
      const valuesOf = (key: string) => results.flatMap(({ metrics }) => metrics[key] ?? []);
      return { model: wanted, metrics: Object.fromEntries(keys.map((key) => [key, statisticOf(valuesOf(key))])) };
    }),
  };
}

function statisticOf(values: readonly number[]): SeedStatistic {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    ...(values.length > 1 && { deviation: Math.sqrt(squares / (values.length - 1)) }),
    seeds: values.length,
  };
}
