import type { Weights } from "../../compute/neural/network.ts";
import type { Dataset } from "../../data/dataset.ts";
import { defineModel } from "../define-model.ts";
import { integer, number, type ParamsOf } from "../params.ts";
import { holdOutOfSome } from "../shared/neural/hold-out.ts";
import * as shared from "../shared/neural/params.ts";
import { takeWeights } from "../shared/neural/weights.ts";
import { openEntryLayer, openRowLayer, tanhAll } from "./autoencoders/block-layer.ts";
import { sumOfEntries, sumOfRow, takeLayer } from "./autoencoders/dense-layer.ts";
import type { HistoryModel } from "./autoencoders/history-model.ts";
import { implicitHistoryModel, unitRows } from "./autoencoders/implicit-history-model.ts";
import { variationalNet } from "./autoencoders/multinomial-networks.ts";
import { trainRows } from "./autoencoders/train-rows.ts";

const params = {
  factors: integer({
    min: 1,
    max: 10_000,
    default: 200,
    description: "Numbers that describe a learner; more fit finer preferences.",
  }),
  hidden: integer({ min: 1, max: 10_000, default: 600, description: "Width of the layers before and after them." }),
  epochs: shared.epochs(200),
  batchSize: shared.batchSize(100),
  learningRate: shared.learningRate(0.001),
  dropout: shared.dropout(0.5),
  beta: number({
    min: 0,
    max: 10,
    default: 0.2,
    description:
      "Weight of the divergence from a standard normal distribution (β), in the end; more describes learners more alike.",
  }),
  warmUp: integer({ min: 0, max: 1_000_000, default: 2000, description: "Steps over which that weight rises from 0." }),
  regularization: shared.regularization(0),
  patience: shared.patience(10),
  validation: shared.validation(0.1),
};

/**
 * A variational autoencoder with a multinomial likelihood: a history x, brought to length 1, some of it dropped, becomes a normal
 * distribution over `factors`; what is drawn from it says how likely each course is.
 *
 *     loss(x) = −Σ over taken j of ln softmax(f(z))_j + β · KL(q(z | x) ‖ N(0, I)),   z ~ q(z | x)
 *
 * with β rising to its end over the first steps. Layers items–hidden–factors–hidden–items, tanh. O(learners · items · hidden) an epoch;
 * the first layer costs the enrolments only. A learner is scored by the mean of their distribution.
 *
 * @see Liang, Krishnan, Hoffman & Jebara 2018, arXiv:1802.05814. Deviations: stops by the likelihood of held-out enrolments of about 500
 * learners, not by their nDCG@100; dropout draws among the taken courses, the only ones it could change.
 */
export const multVae = defineModel({
  key: "mult-vae",
  summary:
    "Reads a history as a distribution over preferences and says which courses belong to it (variational autoencoder).",
  family: "neural",
  feedback: "implicit",
  params,
  async fit(data, params, options) {
    const { train, held } = holdOutOfSome(data.userItems, params, options.seed ?? 0);
    const net = variationalNet(data.items.size, params);
    const rows = { input: unitRows(train), targets: train, held };
    return multVaeModel(data, await trainRows("mult-vae", net, rows, params, options), params);
  },
  restore: (state, data, params) => multVaeModel(data, takeWeights(state), params),
});

function multVaeModel(
  data: Dataset,
  weights: Weights,
  { factors, hidden }: Pick<ParamsOf<typeof params>, "factors" | "hidden">,
): HistoryModel {
  const encoder = takeLayer(weights, "encoder", data.items.size, hidden);
  const middle = takeLayer(weights, "latent", hidden, 2 * factors);
  const decoder = takeLayer(weights, "decoder", factors, hidden);
  const read = (items: Uint32Array, values: Float64Array) => sumOfEntries(encoder, items, values).map(Math.tanh);
  return implicitHistoryModel(data, weights, hidden, {
    one: (items, values) => sumOfRow(decoder, sumOfRow(middle, read(items, values), factors)).map(Math.tanh),
    open(arena, core) {
      const entries = openEntryLayer(core, arena, encoder);
      const latent = openRowLayer(core, arena, middle, factors);
      const output = openRowLayer(core, arena, decoder);
      return async (histories, block, options) => {
        const first = await entries(histories, block, options);
        const means = await latent(tanhAll(first), block, options);
        return tanhAll(await output(means, block, options));
      };
    },
  });
}
