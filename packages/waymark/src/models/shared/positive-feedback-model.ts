import type { RatingScale } from "../../data/dataset.ts";
import { defaultThreshold } from "../../data/positive-rows.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import {
  canExplain,
  canFindSimilar,
  canPredict,
  type Explainer,
  type LiveHistory,
  type Model,
  type ModelState,
  type Predictor,
  type Query,
  type SimilarItems,
  usesLiveHistory,
} from "../model.ts";
import { type HasScoringForm, type ScoringForm, scoringFormOf } from "../scoring/scoring-form.ts";

interface EveryAbility extends Predictor, Explainer, SimilarItems, LiveHistory, HasScoringForm, Disposable {}

/** What a model can be asked, without what else its class has. */
export type Abilities<M extends Model> = Model & Pick<M, keyof M & keyof EveryAbility>;

/**
 * A model trained on the positive rows of a data set with ratings. What a query did not rate high enough is hidden from the model,
 * though it is still nothing to be offered; a history without ratings counts as positive. It has the abilities of the model inside
 * and no others.
 */
export class PositiveFeedbackModel<M extends Model = Model> implements Model {
  readonly items: Vocabulary;
  declare readonly unit?: Predictor["unit"];
  declare readonly predict?: Predictor["predict"];
  declare readonly explain?: Explainer["explain"];
  declare readonly similar?: SimilarItems["similar"];
  declare readonly usesLiveHistory?: true;
  declare readonly scoringForm?: HasScoringForm["scoringForm"];
  declare readonly [Symbol.dispose]?: () => void;
  /** The model inside, which takes every item of a history as positive. */
  readonly model: M;
  readonly #threshold: number;

  private constructor(model: M & Partial<HasScoringForm>, scale: RatingScale) {
    this.items = model.items;
    this.model = model;
    this.#threshold = defaultThreshold(scale);
    const positive = (query: Query): Query => positivePart(query, this.#threshold);
    const abilities: Partial<EveryAbility> = {
      ...(canPredict(model) && { unit: model.unit, predict: (query, items) => model.predict(positive(query), items) }),
      ...(canExplain(model) && { explain: (query, item) => model.explain(positive(query), item) }),
      ...(canFindSimilar(model) && { similar: (item, limit) => model.similar(item, limit) }),
      ...(usesLiveHistory(model) && { usesLiveHistory: true }),
      ...(model.scoringForm && { scoringForm: () => this.#form() }),
      ...(model[Symbol.dispose] && { [Symbol.dispose]: () => model[Symbol.dispose]?.() }),
    };
    Object.assign(this, abilities);
  }

  /** @param model trained on the positive rows */
  static of<M extends Model>(model: M, scale: RatingScale): Abilities<M> {
    return new PositiveFeedbackModel(model, scale) as Model as Abilities<M>;
  }

  score(query: Query): Float64Array {
    return this.model.score(positivePart(query, this.#threshold));
  }

  state(): ModelState {
    return this.model.state();
  }

  #form(): ScoringForm | undefined {
    const form = scoringFormOf(this.model);
    return form && positiveForm(form, this.#threshold);
  }
}

function positivePart({ history, weights, user }: Query, threshold: number): Query {
  if (weights === undefined) return user === undefined ? { history } : { history, user };
  const part = history.filter((_, h) => weights[h]! >= threshold);
  return user === undefined ? { history: part } : { history: part, user };
}

/** The form for whole histories: kernels hide all of a history, and weigh 0 what is not positive. */
function positiveForm(form: ScoringForm, threshold: number): ScoringForm | undefined {
  switch (form.kind) {
    case "factors":
      return {
        ...form,
        userVector: (query) => form.userVector(positivePart(query, threshold)),
        ...(form.openUserVectors && {
          openUserVectors: (arena, core) => {
            const userVectors = form.openUserVectors!(arena, core);
            return (queries, options) =>
              userVectors(
                queries.map((query) => positivePart(query, threshold)),
                options,
              );
          },
        }),
      };
    case "dense":
    case "sparse":
      // a form that weighs by itself is left to the slow path
      if (form.weigh) return undefined;
      return {
        ...form,
        weigh: ({ history, weights }) =>
          Float32Array.from(history, (_, h) => Number(weights === undefined || weights[h]! >= threshold)),
      };
    case "exact":
      return {
        ...form,
        open: (arena, core) => {
          const scorer = form.open(arena, core);
          return {
            rank: (queries, args, block, options) =>
              scorer.rank(
                queries.map((query) => positivePart(query, threshold)),
                args,
                block,
                options,
              ),
          };
        },
      };
    case "block":
      return {
        ...form,
        open: (arena, core) => {
          const scorer = form.open(arena, core);
          return {
            score: (queries, out, stride, options) =>
              scorer.score(
                queries.map((query) => positivePart(query, threshold)),
                out,
                stride,
                options,
              ),
          };
        },
      };
  }
}
