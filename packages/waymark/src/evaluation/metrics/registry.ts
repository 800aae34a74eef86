import { registerIn } from "../../register-in.ts";
import type { Better, Measure, MetricDefinition, MetricFacts, MetricGroup } from "./define-metric.ts";
import { defineMetric, metricGroups } from "./define-metric.ts";
import { metrics } from "./index.ts";

/** A metric at one cutoff, as it stands in results. */
export interface NamedMetric<M extends MetricFacts = MetricDefinition> {
  readonly definition: M;
  /** The k of `"ndcg@10"`. */
  readonly cutoff?: number;
}

/**
 * The metric of a key in a result, e.g. `"ndcg@10"`; `undefined` for a key that is no metric.
 *
 * @param all where to look. @defaultValue the registry
 */
export function findMetric(key: string): NamedMetric | undefined;
export function findMetric<M extends MetricFacts>(key: string, all: readonly M[]): NamedMetric<M> | undefined;
export function findMetric(key: string, all: readonly MetricFacts[] = metrics): NamedMetric<MetricFacts> | undefined {
  const [family, cutoff, ...more] = key.split("@");
  const definition = all.find((metric) => metric.key === (cutoff === undefined ? key : `${family}@k`));
  if (definition === undefined || more.length > 0) return undefined;
  if (cutoff === undefined) return { definition };
  return /^[1-9][0-9]*$/.test(cutoff) ? { definition, cutoff: Number(cutoff) } : undefined;
}

/** How to write a metric and where to show it. */
export interface MetricDescription {
  /** With its cutoff: `"nDCG@10"`. */
  readonly label: string;
  readonly better: Better;
  readonly group: MetricGroup;
  readonly description: string;
  readonly cutoff?: number;
}

/**
 * For every key: one that is nowhere to be found is shown as it is, with what lies beyond accuracy.
 *
 * @param own metrics beside those of the registry: `ownMetrics` of a result
 */
export function describeMetric(key: string, own: readonly MetricFacts[] = []): MetricDescription {
  const found = findMetric(key, [...metrics, ...own]);
  if (found === undefined) return { label: key, better: "neither", group: "beyond", description: "" };
  const { definition, cutoff } = found;
  const { label, better, group, description } = definition;
  const shared = { better, group, description };
  return cutoff === undefined ? { label, ...shared } : { label: `${label}@${cutoff}`, ...shared, cutoff };
}

/** Sorts keys in the order of the metrics, unknown ones last; cutoffs ascending. */
export function compareMetricKeys(a: string, b: string, all: readonly MetricFacts[] = metrics): number {
  const [first, second] = [findMetric(a, all), findMetric(b, all)];
  const placeOf = (metric: NamedMetric<MetricFacts> | undefined): number =>
    metric === undefined ? all.length : all.indexOf(metric.definition);
  return (
    placeOf(first) - placeOf(second) || (first?.cutoff ?? 0) - (second?.cutoff ?? 0) || (a < b ? -1 : Number(a > b))
  );
}

/** Sorts keys group by group, and within a group as `compareMetricKeys`. */
export function compareMetricGroups(a: string, b: string, all: readonly MetricFacts[] = metrics): number {
  const groupOf = (key: string): number => {
    const found = findMetric(key, all);
    return found === undefined ? metricGroups.length : metricGroups.indexOf(found.definition.group);
  };
  return groupOf(a) - groupOf(b) || compareMetricKeys(a, b, all);
}

/** The metrics of some kinds of measure, for a sentence: "coverage, gini and novelty". */
export function namesOf(all: readonly MetricDefinition[], kinds: readonly Measure["of"][]): string {
  const names = all.flatMap(({ key, measure }) => (kinds.includes(measure.of) ? [key.replace("@k", "")] : []));
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/**
 * Makes an own metric part of every evaluation, report and search.
 * @returns what takes it out again
 * @throws {InvalidInputError} for a declaration `defineMetric` would reject, and for a key that is taken
 */
export function registerMetric(metric: MetricDefinition): () => void {
  const takeOut = registerIn(metrics, defineMetric(metric), { noun: "metric", nameOf: ({ key }) => key });
  registered.add(metric);
  return () => {
    registered.delete(metric);
    takeOut();
  };
}

const registered = new Set<MetricDefinition>();

/** Metrics that `registerMetric` added: results describe them, for readers who have not. */
export const registeredMetrics = (): readonly MetricDefinition[] => [...registered];
