import { takeRows } from "../../compute/linear-algebra/padded-rows.ts";
import { dotAt, normalRows, scaled } from "../../compute/linear-algebra/rows.ts";
import { solveRidge } from "../../compute/linear-algebra/solve.ts";
import { Random } from "../../compute/random.ts";
import type { Dataset } from "../../data/dataset.ts";
import { withCore } from "../core-option.ts";
import { defineModel } from "../define-model.ts";
import type { FitOptions } from "../model.ts";
import { flag, type ParamsOf } from "../params.ts";
import { ratings } from "../requirements.ts";
import { measureRatings, positiveRating, ratingStep } from "../shared/rating-statistics.ts";
import { type Descent, inOrder, openDescent, type StartingFactors } from "./descent.ts";
import { runEpochs } from "./epochs.ts";
import {
  type BiasedUserVector,
  checkFactorMemory,
  clearUnseen,
  type FactorHistory,
  type Factorization,
  factorModel,
  startingUserVector,
  takeFactorization,
} from "./factor-model.ts";
import { descentParams } from "./factorization-params.ts";

const params = {
  ...descentParams({ factors: 100, learningRate: 0.005 }),
  biased: flag({
    default: true,
    description: "Whether strict and generous learners, good and bad courses get a bias of their own.",
  }),
};

/**
 * Matrix factorization of ratings by stochastic gradient descent, biased by default ("Funk SVD").
 *
 * Objective: Σ over ratings of (r − μ − bᵤ − bᵢ − pᵤ·qᵢ)² + λ (bᵤ² + bᵢ² + |pᵤ|² + |qᵢ|²). Training takes
 * O(epochs × ratings × factors). Settings, starting point N(0, 0.1²) and order of updates are Surprise's (users in order,
 * items in order).
 *
 * @see Koren, Bell and Volinsky 2009, doi:10.1109/MC.2009.263. Deviations: errors count in steps of a five-star scale,
 * so that the same settings serve grades of 0–100 (no difference on 1–5); fold-in, see `foldInRatings`.
 */
export const svd = defineModel({
  key: "svd",
  summary:
    "Learns a vector for each learner and course from ratings and recommends where they match (matrix factorization).",
  family: "factorization",
  expectedSeconds: ({ interactions, cells }, { epochs }) => 7e-8 * interactions * epochs + 1e-8 * cells,
  requires: [ratings],
  params,
  async fit(data, params, options) {
    checkFactorMemory(options.core, "svd", data, params.factors, [1, 1]);
    const random = (stream: number) => new Random(options.seed ?? 0, stream);
    return svdModel(
      data,
      params,
      await trainSvd(data, params, options, {
        users: normalRows(random(1), data.users.size, params.factors, 0.1),
        items: normalRows(random(2), data.items.size, params.factors, 0.1),
      }),
    );
  },
  restore: (state, data, params) => svdModel(data, params, takeFactorization(state, data, params)),
});

export type { StartingFactors };

type SvdParams = ParamsOf<typeof params>;

function svdModel(data: Dataset, params: SvdParams, learned: Factorization) {
  const prior = startingUserVector(data, learned);
  return factorModel(data, learned, (history) => foldInRatings(learned, params, history, prior));
}

/** Training from given factors. @throws {FitDivergedError} */
export async function trainSvd(
  data: Dataset,
  params: SvdParams,
  options: FitOptions,
  start: StartingFactors,
): Promise<Factorization> {
  const { factors, epochs, biased } = params;
  const centre = measureRatings(data);
  const step = ratingStep(centre);
  const { core } = withCore(options);
  const arena = core.arena();
  try {
    const descent = openDescent(arena, data, centre, params, start);
    const { squares, users } = descent;
    await runEpochs({ owner: "svd", epochs, ratings: data.size, step, squares }, options, () =>
      core.run("descendUsers", users, descent, inOrder(descent, options, 0.2)),
    );
    return clearUnseen(data, { centre, biased, factors, ...takeFactors(descent, factors, step) });
  } finally {
    arena.dispose();
  }
}

/** What has been learned, in the unit of the ratings and outside the core's memory. */
export function takeFactors({ X, Y, userBiases, itemBiases }: Descent, factors: number, step: number) {
  return {
    userFactors: takeRows(X, factors, Math.sqrt(step)),
    itemFactors: takeRows(Y, factors, Math.sqrt(step)),
    userBiases: scaled(Float64Array.from(userBiases), step),
    itemBiases: scaled(Float64Array.from(itemBiases), step),
  };
}

/**
 * Bias and factors of somebody training has not seen, by ridge regression of the ratings on the fixed item factors,
 * shrunk towards `prior`, shape (factors): what is believed before any rating.
 *
 * The penalty is λn + 1 / (γ · epochs): the objective's own, and the one that gradient descent stopped after that time
 * amounts to (Ali, Kolter and Tibshirani 2019, arXiv:1810.10082), without which the answer would fit the history far
 * closer than a trained row does. Without ratings the bias stays 0 and each item counts as positive: one deviation more
 * than expected of it.
 */
export function foldInRatings(
  { centre, biased, factors, itemFactors, itemBiases }: Factorization,
  { learningRate, regularization, epochs }: Pick<SvdParams, "learningRate" | "regularization" | "epochs">,
  { items, ratings }: FactorHistory,
  prior: Float64Array,
): BiasedUserVector {
  const withBias = biased && ratings !== undefined;
  const first = withBias ? 1 : 0;
  const width = factors + first;
  const rows = new Float64Array(items.length * width);
  const targets = new Float64Array(items.length);
  items.forEach((item, k) => {
    if (withBias) rows[k * width] = 1;
    for (let f = 0; f < factors; f++) rows[k * width + first + f] = itemFactors[item * factors + f]!;
    const expected =
      (biased ? centre.mean + itemBiases[item]! : 0) + dotAt(prior, 0, itemFactors, item * factors, factors);
    targets[k] = ratings ? ratings[k]! - expected : biased ? centre.deviation : positiveRating(centre) - expected;
  });
  const penalty = regularization * items.length + 1 / (learningRate * epochs);
  const penalties = new Float64Array(width).fill(penalty * ratingStep(centre));
  if (withBias) penalties[0] = penalty;
  const solution = solveRidge(rows, targets, penalties);
  return {
    bias: withBias ? solution[0]! : 0,
    factors: prior.map((part, f) => part + solution[first + f]!),
    start: 0,
  };
}
