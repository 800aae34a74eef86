import { CsrMatrix } from "../../compute/csr-matrix.ts";
import { defineModel } from "../define-model.ts";
import { integer } from "../params.ts";
import * as shared from "../shared/neural/params.ts";
import { measureRatings, takeCentre } from "../shared/rating-statistics.ts";
import { dotNet } from "./interaction/dot-product-network.ts";
import { ExplicitInteractionModel, toLabel } from "./interaction/explicit-interaction-model.ts";
import { InteractionModel } from "./interaction/interaction-model.ts";
import { takeInteractionWeights } from "./interaction/take-weights.ts";
import { trainInteractions } from "./interaction/train-interactions.ts";

const params = {
  factors: integer({
    min: 1,
    max: 10_000,
    default: 16,
    description: "Numbers that describe a learner or a course; more fit finer preferences.",
  }),
  epochs: shared.epochs(10),
  batchSize: shared.batchSize(64),
  learningRate: shared.learningRate(0.001),
  regularization: shared.regularization(0.001),
  negatives: { ...shared.negatives(4), feedback: "implicit" as const },
  patience: shared.patience(0),
  validation: shared.validation(0.1),
  schedule: shared.schedule("constant"),
};

/**
 * Two embeddings of 16 numbers, multiplied and added up, plus a bias of each side, through a ReLU:
 *
 *     r(u, i) = max(0, p_u · q_i + b_u + b_i)
 *
 * fitted by squares to ratings brought to 0 … 1, or, on enrolments, to 1 for what was taken and 0 for `negatives` drawn courses.
 * Embeddings start as N(0, 2 / rows) (He normal), though no wider than 0.05, biases of items at the mean rating. L2 regularization λ. Lists go by what enters the ReLU, so that
 * courses below 0 keep their order. O(rows · factors) an epoch.
 *
 * @see the RecommenderNet of Keras' examples of collaborative filtering (embeddings, dot product, biases), with ReLU instead of
 * the sigmoid; He et al. 2015, doi:10.1109/ICCV.2015.123. Deviations: the start; λ, 1e-6 there; Adam and L2
 * touch the rows of a batch only.
 */
export const recommenderNet = defineModel({
  key: "recommender-net",
  summary:
    "Learns 16 numbers for each learner and course whose product, with a bias for both, gives the rating (RecommenderNet).",
  family: "neural",
  expectedSeconds: ({ interactions, cells }, { epochs }) => 3.3e-6 * interactions * epochs + 1e-8 * cells,
  params,
  async fit(data, params, options) {
    const { userItems } = data;
    if (data.feedback !== "explicit") {
      const net = dotNet(params.factors);
      const weights = await trainInteractions("recommender-net", net, { userItems, explicit: false }, params, options);
      return new InteractionModel(data, { net, weights, settings: params }, options);
    }
    const centre = measureRatings(data);
    const labels = userItems.values.map((rating) => toLabel(rating, centre));
    const labelled = new CsrMatrix(userItems.columnCount, userItems.offsets, userItems.columns, labels);
    const net = dotNet(params.factors, toLabel(centre.mean, centre));
    const settings = { ...params, negatives: 0 };
    const weights = await trainInteractions(
      "recommender-net",
      net,
      { userItems: labelled, explicit: true },
      settings,
      options,
    );
    return new ExplicitInteractionModel(data, { net, weights, settings }, centre, options);
  },
  restore(state, data, params, options) {
    const net = dotNet(params.factors);
    const parts = { net, weights: takeInteractionWeights(state, net, data), settings: params };
    return data.feedback === "explicit"
      ? new ExplicitInteractionModel(data, parts, takeCentre(state), options)
      : new InteractionModel(data, parts, options);
  },
});
