import { constant, glorotNormal } from "../../../compute/neural/initializers.ts";
import { entrySquaredError } from "../../../compute/neural/losses/entry-squared-error.ts";
import { sigmoid } from "../../../compute/neural/ops/activation.ts";
import { bag } from "../../../compute/neural/ops/bag.ts";
import { dropout as drop } from "../../../compute/neural/ops/dropout.ts";
import type { DenoisingSettings } from "./multinomial-networks.ts";
import type { RowNet } from "./train-rows.ts";

/** About the loss of random weights, in squared steps of a five-star scale: ratings that hardly differ must not call it diverged. */
const RANDOM_LOSS = 1;

/**
 * Ratings → `factors`, sigmoid, dropout → a rating where there is one. The output weights lie by items, shape (items, factors): only rows
 * of items with a rating are touched.
 */
export const ratingNet = (items: number, { factors, dropout }: DenoisingSettings): RowNet => ({
  weights: (2 * factors + 1) * items + factors,
  width: 8 * factors,
  blankLoss: ({ values }) =>
    Math.max(RANDOM_LOSS, values.reduce((sum, value) => sum + value ** 2, 0) / Math.max(1, values.length)),
  open(network) {
    const encoder = {
      weight: network.parameter("encoder.weight", items, factors, glorotNormal),
      bias: network.parameter("encoder.bias", 1, factors, constant(0)),
    };
    const output = {
      weight: network.parameter("output.weight", items, factors, glorotNormal),
      bias: network.parameter("output.bias", 1, items, constant(0)),
    };
    return {
      record(tape, rows, input, targets) {
        const h = sigmoid(tape, bag(tape, rows, input, encoder.weight, { bias: encoder.bias }));
        entrySquaredError(tape, drop(tape, h, dropout), output, targets);
      },
    };
  },
});
