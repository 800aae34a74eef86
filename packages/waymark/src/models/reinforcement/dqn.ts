import { defineModel } from "../define-model.ts";
import { integer, number } from "../params.ts";
import { takeNumber, takeSingles } from "../shared/model-state.ts";
import { batchSize, epochs, learningRate, patience, regularization, validation } from "../shared/neural/params.ts";
import { takeOrder } from "../shared/stored-order.ts";
import { decisionLog, meanReward } from "./decision-log.ts";
import { DqnModel } from "./dqn-model.ts";
import { weightShapes } from "./q-network.ts";
import { rewardScaleOf } from "./reward-scale.ts";
import { trainDqn } from "./train-dqn.ts";

const params = {
  factors: integer({
    min: 1,
    max: 4096,
    default: 64,
    description: "Numbers that describe a course; more fit finer differences.",
  }),
  window: integer({
    min: 1,
    max: 1000,
    default: 20,
    description: "Latest courses of a history that make up its state.",
  }),
  discount: number({
    min: 0,
    max: 0.99,
    default: 0.5,
    description: "What a reward one step later counts against one now; more looks further ahead.",
  }),
  cqlAlpha: number({
    formerly: ["conservatism"],
    min: 0,
    max: 1e3,
    default: 3,
    description:
      "Weight of the penalty on the values of courses that the log does not support in a state (CQL); more stays closer to the log.",
  }),
  actions: integer({
    min: 2,
    max: 1_000_000,
    default: 500,
    description: "Courses compared in a step: all where there are no more, else so many drawn anew.",
    search: false,
  }),
  targetUpdateInterval: integer({
    formerly: ["targetEvery"],
    min: 1,
    max: 1_000_000,
    default: 100,
    description: "Steps after which the network that values what comes next is renewed.",
  }),
  epochs: epochs(20),
  batchSize: batchSize(256),
  learningRate: learningRate(0.002),
  regularization: regularization(1e-6),
  patience: patience(3),
  validation: validation(0.05),
};

const DECAY = 0.7; // by recency an interaction weighs so much of the one after it

/**
 * Learning as a sequence of decisions: in the state that a learner's history has led to, which course next? Q(s, a), the discounted sum
 * of rewards to be expected after a, is learned from the log alone by double Q-learning,
 *
 *     min Σ ½ (Q(s, a) − r − γ Q′(s′, argmax over a′ of Q(s′, a′)))² + α (ln Σ over a′ of e^Q(s, a′) − Q(s, a))
 *
 * the second term lowering what the log does not support (CQL). Q(s, a) = v(s) + u(s)·eₐ + bₐ; the state is three means of the
 * embeddings of the latest courses (by recency, all alike, by outcome) and four numbers, through one hidden layer. Rewards: ratings or
 * correctness on 0 … 1, 1 for an enrolment without a value; nobody can choose what they have. The order is that of times;
 * without them it is drawn anew in each epoch. With more courses than `actions`, both maxima and sums are over courses drawn anew at each step, the sum weighted up
 * to stand for all. An epoch O(interactions · factors · (window + actions)).
 *
 * @see van Hasselt, Guez & Silver 2016, arXiv:1509.06461; Kumar et al. 2020, arXiv:2006.04779 (the CQL(H) form). Deviations: replay without
 * replacement; values of the target network held to what is possible, 0 … 1/(1 − γ); targets renewed as a whole.
 */
export const dqn = defineModel({
  key: "dqn",
  summary:
    "Learns which course next brings most engagement or success later on, from the order and results of histories.",
  family: "reinforcement",
  expectedSeconds: ({ interactions, items, cells }) => 6.5e-7 * interactions * items + 2e-7 * cells,
  params,
  async fit(data, params, options) {
    const scale = rewardScaleOf(data);
    const log = decisionLog(data, scale, options.seed);
    const states = { window: params.window, meanReward: meanReward(log), decay: log.isOrdered ? DECAY : 1 };
    const weights = await trainDqn(log, data.items.size, states, params, options);
    return new DqnModel(
      data,
      weights,
      { ...scale, ...states },
      params.factors,
      log.isOrdered ? { offsets: log.offsets, items: log.items } : undefined,
    );
  },
  restore(state, data, params) {
    const shapes = Object.entries(weightShapes(data.items.size, params.factors));
    const weights = new Map(shapes.map(([name, shape]) => [name, { shape, data: takeSingles(state, name, shape) }]));
    const number = (name: string): number => takeNumber(state, name);
    const facts = {
      low: number("low"),
      high: number("high"),
      window: params.window,
      meanReward: number("meanReward"),
      decay: number("kept"),
    };
    return new DqnModel(data, weights, facts, params.factors, facts.decay < 1 ? takeOrder(state, data) : undefined);
  },
});
