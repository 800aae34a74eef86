import { canPredict, type Estimator, type Model, ownModel, type Progress } from "../models/model.ts";
import { exposureValues, MetricResults, type MetricSelection } from "./metric-results.ts";
import type { Measure, MetricDefinition } from "./metrics/define-metric.ts";
import { compareMetricKeys, findMetric, namesOf } from "./metrics/registry.ts";
import { predictRatings } from "./predict-ratings.ts";
import type { PreparedFold } from "./prepared-fold.ts";
import { rankCatalogue } from "./rank-catalogue.ts";
import { rankNegatives } from "./rank-negatives.ts";
import { type RatioMetric, ratioValue } from "./ratio-metric.ts";
import type { ModelResult } from "./result.ts";
import type { RunOptions, Settings } from "./settings.ts";
import type { Measured } from "./statistics/bootstrap.ts";
import { Stopwatch } from "./stopwatch.ts";

/** One model's result without intervals, and what they are computed from. */
export interface Measurement extends Measured {
  readonly result: Omit<ModelResult, "intervals">;
}

/** What gathers while one model goes through the folds, one `measure` each; no trained model and no fold is kept. */
export class ModelEvaluation {
  readonly #estimator: Estimator;
  readonly #settings: Settings;
  readonly #fitting = new Stopwatch();
  readonly #predicting = new Stopwatch();
  readonly #listing = new Stopwatch();
  readonly #whole = new Stopwatch();
  readonly #tables: MetricResults[] = [];
  /** Metrics of all lists of a fold together, one entry a fold. */
  readonly #catalogue = new Map<string, number[]>();
  #metrics: readonly RatioMetric[] = [];
  #rated = false;
  #testRows = 0;
  #lists = 0;
  #fallbacks = 0;
  #shortLists = 0;
  #emptyLists = 0;

  constructor(estimator: Estimator, settings: Settings) {
    this.#estimator = estimator;
    this.#settings = settings;
  }

  /**
   * Fits the model on one fold and measures it there.
   *
   * @param foldName stands in progress; empty where there is one fold only
   * @throws {DataRequirementError} when the model cannot learn from the data
   */
  async measure(fold: PreparedFold, foldName: string, options: RunOptions = {}): Promise<void> {
    const { signal, threads } = options;
    this.#whole.start();
    const onProgress = options.onProgress && withPrefix(this.#estimator.key, foldName, options.onProgress);
    this.#fitting.start();
    const model = await this.#estimator.fit(fold.train, {
      seed: this.#settings.seed,
      ...(threads !== undefined && { threads }),
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    this.#fitting.stop();
    using _owned = ownModel(model);
    await this.#evaluate(model, fold, { signal, onProgress, threads });
    this.#whole.stop();
  }

  async #evaluate(model: Model, fold: PreparedFold, options: RunOptions): Promise<void> {
    const { ratings, lists, cutoffs } = this.#settings;
    this.#rated = ratings && canPredict(model);
    const selection = this.#select(fold);
    const table = new MetricResults(fold.test.users, selection);
    this.#metrics = table.ratios;
    this.#tables.push(table);
    this.#testRows += fold.test.rows.length;
    this.#lists += fold.relevant.users.length;
    if (ratings && canPredict(model))
      this.#fallbacks += await predictRatings(model, fold, table, this.#predicting, options);
    if (!lists) return;
    if (fold.negatives) {
      this.#emptyLists += (await rankNegatives(model, fold, cutoffs, table, this.#listing, options)).emptyLists;
      return;
    }
    const run = await rankCatalogue(model, fold, cutoffs, table, this.#listing, options);
    this.#shortLists += run.shortLists;
    this.#emptyLists += run.emptyLists;
    for (const [key, value] of exposureValues(selection, run.exposures)) {
      const folds = this.#catalogue.get(key) ?? [];
      folds.push(value);
      this.#catalogue.set(key, folds);
    }
  }

  /** Lists that are not drawn from the whole catalogue say nothing about novelty, coverage and the like. */
  #select(fold: PreparedFold): MetricSelection {
    const { lists, cutoffs, metrics } = this.#settings;
    const kinds: readonly Measure["of"][] = [
      ...(this.#rated ? ["ratings" as const] : []),
      ...(lists ? ["ranking" as const] : []),
      ...(lists && fold.negatives === undefined ? (["list", "exposure"] as const) : []),
    ];
    return { metrics, cutoffs, kinds: new Set(kinds) };
  }

  get #metricSeconds(): number {
    const answering = this.#fitting.seconds + this.#predicting.seconds + this.#listing.seconds;
    return Math.max(0, this.#whole.seconds - answering);
  }

  /** The metrics over all folds measured. */
  finish(): Measurement {
    const { key, params } = this.#estimator;
    const { ratings, lists, metrics: all } = this.#settings;
    const ranksNothing = lists && this.#lists > 0 && this.#emptyLists === this.#lists;
    const measureOf = (name: string): Measure["of"] | undefined => findMetric(name, all)?.definition.measure.of;
    const ratios = ranksNothing ? this.#metrics.filter((metric) => measureOf(metric.key) === "ratings") : this.#metrics;
    const values: readonly (readonly [string, number])[] = [
      ...ratios.map((metric) => [metric.key, ratioValue(metric, this.#tables)] as const),
      ...(ranksNothing ? [] : [...this.#catalogue].map(([name, folds]) => [name, meanOf(folds)] as const)),
    ].sort(([a], [b]) => compareMetricKeys(a, b, all));
    const missing = values.flatMap(([name, value]) => (Number.isFinite(value) ? [] : [name]));
    const notes = notesOn({
      ratings: ratings ? (this.#rated ? "predicted" : "missing") : "not-asked",
      fallbacks: this.#fallbacks,
      testRows: this.#testRows,
      lists: this.#lists,
      shortLists: this.#shortLists,
      ranksNothing,
      missing,
      metrics: all,
    });
    return {
      metrics: ratios.filter(({ key }) => !missing.includes(key)),
      tables: this.#tables,
      result: {
        model: key,
        params,
        metrics: Object.fromEntries(values.filter(([name]) => !missing.includes(name))),
        fitSeconds: this.#fitting.seconds,
        predictSeconds: (this.#rated ? this.#predicting : this.#listing).seconds,
        ...(this.#rated && lists && { recommendSeconds: this.#listing.seconds }),
        metricSeconds: this.#metricSeconds,
        ...(notes.length > 0 && { notes }),
      },
    };
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Names the model and the fold in front of the stage: "svd, u1: epoch". */
const withPrefix =
  (model: string, fold: string, onProgress: (progress: Progress) => void) =>
  (progress: Progress): void =>
    onProgress({ ...progress, stage: `${fold ? `${model}, ${fold}` : model}: ${progress.stage}` });

/** What became of one model over all folds, beside its metrics. */
interface RunFacts {
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
function notesOn(facts: RunFacts): readonly string[] {
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
