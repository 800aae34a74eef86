import type { Measure, MetricDefinition, Ranking, RecommendedList } from "./metrics/define-metric.ts";
import { PerUserResults } from "./per-user-results.ts";
import { columnsOf, type RatioMetric } from "./ratio-metric.ts";

/** Which of the metrics are measured in a run. */
export interface MetricSelection {
  readonly metrics: readonly MetricDefinition[];
  readonly cutoffs: readonly number[];
  readonly kinds: ReadonlySet<Measure["of"]>;
}

/** A metric at one cutoff: `"ndcg@10"`. */
interface CutMetric<M extends Measure = Measure> {
  readonly key: string;
  readonly k: number;
  readonly measure: M;
}

type AveragedMeasure = Extract<Measure, { of: "ranking" | "list" }>;

/** A value to be averaged, with the positions of its column and of its own counter, where it has one. */
interface Recorder<M extends AveragedMeasure> extends CutMetric<M> {
  readonly column: number;
  readonly counter: number | undefined;
}

/** Columns that count what all metrics of a kind are averaged over. No key of a metric holds a space. */
const counters = { ranking: "all rankings", list: "all lists", ratings: "all ratings" } as const;

/** The results of one model on one fold, filled from the definitions of the metrics. */
export class MetricResults extends PerUserResults {
  /** Metrics that are computed from the columns. */
  readonly ratios: readonly RatioMetric[];
  readonly #rankings: readonly Recorder<Extract<Measure, { of: "ranking" }>>[];
  readonly #lists: readonly Recorder<Extract<Measure, { of: "list" }>>[];
  readonly #errors: ReadonlyMap<string, Extract<Measure, { of: "ratings" }>["sum"]>; // by column

  constructor(users: Uint32Array, selection: MetricSelection) {
    const cut = cutMetrics(selection);
    const ratios = cut.flatMap(ratioOf);
    super(users, [...new Set([...columnsOf(ratios), ...countersOf(selection)])]);
    this.ratios = ratios;
    const recorder = <M extends AveragedMeasure>(metric: CutMetric<M>): Recorder<M> => ({
      ...metric,
      column: this.position(metric.key),
      counter: metric.measure.mayBeNaN ? this.position(ownCounter(metric.key)) : undefined,
    });
    this.#rankings = cut.flatMap((metric) => (isOf(metric, "ranking") ? [recorder(metric)] : []));
    this.#lists = cut.flatMap((metric) => (isOf(metric, "list") ? [recorder(metric)] : []));
    this.#errors = new Map(
      cut.flatMap((metric) => (isOf(metric, "ratings") ? [[errorColumn(metric), metric.measure.sum] as const] : [])),
    );
  }

  /** Adds the errors of one user's predictions. */
  recordRatings(row: number, predicted: Float64Array, actual: Float64Array): void {
    for (const [column, sum] of this.#errors) this.add(row, column, sum(predicted, actual));
    this.add(row, counters.ratings, actual.length);
  }

  /** Adds one ranking of the user's; under some protocols a user has several. */
  recordRanking(row: number, ranking: Ranking): void {
    this.add(row, counters.ranking, 1);
    for (const recorder of this.#rankings) this.#record(row, recorder, recorder.measure.value(ranking, recorder.k));
  }

  /** Adds the user's list, if it is drawn from the whole catalogue and not empty. */
  recordList(row: number, list: RecommendedList): void {
    this.add(row, counters.list, 1);
    for (const recorder of this.#lists) this.#record(row, recorder, recorder.measure.value(list, recorder.k));
  }

  #record(row: number, { column, counter }: Recorder<AveragedMeasure>, value: number): void {
    if (counter !== undefined && Number.isNaN(value)) return;
    const start = row * this.columns.length;
    this.values[start + column]! += value;
    if (counter !== undefined) this.values[start + counter]! += 1;
  }
}

/** Metrics of all lists of a fold together. @param exposures for each cutoff, in how many lists every item stands */
export const exposureValues = (
  selection: MetricSelection,
  exposures: readonly Uint32Array[],
): readonly (readonly [key: string, value: number])[] =>
  cutMetrics(selection).flatMap((metric) =>
    isOf(metric, "exposure")
      ? [[metric.key, metric.measure.value(exposures[selection.cutoffs.indexOf(metric.k)]!)] as const]
      : [],
  );

const isOf = <K extends Measure["of"]>(metric: CutMetric, kind: K): metric is CutMetric<Extract<Measure, { of: K }>> =>
  metric.measure.of === kind;

const cutMetrics = ({ metrics, cutoffs, kinds }: MetricSelection): readonly CutMetric[] =>
  metrics
    .filter(({ measure }) => kinds.has(measure.of))
    .flatMap(({ key, measure }) =>
      key.endsWith("@k")
        ? cutoffs.map((k) => ({ key: key.replace("@k", `@${k}`), k, measure }))
        : [{ key, k: Number.POSITIVE_INFINITY, measure }],
    );

const countersOf = ({ kinds }: MetricSelection): readonly string[] =>
  Object.entries(counters).flatMap(([kind, counter]) => (kinds.has(kind as Measure["of"]) ? [counter] : []));

const ownCounter = (key: string): string => `${key} counted`;

const errorColumn = ({ key, measure }: CutMetric<Extract<Measure, { of: "ratings" }>>): string =>
  `${measure.column ?? key} summed`;

function ratioOf(metric: CutMetric): readonly RatioMetric[] {
  const { key, measure } = metric;
  if (measure.of === "exposure") return [];
  if (isOf(metric, "ratings")) {
    const { root = false } = metric.measure;
    return [{ key, numerator: errorColumn(metric), denominator: counters.ratings, root }];
  }
  const { of, mayBeNaN } = measure as AveragedMeasure;
  return [{ key, numerator: key, denominator: mayBeNaN ? ownCounter(key) : counters[of] }];
}
