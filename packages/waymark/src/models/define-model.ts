import type { Core } from "../compute/core/core.ts";
import { threadCount } from "../compute/thread-count.ts";
import type { Dataset, RatingScale } from "../data/dataset.ts";
import { positiveRows } from "../data/positive-rows.ts";
import { DataRequirementError } from "../errors.ts";
import { type CoreOption, withCore } from "./core-option.ts";
import type { Estimator, Model, ModelState, TrainingOptions } from "./model.ts";
import { type ParamSpecs, type ParamsOf, resolveParams } from "./params.ts";
import { type Abilities, PositiveFeedbackModel } from "./shared/positive-feedback-model.ts";

/** What a kind of model is, written once per model file. */
export interface ModelDefinition<S extends ParamSpecs = ParamSpecs, M extends Model = Model> {
  /** Registry key, kebab-case. */
  readonly key: string;
  /** One sentence for lists of models: what it recommends, and from what. */
  readonly summary: string;
  readonly family: "baseline" | "neighbours" | "factors" | "clusters" | "content" | "neural";
  /** What the data must have beyond interactions. */
  readonly needs?: readonly Need[];
  /**
   * `"implicit"`: learns from interactions alone, so data with ratings is read as its positive rows, those rated high enough.
   * @defaultValue "explicit": learns from the data as they are, ratings included where there are some
   */
  readonly feedback?: Feedback;
  readonly params: S;
  fit(data: Dataset, params: ParamsOf<S>, options: TrainingOptions): Promise<M>;
  /** Rebuilds a model from its state; `data` holds the vocabularies, histories and details it was trained with. */
  restore(state: ModelState, data: Dataset, params: ParamsOf<S>, options: CoreOption): M;
}

/** `ratings`: explicit feedback. `texts`: titles or descriptions. `topics`: genres, categories or subjects. `times`: when rows happened. */
export type Need = "ratings" | "texts" | "topics" | "times";

type Feedback = "explicit" | "implicit";

/** Of a model of implicit feedback a caller sees the abilities only: trained on ratings, it is a `PositiveFeedbackModel`. */
type Fitted<M extends Model, F extends Feedback> = F extends "implicit" ? Abilities<M> : M;

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
  /** @param options.core where the model keeps numbers of its own, if it does. @defaultValue the shared one */
  restore(state: ModelState, data: Dataset, params: ParamsOf<S>, options?: { readonly core?: Core }): M;
}

/** Turns a definition into the factory people call; adds the checks that hold for every model. */
export function defineModel<const S extends ParamSpecs, M extends Model, const F extends Feedback = "explicit">(
  definition: ModelDefinition<S, M> & { readonly feedback?: F },
): ModelFactory<S, Fitted<M, F>> {
  type Result = Fitted<M, F>;
  /** The scale by which ratings are read as positive or not, where they are. */
  const scaleToRead = ({ scale }: Dataset) => (definition.feedback === "implicit" ? scale : undefined);
  const readingScale = (model: M, scale?: RatingScale) =>
    (scale === undefined ? model : PositiveFeedbackModel.of(model, scale)) as Result;
  const create = (given: Readonly<Record<string, unknown>> = {}): Estimator<Result> => {
    const params = resolveParams(definition.key, definition.params, given);
    return {
      key: definition.key,
      params,
      async fit(data, options = {}) {
        options.signal?.throwIfAborted();
        threadCount(options.threads);
        const problem = checkRequirements(definition, data);
        if (problem) throw problem;
        const training = withCore(options);
        const scale = scaleToRead(data);
        if (scale === undefined) return readingScale(await definition.fit(data, params, training));
        const positive = positiveRows(data);
        if (positive.size === 0) throw noPositiveRows(definition.key);
        return readingScale(await definition.fit(positive, params, training), scale);
      },
    };
  };
  const restore: ModelFactory<S, Result>["restore"] = (state, data, params, options = {}) => {
    const scale = scaleToRead(data);
    const trained = scale === undefined ? data : positiveRows(data);
    return readingScale(definition.restore(state, trained, params, withCore(options)), scale);
  };
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
