import { defineModel } from "../define-model.ts";
import { integer } from "../params.ts";
import * as shared from "../shared/neural/params.ts";
import { InteractionModel } from "./interaction/interaction-model.ts";
import { ncfNet } from "./interaction/ncf-network.ts";
import { takeInteractionWeights } from "./interaction/take-weights.ts";
import { trainInteractions } from "./interaction/train-interactions.ts";

const params = {
  factors: integer({
    min: 1,
    max: 10_000,
    default: 32,
    description: "Numbers of a learner's and of a course's embedding; more fit finer preferences.",
  }),
  epochs: shared.epochs(20),
  batchSize: shared.batchSize(256),
  learningRate: shared.learningRate(0.001),
  dropout: shared.dropout(0.2),
  regularization: shared.regularization(0),
  negatives: shared.negatives(4),
  patience: shared.patience(0),
  validation: shared.validation(0.05),
  schedule: shared.schedule("constant"),
};

/**
 * Neural collaborative filtering: the embeddings of a learner and a course side by side through layers of 128, 64, 32, 16 and 8
 * (linear, ReLU, batch normalization, dropout), then one logit for "takes it", learned by binary cross-entropy against drawn
 * negatives. O(enrolments · negatives · weights) an epoch; weights come to some 19,000 with 32 factors.
 *
 * @see He, Liao, Zhang, Nie, Hu & Chua 2017, doi:10.1145/3038912.3052569, §3.3, with batch normalization (Ioffe & Szegedy 2015,
 * arXiv:1502.03167) and dropout as in its uses on learning logs. Deviation: Adam moves the rows a batch looked up only.
 */
export const ncf = defineModel({
  key: "ncf",
  summary:
    "Puts a learner's and a course's embedding through layers of neurons to say how likely the one takes the other.",
  family: "neural",
  expectedSeconds: ({ interactions, cells }, { epochs }) => 1.7e-5 * interactions * epochs + 2e-7 * cells,
  feedback: "implicit",
  params,
  async fit(data, params, options) {
    const net = ncfNet(params.factors, params.dropout);
    const weights = await trainInteractions(
      "ncf",
      net,
      { userItems: data.userItems, explicit: false },
      params,
      options,
    );
    return new InteractionModel(data, { net, weights, settings: params }, options);
  },
  restore(state, data, params, options) {
    const net = ncfNet(params.factors, params.dropout);
    return new InteractionModel(
      data,
      { net, weights: takeInteractionWeights(state, net, data), settings: params },
      options,
    );
  },
});
