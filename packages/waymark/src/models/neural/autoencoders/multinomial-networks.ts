import { constant, glorotNormal } from "../../../compute/neural/initializers.ts";
import { softmaxCrossEntropy } from "../../../compute/neural/losses/softmax-cross-entropy.ts";
import { tanh } from "../../../compute/neural/ops/activation.ts";
import { bag } from "../../../compute/neural/ops/bag.ts";
import { latent } from "../../../compute/neural/ops/latent.ts";
import { linear, linearLayer } from "../../../compute/neural/ops/linear.ts";
import { overwriteEntries } from "../../../compute/neural/ops/overwrite-entries.ts";
import type { SparseRows } from "../../../compute/neural/sparse-rows.ts";
import type { Tape } from "../../../compute/neural/tape.ts";
import type { Tensor } from "../../../compute/neural/tensor.ts";
import type { RowNet } from "./train-rows.ts";

const blankLoss: RowNet["blankLoss"] = ({ offsets, columnCount, size }) => {
  const rows = offsets.filter((end, r) => r > 0 && end > offsets[r - 1]!).length;
  return (size / Math.max(1, rows)) * Math.log(Math.max(2, columnCount));
};
const start = { initial: glorotNormal, initialBias: constant(0) };

/**
 * In training of all that was taken, in validation of what was held out, among the courses not in the input: how sure a network is of what it
 * was shown says little about its lists, and grows to the end.
 */
function likelihood(tape: Tape, logits: Tensor, input: SparseRows, targets: SparseRows): void {
  if (!tape.training) overwriteEntries(tape, logits, input, NEVER);
  softmaxCrossEntropy(tape, logits, { sparse: targets });
}

const NEVER = -1e30;

export interface DenoisingSettings {
  readonly factors: number;
  readonly dropout: number;
}

/** History → `factors`, tanh → what is taken, by a softmax over all items. */
export const denoisingNet = (items: number, { factors, dropout }: DenoisingSettings): RowNet => ({
  weights: (2 * factors + 1) * items + factors,
  width: 2 * items + 4 * factors,
  blankLoss,
  open(network) {
    const encoder = linearLayer(network, "encoder", items, factors, start);
    const output = linearLayer(network, "output", factors, items, start);
    return {
      record(tape, rows, input, targets) {
        const h = tanh(tape, bag(tape, rows, input, encoder.weight, { bias: encoder.bias, dropout }));
        likelihood(tape, linear(tape, h, output), input, targets);
      },
    };
  },
});

export interface VariationalSettings extends DenoisingSettings {
  readonly hidden: number;
  /** Weight of the divergence in the end. */
  readonly beta: number;
  /** Steps over which it rises to `beta`. */
  readonly warmUp: number;
}

/** History → `hidden`, tanh → a normal distribution over `factors` → `hidden`, tanh → what is taken, by a softmax over all items. */
export const variationalNet = (
  items: number,
  { factors, hidden, dropout, beta, warmUp }: VariationalSettings,
): RowNet => ({
  weights: (2 * items + 3 * factors + 2) * hidden + items + 2 * factors,
  width: 2 * items + 8 * hidden + 8 * factors,
  blankLoss,
  open(network) {
    const encoder = linearLayer(network, "encoder", items, hidden, start);
    const middle = linearLayer(network, "latent", hidden, 2 * factors, start);
    const decoder = linearLayer(network, "decoder", factors, hidden, start);
    const output = linearLayer(network, "output", hidden, items, start);
    const weight = network.arena.zerosF32(1);
    return {
      record(tape, rows, input, targets) {
        const h = tanh(tape, bag(tape, rows, input, encoder.weight, { bias: encoder.bias, dropout }));
        const z = latent(tape, linear(tape, h, middle), weight);
        likelihood(tape, linear(tape, tanh(tape, linear(tape, z, decoder)), output), input, targets);
      },
      beforeStep(step) {
        weight[0] = beta * Math.min(1, step / Math.max(1, warmUp));
      },
    };
  },
});
