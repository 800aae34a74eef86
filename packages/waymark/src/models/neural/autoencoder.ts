import type { Weights } from "../../compute/neural/network.ts";
import type { Dataset } from "../../data/dataset.ts";
import { defineModel } from "../define-model.ts";
import type { FitOptions } from "../model.ts";
import { integer, type ParamsOf } from "../params.ts";
import { defaultBiases, fitBiases } from "../shared/biases.ts";
import { holdOutOfSome } from "../shared/neural/hold-out.ts";
import * as shared from "../shared/neural/params.ts";
import { takeWeights } from "../shared/neural/weights.ts";
import { measureRatings, takeCentre } from "../shared/rating-statistics.ts";
import { sumOfEntries, takeLayer } from "./autoencoders/dense-layer.ts";
import { deviationRows, ExplicitHistoryModel } from "./autoencoders/explicit-history-model.ts";
import type { HistoryModel } from "./autoencoders/history-model.ts";
import { implicitHistoryModel, unitRows } from "./autoencoders/implicit-history-model.ts";
import { denoisingNet } from "./autoencoders/multinomial-networks.ts";
import { ratingNet } from "./autoencoders/rating-network.ts";
import { trainRows } from "./autoencoders/train-rows.ts";

const params = {
  factors: integer({
    min: 1,
    max: 10_000,
    default: 300,
    description: "Width of the hidden layer; more fit finer preferences.",
  }),
  epochs: shared.epochs(200),
  batchSize: shared.batchSize(100),
  learningRate: shared.learningRate(0.001),
  dropout: shared.dropout(0.4),
  regularization: shared.regularization(0.0001),
  patience: shared.patience(10),
  validation: shared.validation(0.1),
};

type Params = ParamsOf<typeof params>;

/**
 * An autoencoder of histories, its kind chosen by the data. `factors` hidden numbers stand between a learner's row and what the row
 * should be.
 *
 * Of ratings (AutoRec): what ratings are off from the biases of learner and course goes in, the same comes out, and only courses that
 * were rated count: (1 / ratings) Σ (r − r̂)², sigmoid, dropout on the hidden layer. It predicts ratings. O(ratings · factors) an epoch.
 *
 * Of enrolments (denoising): the row of taken courses, brought to length 1 and some of it dropped, goes in, and out comes how likely each course
 * is: −Σ over taken j of ln softmax(x̂)_j, tanh. O(learners · items · factors) an epoch.
 *
 * @see Sedhain, Menon, Sanner & Xie 2015, doi:10.1145/2740908.2742726 (the user-based kind; deviations: biases are taken off first,
 * dropout, Adam). Wu, DuBois, Zheng & Ester 2016, doi:10.1145/2835776.2835837 (deviations: no vector of a user's own, so that new users are
 * answered alike; the multinomial likelihood of Liang et al. 2018, arXiv:1802.05814).
 */
export const autoencoder = defineModel({
  key: "autoencoder",
  summary:
    "Squeezes a history through a narrow layer and offers what comes out beside it; predicts ratings where there are some.",
  family: "neural",
  expectedSeconds: ({ cells, interactions }, { epochs }) =>
    (8e-9 * cells + 1e-7 * interactions) * epochs + 5e-8 * cells,
  params,
  fit: (data, params, options): Promise<HistoryModel> =>
    data.feedback === "explicit" ? fitRatings(data, params, options) : fitImplicit(data, params, options),
  restore(state, data, params): HistoryModel {
    const weights = takeWeights(state);
    return data.feedback === "explicit"
      ? new ExplicitHistoryModel(data, weights, params.factors, takeCentre(state))
      : implicitModel(data, weights, params);
  },
});

async function fitRatings(data: Dataset, params: Params, options: FitOptions): Promise<HistoryModel> {
  const { seed = 0, signal } = options;
  const centre = measureRatings(data);
  const expected = Float32Array.from(
    (await fitBiases(data, defaultBiases, signal ? { signal } : {}, "autoencoder")).items,
  );
  const rows = deviationRows(holdOutOfSome(data.userItems, params, seed), expected, centre);
  const net = ratingNet(data.items.size, params);
  const learned = await trainRows("autoencoder", net, { input: rows.targets, ...rows }, params, options);
  const weights = new Map([...learned, ["expected", { shape: [1, expected.length], data: expected }]]);
  return new ExplicitHistoryModel(data, weights, params.factors, centre);
}

async function fitImplicit(data: Dataset, params: Params, options: FitOptions): Promise<HistoryModel> {
  const { train, held } = holdOutOfSome(data.userItems, params, options.seed ?? 0);
  const rows = { input: unitRows(train), targets: train, held };
  return implicitModel(
    data,
    await trainRows("autoencoder", denoisingNet(data.items.size, params), rows, params, options),
    params,
  );
}

function implicitModel(data: Dataset, weights: Weights, { factors }: Params): HistoryModel {
  const encoder = takeLayer(weights, "encoder", data.items.size, factors);
  return implicitHistoryModel(data, weights, factors, {
    one: (items, values) => sumOfEntries(encoder, items, values).map(Math.tanh),
  });
}
