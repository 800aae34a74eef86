import type { Dataset } from "../data/dataset.ts";
import { describeDataset } from "./describe-dataset.ts";
import { type FoldFacts, protocolOf } from "./describe-protocol.ts";
import { environmentOf } from "./environment.ts";
import { labelsOf } from "./labels.ts";
import type { MetricFacts } from "./metrics/define-metric.ts";
import { registeredMetrics } from "./metrics/registry.ts";
import type { Measurement } from "./model-evaluation.ts";
import type { Evaluation } from "./result.ts";
import type { RunOptions, Settings } from "./settings.ts";
import { bootstrapIntervals } from "./statistics/bootstrap.ts";
import { compareBest } from "./statistics/compare.ts";

/** What a run has brought together when the last model is measured. */
export interface MeasuredRun {
  readonly split: string;
  readonly facts: readonly FoldFacts[];
  readonly settings: Settings;
  readonly measurements: readonly Measurement[];
  readonly leftOut: Evaluation["leftOut"];
  readonly format?: string | undefined;
  /** Metrics of the caller's own. */
  readonly ownMetrics?: readonly MetricFacts[] | undefined;
  readonly splittingSeconds: number;
  /** Whether to leave the tests out. @defaultValue false */
  readonly testsNothing?: boolean;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** Intervals and tests over all models, and everything that is printed beside them. */
export async function assembleEvaluation(
  data: Dataset,
  {
    split,
    facts,
    settings,
    measurements,
    leftOut,
    format,
    ownMetrics = [],
    splittingSeconds,
    startedAt,
    testsNothing = false,
  }: MeasuredRun,
  { signal, onProgress }: RunOptions,
): Promise<Evaluation> {
  const measuredAt = performance.now();
  const described = new Set<MetricFacts>([...registeredMetrics(), ...ownMetrics]);
  const labels = labelsOf(measurements.map(({ result }) => result));
  const statistics = { ...settings, signal, onProgress };
  const intervals = settings.resamples > 0 ? await bootstrapIntervals(measurements, statistics) : [];
  const longest = settings.cutoffs.at(-1);
  const leading =
    settings.tests === "all"
      ? [...new Set(measurements.flatMap(({ metrics }) => metrics.map(({ key }) => key)))]
      : [...(longest ? [`ndcg@${longest}`] : []), ...(settings.ratings ? ["rmse"] : [])];
  const comparisons = await compareBest(
    measurements.map((measurement, n) => ({ ...measurement, label: labels[n]! })),
    { ...statistics, leading: testsNothing ? [] : leading },
  );
  if (!testsNothing)
    settings.onPerUser?.(
      measurements.map(({ metrics, tables }, n) => ({
        model: labels[n]!,
        metrics,
        folds: tables.map((table, fold) => ({ name: facts[fold]?.name ?? "", table })),
      })),
    );
  const endedAt = performance.now();
  return {
    dataset: describeDataset(data, format),
    protocol: protocolOf(split, facts, settings),
    results: measurements.map(({ result: { model, params, metrics, ...rest } }, n) => ({
      model,
      ...(labels[n] !== model && { label: labels[n]! }),
      params,
      metrics,
      intervals: Object.fromEntries(intervals[n] ?? []),
      ...rest,
    })),
    comparisons,
    leftOut,
    ...(described.size > 0 && { ownMetrics: Array.from(described, metricFacts) }),
    environment: environmentOf(settings.threads),
    seconds: {
      splitting: splittingSeconds,
      statistics: (endedAt - measuredAt) / 1000,
      total: (endedAt - startedAt) / 1000,
    },
  };
}

/** What a table needs to know of a metric that is not in the registry. */
const metricFacts = ({ key, label, better, group, description }: MetricFacts): MetricFacts => ({
  key,
  label,
  better,
  group,
  description,
});
