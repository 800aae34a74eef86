/// <reference lib="esnext.disposable" preserve="true" />
import type { Core } from "../compute/core/core.ts";
import { topK } from "../compute/top-k.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Vocabulary } from "../data/vocabulary.ts";
import { InvalidInputError } from "../errors.ts";
import { queryChecker } from "./check-query.ts";
import type { ParamValue } from "./params.ts";
import type { Query } from "./query.ts";

export type { Query } from "./query.ts";

/** Hyper-parameters in, model out. Learns nothing itself: fitting twice gives two independent models. */
export interface Estimator<M extends Model = Model> {
  /** Registry key, e.g. `"item-knn"`; also written into artifacts. */
  readonly key: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** The caller owns the model: see `Model`. @throws {DataRequirementError} before any training, when `data` lacks what the model learns from */
  fit(data: Dataset, options?: FitOptions): Promise<M>;
}

export interface FitOptions {
  /** The compute core that trains and, where the model keeps numbers in its memory, answers. @defaultValue the shared one */
  readonly core?: Core;
  /** Same data, params and seed give the same model, bit for bit. @defaultValue 0 */
  readonly seed?: number;
  /**
   * Threads to use, 1 … cores. The result does not depend on it, unless the model's card documents an exception.
   * @defaultValue all cores
   */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What a definition's `fit` is given: the core is filled in. */
export interface TrainingOptions extends FitOptions {
  readonly core: Core;
}

/** How far long work has come. */
export interface Progress {
  /** What is being done, for people: "epoch", "similarities", "learners". */
  readonly stage: string;
  readonly done: number;
  readonly of: number;
  readonly metrics?: Readonly<Record<string, number>>;
  /** Until the whole work is done, as expected now; absent where nobody knows. */
  readonly remainingSeconds?: number;
}

/**
 * A fitted, read-only model. `score` is the one thing every model must do.
 *
 * A model that keeps numbers in the kernels' memory is `Disposable`. Whoever called `fit` or `loadModel` owns it, and disposes of it after
 * the last call; `ownModel` does that for a model of any kind. A disposed model throws `DisposedError`; disposing twice is harmless.
 */
export interface Model extends Partial<Disposable> {
  readonly items: Vocabulary;
  /**
   * Relevance of every item, shape `(items.size)`, in a fresh array the caller may overwrite.
   * Unitless: compare within one call only. NaN means "cannot say", never "bad".
   */
  score(query: Query): Float64Array;
  /** All that `restore` needs to build this model again; arrays may be shared with the model, so do not write to them. */
  state(): ModelState;
}

/** A model as plain data: what an artifact holds beside the data set's vocabularies and histories. */
export interface ModelState {
  readonly numbers: Readonly<Record<string, number>>;
  readonly tensors: Readonly<Record<string, StateTensor>>;
}

export interface StateTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array | Uint32Array;
}

/** A model whose output has a unit. `score` only ranks; `predict` promises a quantity. */
export interface Predictor {
  readonly unit: "rating" | "probability";
  /** One number per entry of `items`, on the rating scale (clipped to it); NaN means "cannot say". */
  predict(query: Query, items: Uint32Array): Float64Array;
}

/** A model that can name the history items behind a score, largest share first. Shares sum to 1, or there are none. */
export interface Explainer {
  explain(query: Query, item: number): readonly Contribution[];
}
export interface Contribution {
  readonly item: number;
  readonly share: number;
}

/** A model that knows which items are alike; best first, the item itself left out. */
export interface SimilarItems {
  similar(item: number, limit: number): readonly Ranked[];
}

/**
 * A model that goes by the history it is asked with, also for a user it was trained on: what a learner did since counts at once,
 * without training again. `appendHistory(query, items)` makes such a query.
 */
export interface LiveHistory {
  readonly usesLiveHistory: true;
}

export const usesLiveHistory = <M extends Model>(model: M): model is M & LiveHistory => "usesLiveHistory" in model;
export const canPredict = <M extends Model>(model: M): model is M & Predictor => "predict" in model;
export const canExplain = <M extends Model>(model: M): model is M & Explainer => "explain" in model;
export const canFindSimilar = <M extends Model>(model: M): model is M & SimilarItems => "similar" in model;

/**
 * Disposes of a model at the end of a block: `using _owned = ownModel(model)`. Does nothing for a model that holds no memory.
 */
export const ownModel = (model: Model): Disposable => ({ [Symbol.dispose]: () => model[Symbol.dispose]?.() });

export interface Ranked {
  readonly item: number;
  readonly score: number;
}

/**
 * Score, drop what the learner has or may not take, keep the best. The same for every model, so not a method.
 * Shorter than `limit` where the model can say nothing about the rest; equal scores in order of item index.
 *
 * @throws {InvalidInputError} when `limit` is not a positive whole number, or the query does not fit the model
 */
export function recommend(
  model: Model,
  query: Query,
  limit: number,
  eligible: (item: number) => boolean = () => true,
): readonly Ranked[] {
  checkLimit(limit);
  queryChecker(model)(query);
  const scores = model.score(query);
  for (const item of query.history) scores[item] = Number.NaN;
  for (let item = 0; item < scores.length; item++) if (!eligible(item)) scores[item] = Number.NaN;
  return Array.from(topK(scores, limit), (item) => ({ item, score: scores[item]! }));
}

/** @throws {InvalidInputError} when the length of a list is not a positive whole number */
export function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1)
    throw new InvalidInputError("limit", "a whole number of at least 1", limit);
}

/**
 * The query of the same learner after new interactions, oldest first. An item counts once: one that was there already moves to
 * its new place with the new weight, and of an item given twice the last holds, as where repeats are cleaned.
 * @param weights one per item. @defaultValue 1 each, where all weights so far are 1 or there are none
 * @throws {InvalidInputError} when there are not as many weights as items
 */
export function appendHistory(query: Query, items: Uint32Array, weights?: Float64Array): Query {
  const before = query.weights ?? new Float64Array(query.history.length).fill(1);
  const added =
    weights ?? (before.every((weight) => weight === 1) ? new Float64Array(items.length).fill(1) : undefined);
  if (added?.length !== items.length)
    throw new InvalidInputError("weights", `one for each of the ${items.length} items`, weights?.length ?? "none");
  const weightOf = new Map(Array.from(query.history, (item, h) => [item, before[h]!]));
  items.forEach((item, n) => {
    weightOf.delete(item); // so that it stands where it came last
    weightOf.set(item, added[n]!);
  });
  return { ...query, history: Uint32Array.from(weightOf.keys()), weights: Float64Array.from(weightOf.values()) };
}

/** The query of a user the data set holds: the history from its rows, and the row itself. */
export function queryOf(data: Dataset, user: number): Query {
  const { columns, values } = data.userItems.row(user);
  return { history: columns, weights: values, user };
}
