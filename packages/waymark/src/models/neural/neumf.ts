import type { Weights } from "../../compute/neural/network.ts";
import { defineModel } from "../define-model.ts";
import type { FitOptions, Progress } from "../model.ts";
import { flag, integer, type ParamsOf } from "../params.ts";
import * as shared from "../shared/neural/params.ts";
import { gmfNet } from "./interaction/gmf-network.ts";
import { InteractionModel } from "./interaction/interaction-model.ts";
import type { InteractionNetwork } from "./interaction/interaction-network.ts";
import { joinPretrained, mlpNet, neumfNet } from "./interaction/neumf-network.ts";
import { takeInteractionWeights } from "./interaction/take-weights.ts";
import { type InteractionData, trainInteractions } from "./interaction/train-interactions.ts";

const params = {
  factors: integer({
    min: 1,
    max: 10_000,
    default: 16,
    description:
      "Numbers of the product's embeddings and of the MLP's last layer; its first layer takes 8 times as many.",
  }),
  epochs: shared.epochs(20),
  batchSize: shared.batchSize(256),
  learningRate: shared.learningRate(0.001),
  dropout: shared.dropout(0),
  regularization: shared.regularization(1e-6),
  negatives: shared.negatives(4),
  patience: shared.patience(0),
  validation: shared.validation(0.05),
  schedule: shared.schedule("constant"),
  pretrain: flag({
    default: false,
    description:
      "Trains the product and the MLP by themselves first, each with as many epochs, and joins them with equal weight.",
  }),
};
type Params = ParamsOf<typeof params>;

/**
 * Neural matrix factorization: `gmf` and an MLP (8, 4, 2 and 1 times `factors` wide, ReLU), each with embeddings of its
 * own, joined by one last layer that gives the logit of "takes it"; learned by binary cross-entropy against drawn negatives.
 * With `pretrain` both parts are trained alone before, and the last layer starts as half of each one's.
 *
 * @see He, Liao, Zhang, Nie, Hu & Chua 2017, doi:10.1145/3038912.3052569, §3.4. Deviations: Adam moves the rows a batch looked up
 * only. After pre-training a quarter of the epochs by plain gradient descent follow, as in the paper.
 */
export const neumf = defineModel({
  key: "neumf",
  summary: "Joins the product of embeddings and a multilayer perceptron: what one misses the other may see.",
  family: "neural",
  expectedSeconds: ({ interactions, cells }, { epochs }) => 3.3e-5 * interactions * epochs + 2e-7 * cells,
  feedback: "implicit",
  params,
  async fit(data, params, options) {
    const net = neumfNet(params);
    const from = { userItems: data.userItems, explicit: false };
    const weights = params.pretrain
      ? await pretrained(net, from, params, options)
      : await trainInteractions("neumf", net, from, params, options);
    return new InteractionModel(data, { net, weights, settings: params }, options);
  },
  restore(state, data, params, options) {
    const net = neumfNet(params);
    return new InteractionModel(
      data,
      { net, weights: takeInteractionWeights(state, net, data), settings: params },
      options,
    );
  },
});

async function pretrained(
  net: InteractionNetwork,
  from: InteractionData,
  params: Params,
  options: FitOptions,
): Promise<Weights> {
  const joint = Math.max(1, Math.round(params.epochs / 4));
  const all = 2 * params.epochs + joint;
  const stage = (before: number): FitOptions => ({ ...options, onProgress: counted(options, before, all) });
  const product = await trainInteractions("neumf", gmfNet(params.factors), from, params, stage(0));
  const mlp = await trainInteractions("neumf", mlpNet(params), from, params, stage(params.epochs));
  const settings = { ...params, epochs: joint, optimizer: "descent" } as const;
  return trainInteractions("neumf", net, from, settings, stage(2 * params.epochs), joinPretrained(product, mlp));
}

/** Epochs of all trainings counted on. */
const counted =
  ({ onProgress }: FitOptions, before: number, all: number) =>
  (progress: Progress): void =>
    onProgress?.({ ...progress, done: before + progress.done, of: all });
