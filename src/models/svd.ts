import { Pacer } from "../compute/pacer.ts";
import { Random } from "../compute/random.ts";
import type { Dataset } from "../data/dataset.ts";
import { FitDivergedError } from "../errors.ts";
import { defineModel } from "./define-model.ts";
import { type Descent, descendUser } from "./descent.ts";
import {
  clearUnseen,
  type Factorization,
  factorModel,
  type KnownHistory,
  startingTaste,
  type Taste,
  takeFactorization,
} from "./factor-model.ts";
import { dotAt, normalRows, rowViews, scaled } from "./factor-rows.ts";
import { solveRidge } from "./fold-in.ts";
import { flag, integer, number, type ParamsOf } from "./params.ts";
import { likedRating, measureRatings, ratingStep } from "./rating-centre.ts";
import type { FitOptions } from "./recommender.ts";

const params = {
  factors: integer({
    min: 1,
    max: 2000,
    default: 100,
    about: "Numbers that describe a learner or a course; more fit finer tastes.",
  }),
  epochs: integer({ min: 1, max: 10_000, default: 20, about: "Passes over the ratings; too many fit noise." }),
  learningRate: number({
    min: 1e-6,
    max: 10,
    default: 0.005,
    about: "Size of a step; larger is faster and less steady.",
  }),
  regularization: number({ min: 0, max: 10, default: 0.02, about: "Pull of every number to 0; more fits noise less." }),
  biased: flag({
    default: true,
    about: "Whether strict and generous learners, good and bad courses get a bias of their own.",
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
  summary: "Learns tastes and courses as vectors from ratings and recommends where they match (matrix factorization).",
  family: "factors",
  needs: ["ratings"],
  params,
  async fit(data, params, options) {
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

type SvdParams = ParamsOf<typeof params>;

function svdModel(data: Dataset, params: SvdParams, learned: Factorization) {
  const prior = startingTaste(data, learned);
  return factorModel(data, learned, (history) => foldInRatings(learned, params, history, prior));
}

/** Factors training starts from, row after row. */
export interface StartingFactors {
  readonly users: Float64Array; // (users, factors)
  readonly items: Float64Array; // (items, factors)
}

/** Training from given factors. @throws {FitDivergedError} */
export async function trainSvd(
  data: Dataset,
  { factors, epochs, learningRate, regularization, biased }: SvdParams,
  { signal, onProgress }: FitOptions,
  start: StartingFactors,
): Promise<Factorization> {
  const centre = measureRatings(data);
  const step = ratingStep(centre);
  const userFactors = start.users.slice();
  const itemFactors = start.items.slice();
  const userRows = rowViews(userFactors, factors);
  const descent: Descent = {
    ratings: data.userItems,
    step,
    mean: biased ? centre.mean / step : 0,
    userBiases: new Float64Array(data.users.size),
    itemBiases: new Float64Array(data.items.size),
    biased,
    itemRows: rowViews(itemFactors, factors),
    learningRate,
    regularization,
    gain: 1,
  };
  const pacer = new Pacer(signal);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let squares = 0;
    for (let user = 0; user < data.users.size; user++) {
      squares += descendUser(descent, user, userRows[user]!);
      const rest = pacer.pause();
      if (rest) await rest;
    }
    finishEpoch("svd", epoch, epochs, squares, data.size, step, onProgress);
  }
  return clearUnseen(data, {
    centre,
    biased,
    factors,
    userFactors: scaled(userFactors, Math.sqrt(step)),
    itemFactors: scaled(itemFactors, Math.sqrt(step)),
    userBiases: scaled(descent.userBiases, step),
    itemBiases: scaled(descent.itemBiases, step),
  });
}

/** Reports an epoch, its error in the unit of the ratings. @throws {FitDivergedError} when the error is not finite */
export function finishEpoch(
  owner: string,
  epoch: number,
  epochs: number,
  squares: number,
  ratings: number,
  step: number,
  onProgress: FitOptions["onProgress"],
): void {
  if (!Number.isFinite(squares)) throw new FitDivergedError(owner, epoch);
  onProgress?.({
    stage: "epoch",
    done: epoch,
    of: epochs,
    metrics: { trainRmse: Math.sqrt(squares / ratings) * step },
  });
}

/**
 * Bias and factors of somebody training has not seen, by ridge regression of the ratings on the fixed item factors,
 * shrunk towards `prior`, shape (factors): what is believed before any rating.
 *
 * The penalty is λn + 1 / (γ · epochs): the objective's own, and the one that gradient descent stopped after that time
 * amounts to (Ali, Kolter and Tibshirani 2019, arXiv:1810.10082), without which the answer would fit the history far
 * closer than a trained row does. Without ratings the bias stays 0 and each item counts as liked: one deviation more
 * than expected of it.
 */
export function foldInRatings(
  { centre, biased, factors, itemFactors, itemBiases }: Factorization,
  { learningRate, regularization, epochs }: Pick<SvdParams, "learningRate" | "regularization" | "epochs">,
  { items, ratings }: KnownHistory,
  prior: Float64Array,
): Taste {
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
    targets[k] = ratings ? ratings[k]! - expected : biased ? centre.deviation : likedRating(centre) - expected;
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
