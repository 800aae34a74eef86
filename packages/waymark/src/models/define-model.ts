import { threadCount } from "../compute/thread-count.ts";
import type { Dataset } from "../data/dataset.ts";
import { positiveRows } from "../data/positive-rows.ts";
import { DataRequirementError } from "../errors.ts";
import type { Estimator, FitOptions, Model, ModelState } from "./model.ts";
import { type ParamSpecs, type ParamsOf, resolveParams } from "./params.ts";
import { forPositiveFeedback } from "./shared/positive-feedback-model.ts";

/** What a kind of model is, written once per model file. */
export interface ModelDefinition<S extends ParamSpecs = ParamSpecs, M extends Model = Model> {
  /** Registry key, kebab-case. */
  readonly key: string;
  /** One sentence for lists of models: what it recommends, and from what. */
  readonly summary: string;
  readonly family: "baseline" | "neighbours" | "factors" | "clusters" | "content" | "neural";
  /** `high`: training takes minutes where its neighbours in the list take seconds, so the group `fast` leaves it out. */
  readonly cost?: "high";
  /** What the data must have beyond interactions. */
  readonly needs?: readonly Need[];
  /** Learns from enrolments: data with ratings is read as the rows rated high enough to count as liked. */
  readonly learnsFromTaken?: boolean;
  readonly params: S;
  fit(data: Dataset, params: ParamsOf<S>, options: FitOptions): Promise<M>;
  /** Rebuilds a model from its state; `data` holds the vocabularies, histories and details it was trained with. */
  restore(state: ModelState, data: Dataset, params: ParamsOf<S>): M;
}

/** `ratings`: explicit feedback. `texts`: titles or descriptions. `topics`: genres, categories or subjects. `times`: when rows happened. */
export type Need = "ratings" | "texts" | "topics" | "times";

/** The factory of a model, e.g. `svd({ factors: 20 })`, carrying its definition. */
export interface ModelFactory<S extends ParamSpecs = ParamSpecs, M extends Model = Model>
  extends RegisteredModel<S, M> {
  /** @throws {UnknownNameError} @throws {InvalidInputError} for a parameter that does not exist or is out of range */
  (params?: Partial<ParamsOf<S>>): Estimator<M>;
}

/** A model kind as the registry holds it, its parameter types erased: made from names and values read at run time. */
export interface RegisteredModel<S extends ParamSpecs = ParamSpecs, M extends Model = Model>
  extends ModelDefinition<S, M> {
  /** @throws {UnknownNameError} @throws {InvalidInputError} */
  create(params: Readonly<Record<string, unknown>>): Estimator<M>;
}

/** Turns a definition into the factory people call; adds the checks that hold for every model. */
export function defineModel<const S extends ParamSpecs, M extends Model>(
  definition: ModelDefinition<S, M>,
): ModelFactory<S, M> {
  const create = (given: Readonly<Record<string, unknown>> = {}): Estimator<M> => {
    const params = resolveParams(definition.key, definition.params, given);
    return {
      key: definition.key,
      params,
      async fit(data, options = {}) {
        options.signal?.throwIfAborted();
        threadCount(options.threads);
        const problem = checkRequirements(definition, data);
        if (problem) throw problem;
        const { scale } = data;
        if (scale === undefined || !definition.learnsFromTaken) return definition.fit(data, params, options);
        const liked = positiveRows(data);
        if (liked.size === 0) throw noPositiveRows(definition.key);
        return forPositiveFeedback(await definition.fit(liked, params, options), scale);
      },
    };
  };
  const restore: typeof definition.restore = (state, data, params) =>
    data.scale === undefined || !definition.learnsFromTaken
      ? definition.restore(state, data, params)
      : forPositiveFeedback(definition.restore(state, positiveRows(data), params), data.scale);
  return Object.assign(create, definition, { create, restore });
}

const noPositiveRows = (key: string): DataRequirementError =>
  new DataRequirementError(
    key,
    "courses that somebody took or rated high",
    "ratings in the lower three quarters of the scale only",
    "Read every row as taken with --implicit.",
  );

/** Why this model cannot learn from this data, or `undefined` when it can. */
export function checkRequirements(
  { key, needs = [] }: Pick<ModelDefinition, "key" | "needs">,
  data: Dataset,
): DataRequirementError | undefined {
  if (data.size === 0)
    return new DataRequirementError(
      key,
      "interactions to learn from",
      "none",
      "Import rows, or loosen the thresholds that removed them.",
    );
  for (const need of needs) {
    if (need === "ratings" && data.feedback !== "explicit")
      return new DataRequirementError(
        key,
        "ratings",
        "implicit feedback only",
        "Use a model that learns from enrolments, e.g. item-knn, or name a rating column with --rating.",
      );
    if (
      need === "texts" &&
      !data.details?.titles.some((title) => title !== undefined) &&
      !data.details?.descriptions.some((text) => text !== undefined)
    )
      return new DataRequirementError(
        key,
        "titles or descriptions of courses",
        "none",
        "Use a source that brings course texts, or a model that needs none, e.g. item-knn.",
      );
    if (need === "times" && !data.interactions.times?.some((time) => !Number.isNaN(time)))
      return new DataRequirementError(
        key,
        "a time for each row, since it learns from the order of a history",
        data.interactions.times ? "a time column without a single time" : "none",
        "Name the column with --time (places in a sequence, 1, 2, 3 …, will do), or use a model that needs no order, e.g. ease.",
      );
    if (need === "topics" && (data.details?.topics?.matrix.size ?? 0) === 0)
      return new DataRequirementError(
        key,
        "topics or genres of courses",
        "none",
        "Use a source that brings topics, or course-similarity, which reads titles.",
      );
  }
  return undefined;
}
