import { CsrMatrix } from "../../compute/csr-matrix.ts";
import { dotAt } from "../../compute/linear-algebra/rows.ts";
import { solveRidge } from "../../compute/linear-algebra/solve.ts";
import type { Dataset } from "../../data/dataset.ts";
import { defineModel } from "../define-model.ts";
import { flag, number, type ParamsOf } from "../params.ts";
import { ratings } from "../requirements.ts";
import { type Biases, defaultBiases, fitBiases } from "../shared/biases.ts";
import { measureRatings, positiveRating, ratingStep } from "../shared/rating-statistics.ts";
import { startingFactors } from "./als/starting-factors.ts";
import { checkAlsMemory, trainAls } from "./als/train-als.ts";
import {
  type BiasedUserVector,
  clearUnseen,
  type FactorHistory,
  type Factorization,
  factorModel,
  startingUserVector,
  takeFactorization,
} from "./factor-model.ts";
import { alternations, factors } from "./factorization-params.ts";

const params = {
  factors: factors(50),
  epochs: alternations(15),
  regularization: number({
    min: 1e-6,
    max: 1e6,
    default: 0.1,
    description:
      "L2 regularization: draws every number towards 0, once for each rating of its learner or course; more fits noise less.",
  }),
  biased: flag({
    default: true,
    description: "Whether learners and courses get a bias of their own before the factors.",
  }),
};

type AlsWrParams = ParamsOf<typeof params>;

/**
 * Matrix factorization of ratings by alternating least squares with weighted regularization. Minimizes
 *
 *     Σ over ratings of (r − μ − bᵤ − bᵢ − xᵤ·yᵢ)² + λ (Σᵤ nᵤ |xᵤ|² + Σᵢ nᵢ |yᵢ|²)
 *
 * over x and y, exactly in turn; biases are fitted before and held fixed. O(ratings · factors² + rows · factors³) an epoch.
 *
 * @see Zhou et al. 2008, doi:10.1007/978-3-540-68880-8_32. Deviations: biases (theirs is `biased=false`, without μ as well);
 * errors count in steps of a five-star scale, so that the same settings serve grades of 0–100; factors train in float32.
 */
export const alsWr = defineModel({
  key: "als-wr",
  summary:
    "Learns a vector for each learner and course from ratings, solving for learners and courses in turn (ALS-WR).",
  family: "factorization",
  expectedSeconds: ({ interactions, cells }) => 2e-5 * interactions + 1e-8 * cells,
  requires: [ratings],
  params,
  async fit(data, params, options) {
    checkAlsMemory(options.core, "als-wr", data.userItems, params.factors);
    const { factors, regularization, biased } = params;
    const centre = measureRatings(data);
    const step = ratingStep(centre);
    const biases = biased ? await fitBiases(data, defaultBiases, options, "als-wr") : noBiases(data);
    const rest = targets(data, biases, step);
    const learned = await trainAls(
      rest,
      rest.transpose(),
      {
        ...params,
        owner: "als-wr",
        ridge: (entries) => regularization * Math.max(1, entries),
        solver: "exact",
        steps: 0,
        objective: "observed",
      },
      await startingFactors(data, factors, options),
      options,
    );
    const root = Math.sqrt(step);
    return alsWrModel(
      data,
      params,
      clearUnseen(data, {
        centre,
        biased,
        factors,
        userFactors: Float64Array.from(learned.users, (part) => part * root),
        itemFactors: Float64Array.from(learned.items, (part) => part * root),
        userBiases: biases.users,
        itemBiases: biases.items,
      }),
    );
  },
  restore: (state, data, params) => alsWrModel(data, params, takeFactorization(state, data, params)),
});

const noBiases = ({ users, items }: Dataset): Biases => ({
  mean: 0,
  users: new Float64Array(users.size),
  items: new Float64Array(items.size),
});

/** What the factors are to explain of each rating, in steps of a five-star scale. */
function targets({ userItems }: Dataset, { mean, users, items }: Biases, step: number): CsrMatrix {
  const { columnCount, rowCount, offsets, columns, values } = userItems;
  const rest = new Float64Array(values.length);
  for (let u = 0; u < rowCount; u++)
    for (let p = offsets[u]!; p < offsets[u + 1]!; p++)
      rest[p] = (values[p]! - mean - users[u]! - items[columns[p]!]!) / step;
  return new CsrMatrix(columnCount, offsets, columns, rest);
}

function alsWrModel(data: Dataset, params: AlsWrParams, learned: Factorization) {
  const prior = startingUserVector(data, learned);
  return factorModel(data, learned, (history) => foldIn(learned, params, history, prior));
}

/** A new user's bias and factors by the equation of training. Without ratings each item counts as positive (see `positiveRating`). */
function foldIn(
  { centre, biased, factors, itemFactors, itemBiases }: Factorization,
  { regularization }: AlsWrParams,
  { items, ratings }: FactorHistory,
  prior: Float64Array,
): BiasedUserVector {
  const expected = (item: number): number => (biased ? centre.mean + itemBiases[item]! : 0);
  let bias = 0;
  if (biased && ratings) {
    for (let k = 0; k < items.length; k++) bias += ratings[k]! - expected(items[k]!);
    bias /= defaultBiases.userRegularization + items.length;
  }
  const rows = new Float64Array(items.length * factors);
  const rest = new Float64Array(items.length);
  items.forEach((item, k) => {
    rows.set(itemFactors.subarray(item * factors, (item + 1) * factors), k * factors);
    const positive = biased ? centre.deviation : positiveRating(centre);
    // ratings are answered as in training; a list of courses is laid over what is believed of anybody
    rest[k] = ratings
      ? ratings[k]! - expected(item) - bias
      : positive - dotAt(prior, 0, itemFactors, item * factors, factors);
  });
  const penalties = new Float64Array(factors).fill(regularization * items.length * ratingStep(centre));
  const solution = solveRidge(rows, rest, penalties);
  return { bias, factors: ratings ? solution : solution.map((part, f) => part + prior[f]!), start: 0 };
}
