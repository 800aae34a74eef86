import type { Core } from "../compute/core/core.ts";
import { threadCount } from "../compute/thread-count.ts";
import type { Dataset, RatingScale } from "../data/dataset.ts";
import type { ItemFeatureName, UserFeatureName } from "../data/features.ts";
import { positiveRows } from "../data/positive-rows.ts";
import { requireDataset } from "../data/require-dataset.ts";
import { DataRequirementError } from "../errors.ts";
import { treatAsImplicit } from "../remedy.ts";
import { type CoreOption, withCore } from "./core-option.ts";
import type { DataSize } from "./data-size.ts";
import type { Estimator, Model, ModelState, TrainingOptions } from "./model.ts";
import { type ParamSpecs, type ParamsOf, resolveParams } from "./params.ts";
import { checkRequirements, type Requirement } from "./requirements.ts";
import { type Abilities, PositiveFeedbackModel } from "./shared/positive-feedback-model.ts";
import { rememberUsers } from "./trained-users.ts";

/** What a kind of model is, written once per model file. */
export interface ModelDefinition<S extends ParamSpecs = ParamSpecs, M extends Model = Model> {
  /** Registry key, kebab-case. */
  readonly key: string;
  /** One sentence for lists of models: what it recommends, and from what. */
  readonly summary: string;
  readonly family: ModelFamily;
  /** `high`: training takes minutes where its neighbours in the list take seconds, so the group `fast` leaves it out. */
  readonly cost?: "high";
  /**
   * Seconds that training and making every user's list take on two cores, as measured once: what matters is how they grow and how they
   * compare with those of other models, for a run sets them right by its own first measurements.
   */
  expectedSeconds?(size: DataSize, params: ParamsOf<S>): number;
  /** Bytes that training takes, where they grow faster than the data. */
  expectedBytes?(size: DataSize, params: ParamsOf<S>): number;
  /** A neural network whose family is not one of networks. */
  readonly network?: true;
  /** Its models can name the courses behind a score (`Explainer`); tests hold it to that. */
  readonly explains?: true;
  /** What the data must have beyond interactions. */
  readonly requires?: readonly Requirement[];
  /** Features the fitted model goes on reading: they are saved with it. Titles always are, for lists. */
  readonly itemFeatures?: readonly ItemFeatureName[];
  readonly userFeatures?: readonly UserFeatureName[];
  /**
   * `"implicit"`: learns from interactions alone, so data with ratings is read as its positive rows, those rated high enough.
   * @defaultValue "explicit": learns from the data as they are, ratings included where there are some
   */
  readonly feedback?: Feedback;
  readonly params: S;
  fit(data: Dataset, params: ParamsOf<S>, options: TrainingOptions): Promise<M>;
  /** Rebuilds a model from its state; `data` holds the vocabularies, histories and features it was trained with. */
  restore(state: ModelState, data: Dataset, params: ParamsOf<S>, options: CoreOption): M;
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
  const readingScale = (model: M, users: number, scale?: RatingScale) =>
    rememberUsers((scale === undefined ? model : PositiveFeedbackModel.of(model, scale)) as Result, users);
  const create = (given: Readonly<Record<string, unknown>> = {}): Estimator<Result> => {
    const params = resolveParams(definition.key, definition.params, given);
    return {
      key: definition.key,
      params,
      async fit(data, options = {}) {
        requireDataset(data);
        options.signal?.throwIfAborted();
        threadCount(options.threads);
        const problem = checkRequirements(definition, data);
        if (problem) throw problem;
        const training = withCore(options);
        const scale = scaleToRead(data);
        const rows = scale === undefined ? data : positiveRows(data);
        if (scale !== undefined && rows.size === 0) throw noPositiveRows(definition.key);
        return readingScale(await definition.fit(rows, params, training), data.users.size, scale);
      },
    };
  };
  const restore: ModelFactory<S, Result>["restore"] = (state, data, params, options = {}) => {
    const scale = scaleToRead(data);
    const trained = scale === undefined ? data : positiveRows(data);
    return readingScale(definition.restore(state, trained, params, withCore(options)), data.users.size, scale);
  };
  return Object.assign(create, definition, { create, restore });
}

const noPositiveRows = (key: string): DataRequirementError =>
  new DataRequirementError(
    key,
    "courses that somebody took or rated high",
    "ratings in the lower three quarters of the scale only",
    treatAsImplicit,
  );
