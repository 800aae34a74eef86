import { defineModel } from "../define-model.ts";
import { integer } from "../params.ts";
import { takeSingles } from "../shared/model-state.ts";
import { batchSize, epochs, learningRate, patience, regularization, validation } from "../shared/neural/params.ts";
import { LightGcnModel } from "./lightgcn/lightgcn-model.ts";
import { trainLightGcn } from "./lightgcn/train-lightgcn.ts";

const params = {
  factors: integer({
    min: 1,
    max: 100_000,
    default: 64,
    description: "Numbers that describe a learner or a course; more fit finer preferences.",
  }),
  layers: integer({
    min: 1,
    max: 16,
    default: 2,
    description: "Steps along enrolments that vectors spread over; more let farther learners count, and blur.",
  }),
  epochs: epochs(60),
  batchSize: batchSize(8192),
  learningRate: learningRate(0.01),
  regularization: regularization(0.003),
  negatives: integer({
    min: 1,
    max: 1000,
    default: 8,
    description:
      "Negatives: courses not taken that are drawn for each taken one, which is compared with the one of them that scores highest.",
  }),
  patience: patience(5),
  validation: validation(0.03),
};

/**
 * Light graph convolution. Learners and courses are nodes, enrolments edges; each node has an embedding e⁰, which is learned, and
 *
 *     eᵏ⁺¹ = Σ over neighbours v of eᵏ(v) / √(d · d(v)),   e = mean of e⁰ … eᴸ,   s(u, i) = e(u) · e(i)
 *
 * with d the number of neighbours. Minimizes, by Adam over batches of enrolments (u, i), each with a j that u has not: of
 * `negatives` drawn ones the one that scores highest now,
 *
 *     mean of −ln σ(s(u, i) − s(u, j)) + λ/2 (|e⁰(u)|² + |e⁰(i)|² + |e⁰(j)|²)
 *
 * O(layers · enrolments · factors) a batch, forth and back, since a step moves every embedding: batches are large.
 *
 * @see He, Deng, Wang, Li, Zhang & Wang 2020, doi:10.1145/3397271.3401063, arXiv:2002.02126. Deviations: every enrolment
 * once an epoch, where the authors' program draws users alike and then one of their items; hard negatives (Zhang, Chen, Wang & Yu
 * 2013, doi:10.1145/2484028.2484126; `negatives` 1 is theirs); training ends by the loss on held-out
 * enrolments, over which embeddings are propagated in the end too. Float32.
 */
export const lightgcn = defineModel({
  key: "lightgcn",
  summary: "Learns vectors of learners and courses that spread along enrolments (a graph network, pairwise ranking).",
  family: "graph",
  expectedSeconds: ({ interactions, cells }) => 4e-5 * interactions + 3e-9 * cells,
  network: true,
  feedback: "implicit",
  params,
  async fit(data, params, options) {
    return new LightGcnModel(data, await trainLightGcn(data.userItems, params, options), params.factors);
  },
  restore(state, data, { factors }) {
    const rows = (name: string, count: number) => takeSingles(state, name, [count, factors]);
    const learned = {
      users: rows("userFactors", data.users.size),
      items: rows("itemFactors", data.items.size),
      messages: rows("itemMessages", data.items.size),
    };
    return new LightGcnModel(data, learned, factors);
  },
});
