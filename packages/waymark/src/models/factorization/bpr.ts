import { defineModel } from "../define-model.ts";
import { choice, integer, number } from "../params.ts";
import { takeSingles } from "../shared/model-state.ts";
import { BprModel } from "./bpr/bpr-model.ts";
import { trainBpr } from "./bpr/train-bpr.ts";
import { factors } from "./factorization-params.ts";

const params = {
  factors: factors(64),
  epochs: integer({
    min: 1,
    max: 10_000,
    default: 100,
    description: "Rounds of as many drawn pairs as there are enrolments.",
  }),
  learningRate: number({
    min: 1e-6,
    max: 1e6,
    default: 0.02,
    description: "Size of a step; more learns faster, then diverges.",
  }),
  regularization: number({
    min: 0,
    max: 1e3,
    default: 0.01,
    description: "L2 regularization at each step: draws every number towards 0; more fits noise less.",
  }),
  negatives: choice({
    options: ["uniform", "popular"],
    default: "uniform",
    description: "Which courses stand against a taken one: all alike, or each as often as it was taken.",
  }),
};

/**
 * Matrix factorization learned by comparing: a course that a learner has should score above one that the learner has not.
 * Minimizes, by stochastic gradient descent over drawn triples (u, i, j), i taken by u, j not,
 *
 *     −ln σ(s(u, i) − s(u, j)) + λ/2 (|xᵤ|² + |yᵢ|² + |yⱼ|² + bᵢ² + bⱼ²),   s(u, i) = xᵤ·yᵢ + bᵢ
 *
 * An epoch draws as many enrolments as there are, with replacement, each with one j; a j the learner has is drawn again, 32
 * times at most. O(enrolments · factors) an epoch, shared out over threads in blocks of learners × courses that share nothing; the same
 * bits whatever the threads.
 *
 * @see Rendle, Freudenthaler, Gantner & Schmidt-Thieme 2009, arXiv:1205.2618. Deviations: courses have a bias, as in implicit
 * and LightFM; one λ for all; negatives may be drawn by popularity (implicit's way, which does not draw again); from 131,072 enrolments
 * on, i and j are of the same block of courses, and courses change blocks at random from epoch to epoch. Float32.
 */
export const bpr = defineModel({
  key: "bpr",
  summary:
    "Learns a vector for each learner and course so that what a learner took scores above what they did not (pairwise ranking).",
  family: "factorization",
  feedback: "implicit",
  params,
  async fit(data, params, options) {
    return new BprModel(data, await trainBpr(data.userItems, params, options), params);
  },
  restore: (state, data, params) =>
    new BprModel(
      data,
      {
        users: takeSingles(state, "userFactors", [data.users.size, params.factors]),
        items: takeSingles(state, "itemFactors", [data.items.size, params.factors]),
        biases: takeSingles(state, "itemBiases", [data.items.size]),
      },
      params,
    ),
});
