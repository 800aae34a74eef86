import type { RatingScale } from "../../data/dataset.ts";
import { defaultThreshold } from "../../data/positive-rows.ts";
import type { Explainer, Model, Query } from "../model.ts";
import { type ScoringForm, scoringFormOf } from "../scoring/scoring-form.ts";

/**
 * A model trained on `likedRows` of a data set with ratings: what a query did not rate high enough is no part of its taste,
 * though it is still nothing to be offered. A history without ratings counts as liked.
 */
export function forPositiveFeedback<M extends Model>(model: M, scale: RatingScale): M {
  const least = defaultThreshold(scale);
  const liked = (query: Query): Query => positivePart(query, least);
  const asked: Readonly<Record<string | symbol, unknown>> = {
    score: (query: Query) => model.score(liked(query)),
    explain: (query: Query, item: number) => (model as M & Explainer).explain(liked(query), item),
    scoringForm: () => {
      const form = scoringFormOf(model);
      return form && positiveForm(form, least);
    },
  };
  return new Proxy(model, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (value !== undefined && key in asked) return asked[key]; // abilities stay what they are
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function positivePart({ history, weights, user }: Query, least: number): Query {
  if (weights === undefined) return user === undefined ? { history } : { history, user };
  const part = history.filter((_, h) => weights[h]! >= least);
  return user === undefined ? { history: part } : { history: part, user };
}

/** The form for whole histories: kernels hide all of a history, and weigh 0 what was not liked. */
function positiveForm(form: ScoringForm, least: number): ScoringForm | undefined {
  switch (form.kind) {
    case "factors":
      return {
        ...form,
        userVector: (query) => form.userVector(positivePart(query, least)),
        ...(form.userVectors && {
          userVectors: (queries, options) =>
            form.userVectors!(
              queries.map((query) => positivePart(query, least)),
              options,
            ),
        }),
      };
    case "dense":
    case "sparse":
      // a form that weighs by itself is left to the slow path
      if (form.weigh) return undefined;
      return {
        ...form,
        weigh: ({ history, weights }) =>
          Float32Array.from(history, (_, h) => Number(weights === undefined || weights[h]! >= least)),
      };
    case "block":
      return {
        ...form,
        open: (arena, core) => {
          const scorer = form.open(arena, core);
          return {
            score: (queries, out, stride, options) =>
              scorer.score(
                queries.map((query) => positivePart(query, least)),
                out,
                stride,
                options,
              ),
          };
        },
      };
  }
}
