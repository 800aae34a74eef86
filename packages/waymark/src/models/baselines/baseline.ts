import type { Dataset } from "../../data/dataset.ts";
import { defineModel } from "../define-model.ts";
import type { Model, Predictor, Query } from "../model.ts";
import { choice, integer, number, type ParamsOf } from "../params.ts";
import { ratings } from "../requirements.ts";
import type { HasScoringForm } from "../scoring/scoring-form.ts";
import { fitBiases } from "../shared/biases.ts";
import { takeFloats, tensor } from "../shared/model-state.ts";
import { centreNumbers, clip, measureRatings, type RatingCentre, takeCentre } from "../shared/rating-statistics.ts";
import { trainingRows } from "../shared/training-rows.ts";
import { baseForm } from "./base-form.ts";

const params = {
  method: choice({
    options: ["als", "sgd"],
    default: "als",
    description: "How biases are found: alternating least squares, or stochastic gradient descent.",
  }),
  epochs: integer({
    min: 0,
    max: 1000,
    default: 0,
    description: "Passes over the ratings; 0 takes the method's usual number, 10 for als and 20 for sgd.",
  }),
  userRegularization: number({
    min: 0,
    max: 1e6,
    default: 15,
    description: "als: as many ratings exactly as expected are added to each learner's; more draws biases towards 0.",
  }),
  itemRegularization: number({
    min: 0,
    max: 1e6,
    default: 10,
    description: "als: as many ratings exactly as expected are added to each course's; more draws biases towards 0.",
  }),
  learningRate: number({
    min: 1e-6,
    max: 10,
    default: 0.005,
    description: "sgd: size of a step; larger is faster and less steady.",
  }),
  regularization: number({ min: 0, max: 10, default: 0.02, description: "sgd: L2 regularization of the biases." }),
};

/**
 * Mean rating + bias of the learner + bias of the course. Everyone gets the same order; the predicted ratings differ.
 *
 * A query without a user row gets the bias its ratings imply, the course biases held fixed: exact for `als`; for `sgd`
 * the minimum of the same objective. A history without ratings says nothing about strictness: bias 0.
 *
 * @see Koren 2010, doi:10.1145/1644873.1644874, §2.1. Settings, order of updates and starting point (0) as in Surprise.
 */
export const baseline = defineModel({
  key: "baseline",
  summary: "Courses by their mean rating, corrected for strict and generous learners.",
  family: "baselines",
  expectedSeconds: ({ interactions, cells }) => 5e-7 * interactions + 3e-8 * cells,
  requires: [ratings],
  params,
  async fit(data, params, options) {
    const { method, userRegularization, itemRegularization, learningRate, regularization } = params;
    const { users, items } = await fitBiases(
      data,
      method === "als"
        ? { method, epochs: params.epochs || 10, userRegularization, itemRegularization }
        : { method: "sgd", epochs: params.epochs || 20, learningRate, regularization },
      options,
    );
    return baselineModel(data, params, measureRatings(data), users, items);
  },
  restore: (state, data, params) =>
    baselineModel(
      data,
      params,
      takeCentre(state),
      takeFloats(state, "userBiases", [data.users.size]),
      takeFloats(state, "itemBiases", [data.items.size]),
    ),
});

function baselineModel(
  data: Dataset,
  { method, userRegularization, regularization }: ParamsOf<typeof params>,
  centre: RatingCentre,
  userBiases: Float64Array,
  itemBiases: Float64Array,
): Model & Predictor & HasScoringForm {
  const { hasUser, hasItem } = trainingRows(data);

  const known = itemBiases.map((bias, item) => (hasItem[item] ? bias : Number.NaN));

  function expected({ user, history, weights }: Query): number {
    if (hasUser(user)) return centre.mean + userBiases[user]!;
    if (weights === undefined) return centre.mean;
    let sum = 0;
    let count = 0;
    for (let k = 0; k < history.length; k++) {
      const item = history[k]!;
      if (!hasItem[item]) continue;
      sum += weights[k]! - centre.mean - itemBiases[item]!;
      count++;
    }
    const ratings = method === "als" ? count + userRegularization : count * (1 + regularization);
    return centre.mean + (count === 0 ? 0 : sum / ratings);
  }

  return {
    items: data.items,
    unit: "rating",
    score(query) {
      const start = expected(query);
      return known.map((bias) => start + bias);
    },
    scoringForm: () => baseForm(known, expected),
    predict(query, items) {
      const start = expected(query);
      return Float64Array.from(items, (item) => clip(start + itemBiases[item]!, centre));
    },
    state: () => ({
      numbers: centreNumbers(centre),
      tensors: {
        userBiases: tensor([userBiases.length], userBiases),
        itemBiases: tensor([itemBiases.length], itemBiases),
      },
    }),
  };
}
