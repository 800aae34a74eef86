import type { Estimator, Model, Progress } from "../models/recommender.ts";
import { canPredict } from "../models/recommender.ts";
import { columnsOf, type Figure, figureValue, listFigures, ratingFigures } from "./figure.ts";
import type { FoldPlan } from "./fold-plan.ts";
import { byReadingOrder } from "./metric-keys.ts";
import { coverageAt } from "./metrics/coverage.ts";
import { giniAt } from "./metrics/gini.ts";
import { notesOn } from "./model-notes.ts";
import { predictRatings } from "./predict-ratings.ts";
import { rankCatalogue } from "./rank-catalogue.ts";
import { rankNegatives } from "./rank-negatives.ts";
import type { ModelResult } from "./result.ts";
import type { RunOptions, Settings } from "./settings.ts";
import type { Measured } from "./statistics/bootstrap.ts";
import { Stopwatch } from "./stopwatch.ts";
import { UserTable } from "./user-table.ts";

/** One model's result without intervals, and what they are worked out from. */
export interface Measurement extends Measured {
  readonly result: Omit<ModelResult, "intervals">;
}

/**
 * Fits and judges one model on every fold; no model is kept.
 *
 * @throws {UnsuitedDataError} when the model cannot learn from the data
 */
export async function measureModel(
  estimator: Estimator,
  plans: readonly FoldPlan[],
  settings: Settings,
  options: RunOptions = {},
): Promise<Measurement> {
  const run = new ModelRun(settings);
  for (const plan of plans) {
    const onProgress =
      options.onProgress && toldOf(estimator.key, plans.length > 1 ? plan.name : "", options.onProgress);
    const { signal } = options;
    run.fitting.start();
    const model = await estimator.fit(plan.train, {
      seed: settings.seed,
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    run.fitting.stop();
    await run.judge(model, plan, { signal, onProgress });
  }
  return run.finish(estimator, plans);
}

/** What gathers while one model goes through the folds. */
class ModelRun {
  readonly fitting = new Stopwatch();
  readonly #settings: Settings;
  readonly #predicting = new Stopwatch();
  readonly #listing = new Stopwatch();
  readonly #tables: UserTable[] = [];
  /** Metrics of all lists of a fold together, one entry a fold. */
  readonly #catalogue = new Map<string, number[]>();
  #figures: readonly Figure[] = [];
  #rated = false;
  #fallbacks = 0;
  #shortLists = 0;
  #emptyLists = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  async judge(model: Model, plan: FoldPlan, options: RunOptions): Promise<void> {
    const { ratings, lists, cutoffs } = this.#settings;
    this.#rated = ratings && canPredict(model);
    this.#figures = [
      ...(this.#rated ? ratingFigures : []),
      ...(lists ? listFigures(cutoffs, plan.negatives === undefined) : []),
    ];
    const table = new UserTable(plan.test.users, columnsOf(this.#figures));
    this.#tables.push(table);
    if (ratings && canPredict(model))
      this.#fallbacks += await predictRatings(model, plan, table, this.#predicting, options);
    if (!lists) return;
    if (plan.negatives) return rankNegatives(model, plan, cutoffs, table, this.#listing, options);
    const run = await rankCatalogue(model, plan, cutoffs, table, this.#listing, options);
    this.#shortLists += run.shortLists;
    this.#emptyLists += run.emptyLists;
    cutoffs.forEach((k, c) => {
      this.#note(`coverage@${k}`, coverageAt(run.exposures[c]!));
      this.#note(`gini@${k}`, giniAt(run.exposures[c]!));
    });
  }

  finish({ key, params }: Estimator, plans: readonly FoldPlan[]): Measurement {
    const { ratings, lists } = this.#settings;
    const testRows = plans.reduce((sum, plan) => sum + plan.test.rows.length, 0);
    const listCount = plans.reduce((sum, plan) => sum + plan.relevant.users.length, 0);
    const ranksNothing = lists && listCount > 0 && this.#emptyLists === listCount;
    const figures = ranksNothing ? this.#figures.filter((figure) => ratingFigures.includes(figure)) : this.#figures;
    const values: readonly (readonly [string, number])[] = [
      ...figures.map((figure) => [figure.key, figureValue(figure, this.#tables)] as const),
      ...(ranksNothing ? [] : [...this.#catalogue].map(([name, folds]) => [name, meanOf(folds)] as const)),
    ].sort(([a], [b]) => byReadingOrder(a, b));
    const missing = values.flatMap(([name, value]) => (Number.isFinite(value) ? [] : [name]));
    const notes = notesOn({
      ratings: ratings ? (this.#rated ? "predicted" : "missing") : "not-asked",
      fallbacks: this.#fallbacks,
      testRows,
      lists: listCount,
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
        fitSeconds: this.fitting.seconds,
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
