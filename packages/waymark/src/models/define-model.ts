import { threadCount } from "../compute/thread-count.ts";
import type { Dataset } from "../data/dataset.ts";
import type { ItemFeatureName, UserFeatureName } from "../data/features.ts";
import { positiveRows } from "../data/positive-rows.ts";
import { DataRequirementError } from "../errors.ts";
import { treatAsImplicit } from "../remedy.ts";
import type { Estimator, FitOptions, Model, ModelState } from "./model.ts";
import { type ParamSpecs, type ParamsOf, resolveParams } from "./params.ts";
import { checkRequirements, type Requirement } from "./requirements.ts";
import { forPositiveFeedback } from "./shared/positive-feedback-model.ts";

/** What a kind of model is, written once per model file. */
export interface ModelDefinition<S extends ParamSpecs = ParamSpecs, M extends Model = Model> {
  /** Registry key, kebab-case. */
  readonly key: string;
  /** One sentence for lists of models: what it recommends, and from what. */
  readonly summary: string;
  readonly family: ModelFamily;
  /** What the data must have beyond interactions. */
  readonly requires?: readonly Requirement[];
  /** Features the fitted model goes on reading: they are saved with it. Titles always are, for lists. */
  readonly itemFeatures?: readonly ItemFeatureName[];
  readonly userFeatures?: readonly UserFeatureName[];
  /** Learns from enrolments: data with ratings is read as the rows rated high enough to count as liked. */
  readonly learnsFromTaken?: boolean;
  readonly params: S;
  fit(data: Dataset, params: ParamsOf<S>, options: FitOptions): Promise<M>;
  /** Rebuilds a model from its state; `data` holds the vocabularies, histories and features it was trained with. */
  restore(state: ModelState, data: Dataset, params: ParamsOf<S>): M;
}

/** The folders of `models/`, in the order lists show them. */
export const modelFamilies = [
  "baselines",
  "knn",
  "linear",
  "factorization",
  "clustering",
  "content",
  "graph",
  "neural",
  "sequential",
  "reinforcement",
] as const;
export type ModelFamily = (typeof modelFamilies)[number];

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
    treatAsImplicit,
  );
