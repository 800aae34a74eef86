import { defineModel } from "../define-model.ts";
import { integer } from "../params.ts";
import * as shared from "../shared/neural/params.ts";
import { gmfNet } from "./interaction/gmf-network.ts";
import { InteractionModel } from "./interaction/interaction-model.ts";
import { takeInteractionWeights } from "./interaction/take-weights.ts";
import { trainInteractions } from "./interaction/train-interactions.ts";

const params = {
  factors: integer({
    min: 1,
    max: 10_000,
    default: 32,
    description: "Numbers that describe a learner or a course; more fit finer preferences.",
  }),
  epochs: shared.epochs(20),
  batchSize: shared.batchSize(256),
  learningRate: shared.learningRate(0.002),
  regularization: shared.regularization(1e-6),
  negatives: shared.negatives(8),
  patience: shared.patience(0),
  validation: shared.validation(0.05),
  schedule: shared.schedule("cosine"),
};

/**
 * Generalized matrix factorization: the embeddings of a learner and a course multiplied number by number, then weighed:
 *
 *     P(u takes i) = σ(h · (p_u ∘ q_i) + b)
 *
 * learned by binary cross-entropy of every enrolment against `negatives` courses not taken, drawn anew in each epoch.
 * O(enrolments · negatives · factors) an epoch.
 *
 * @see He, Liao, Zhang, Nie, Hu & Chua 2017, doi:10.1145/3038912.3052569, §3.2. Deviations: Adam moves the rows a batch looked
 * up only (lazy Adam); negatives come within the same random order as positives, as in the authors' code.
 */
export const gmf = defineModel({
  key: "gmf",
  summary:
    "Learns embeddings whose weighed product says how likely a learner takes a course (neural matrix factorization).",
  family: "neural",
  expectedSeconds: ({ interactions, cells }, { epochs }) => 2.4e-6 * interactions * epochs + 1e-8 * cells,
  feedback: "implicit",
  params,
  async fit(data, params, options) {
    const net = gmfNet(params.factors);
    const weights = await trainInteractions(
      "gmf",
      net,
      { userItems: data.userItems, explicit: false },
      params,
      options,
    );
    return new InteractionModel(data, { net, weights, settings: params }, options);
  },
  restore(state, data, params, options) {
    const net = gmfNet(params.factors);
    return new InteractionModel(
      data,
      { net, weights: takeInteractionWeights(state, net, data), settings: params },
      options,
    );
  },
});
