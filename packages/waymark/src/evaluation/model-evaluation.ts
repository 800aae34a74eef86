import type { Estimator, Model, Progress } from "../models/model.ts";
import { canPredict, ownModel } from "../models/model.ts";
import { columnsOf, type Figure, figureValue, listFigures, ratingFigures } from "./metric-definition.ts";
import { byReadingOrder } from "./metric-keys.ts";
import { coverageAt } from "./metrics/coverage.ts";
import { giniAt } from "./metrics/gini.ts";
import { notesOn } from "./model-notes.ts";
import { PerUserResults } from "./per-user-results.ts";
import { predictRatings } from "./predict-ratings.ts";
import type { PreparedFold } from "./prepared-fold.ts";
import { rankCatalogue } from "./rank-catalogue.ts";
import { rankNegatives } from "./rank-negatives.ts";
import type { ModelResult } from "./result.ts";
import type { RunOptions, Settings } from "./settings.ts";
import type { Measured } from "./statistics/bootstrap.ts";
import { Stopwatch } from "./stopwatch.ts";

/** One model's result without intervals, and what they are worked out from. */
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
  readonly #tables: PerUserResults[] = [];
  /** Metrics of all lists of a fold together, one entry a fold. */
  readonly #catalogue = new Map<string, number[]>();
  #figures: readonly Figure[] = [];
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
   * Fits the model on one fold and judges it there.
   *
   * @param foldName stands in progress; empty where there is one fold only
   * @throws {DataRequirementError} when the model cannot learn from the data
   */
  async measure(plan: PreparedFold, foldName: string, options: RunOptions = {}): Promise<void> {
    const { signal, threads } = options;
    const onProgress = options.onProgress && toldOf(this.#estimator.key, foldName, options.onProgress);
    this.#fitting.start();
    const model = await this.#estimator.fit(plan.train, {
      seed: this.#settings.seed,
      ...(threads !== undefined && { threads }),
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    this.#fitting.stop();
    using _owned = ownModel(model);
    await this.#judge(model, plan, { signal, onProgress, threads });
  }

  async #judge(model: Model, plan: PreparedFold, options: RunOptions): Promise<void> {
    const { ratings, lists, cutoffs } = this.#settings;
    this.#rated = ratings && canPredict(model);
    this.#figures = [
      ...(this.#rated ? ratingFigures : []),
      ...(lists ? listFigures(cutoffs, plan.negatives === undefined) : []),
    ];
    const table = new PerUserResults(plan.test.users, columnsOf(this.#figures));
    this.#tables.push(table);
    this.#testRows += plan.test.rows.length;
    this.#lists += plan.relevant.users.length;
    if (ratings && canPredict(model))
      this.#fallbacks += await predictRatings(model, plan, table, this.#predicting, options);
    if (!lists) return;
    if (plan.negatives) {
      this.#emptyLists += (await rankNegatives(model, plan, cutoffs, table, this.#listing, options)).emptyLists;
      return;
    }
    const run = await rankCatalogue(model, plan, cutoffs, table, this.#listing, options);
    this.#shortLists += run.shortLists;
    this.#emptyLists += run.emptyLists;
    cutoffs.forEach((k, c) => {
      this.#note(`coverage@${k}`, coverageAt(run.exposures[c]!));
      this.#note(`gini@${k}`, giniAt(run.exposures[c]!));
    });
  }

  /** The figures over all folds measured. */
  finish(): Measurement {
    const { key, params } = this.#estimator;
    const { ratings, lists } = this.#settings;
    const ranksNothing = lists && this.#lists > 0 && this.#emptyLists === this.#lists;
    const figures = ranksNothing ? this.#figures.filter((figure) => ratingFigures.includes(figure)) : this.#figures;
    const values: readonly (readonly [string, number])[] = [
      ...figures.map((figure) => [figure.key, figureValue(figure, this.#tables)] as const),
      ...(ranksNothing ? [] : [...this.#catalogue].map(([name, folds]) => [name, meanOf(folds)] as const)),
    ].sort(([a], [b]) => byReadingOrder(a, b));
    const missing = values.flatMap(([name, value]) => (Number.isFinite(value) ? [] : [name]));
    const notes = notesOn({
      ratings: ratings ? (this.#rated ? "predicted" : "missing") : "not-asked",
      fallbacks: this.#fallbacks,
      testRows: this.#testRows,
      lists: this.#lists,
      shortLists: this.#shortLists,
      ranksNothing,
      missing,
    });
    const kept = figures.filter((figure) => !missing.includes(figure.key));
    return {
      figures: kept,
      tables: this.#tables,
      result: {
        model: key,
        params,
        metrics: Object.fromEntries(values.filter(([name]) => !missing.includes(name))),
        fitSeconds: this.#fitting.seconds,
        predictSeconds: (this.#rated ? this.#predicting : this.#listing).seconds,
        ...(this.#rated && lists && { recommendSeconds: this.#listing.seconds }),
        ...(notes.length > 0 && { notes }),
      },
    };
  }

  #note(metric: string, value: number): void {
    const folds = this.#catalogue.get(metric) ?? [];
    folds.push(value);
    this.#catalogue.set(metric, folds);
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Names the model and the fold in front of the stage: "svd, u1: epoch". */
const toldOf =
  (model: string, fold: string, tell: (progress: Progress) => void) =>
  (progress: Progress): void =>
    tell({ ...progress, stage: `${fold ? `${model}, ${fold}` : model}: ${progress.stage}` });
