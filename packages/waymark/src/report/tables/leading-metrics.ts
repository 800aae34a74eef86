import type { MetricGroup } from "../../evaluation/metrics/define-metric.ts";
import { describeMetric } from "../../evaluation/metrics/registry.ts";
import type { Evaluation } from "../../evaluation/result.ts";
import { sortMetrics } from "../page/format.ts";

/** The metrics a report leads with: one for lists and one for ratings, each only where it was measured. */
export interface LeadingMetrics {
  readonly lists?: string;
  readonly ratings?: string;
  /** Those there are, lists first: a list is what learners see. */
  readonly all: readonly string[];
  /** How many courses stand in the lists that are shown, where lists were measured. */
  readonly cutoff?: number;
}

export function leadingMetrics(evaluation: Evaluation): LeadingMetrics {
  const measured = measuredMetrics(evaluation);
  const tested = evaluation.comparisons.map(({ metric }) => metric);
  const leader = (group: MetricGroup) => {
    const inGroup = (key: string) => describeMetric(key, evaluation.ownMetrics).group === group;
    const first = measured.find(inGroup);
    // The longest list of the most telling metric, unless the tests were made on another one.
    const longest = first && measured.findLast((key) => key.split("@")[0] === first.split("@")[0]);
    return tested.find((key) => inGroup(key) && measured.includes(key)) ?? longest;
  };
  const [lists, ratings] = [leader("lists"), leader("ratings")];
  const cutoff = lists === undefined ? undefined : describeMetric(lists, evaluation.ownMetrics).cutoff;
  return {
    ...(lists !== undefined && { lists }),
    ...(ratings !== undefined && { ratings }),
    ...(cutoff !== undefined && { cutoff }),
    all: [lists, ratings].filter((key) => key !== undefined),
  };
}

/** Every metric at least one model has, in reading order. */
export function measuredMetrics({ results, ownMetrics }: Evaluation): readonly string[] {
  return sortMetrics(
    results.flatMap(({ metrics }) => Object.keys(metrics).filter((key) => Number.isFinite(metrics[key]))),
    ownMetrics,
  );
}
