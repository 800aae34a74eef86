import { normal } from "../../../compute/neural/initializers.ts";
import { binaryCrossEntropy } from "../../../compute/neural/losses/pointwise.ts";
import { batchNorm, batchNormLayer } from "../../../compute/neural/ops/batch-norm.ts";
import { linear, linearLayer } from "../../../compute/neural/ops/linear.ts";
import { interactionEmbeddings } from "./embeddings.ts";
import { layerOf, splitFirst, withNormBefore } from "./fold-norms.ts";
import type { InteractionNetwork } from "./interaction-network.ts";

/** Widths of the hidden layers of `ncf`. */
export const NCF_LAYERS = [128, 64, 32, 16, 8];

/** Embeddings side by side, then (linear, ReLU, batch norm, dropout) for each hidden layer, then one logit. */
export const ncfNet = (factors: number, dropout: number): InteractionNetwork => ({
  width: factors,
  itemTable: "items.mlp",
  declare(network, users, items) {
    const embeddings = interactionEmbeddings(network, "mlp", { users, items, width: factors }, normal(0.01));
    const layers = NCF_LAYERS.map((width, n) => ({
      dense: linearLayer(network, `hidden.${n + 1}`, NCF_LAYERS[n - 1] ?? 2 * factors, width),
      norm: batchNormLayer(network, `norm.${n + 1}`, width),
    }));
    const last = linearLayer(network, "output", NCF_LAYERS.at(-1)!, 1);
    return (tape, rows, user, item) => {
      let x = embeddings.both(tape, rows, user, item);
      for (const { dense, norm } of layers)
        x = batchNorm(tape, linear(tape, x, dense, { relu: true }), norm, { dropout });
      return linear(tape, x, last);
    };
  },
  form(weights) {
    const split = splitFirst(layerOf(weights, "hidden.1"), weights.get("items.mlp")!.data);
    const hidden = NCF_LAYERS.slice(1).map((_, n) =>
      withNormBefore(weights, `norm.${n + 1}`, layerOf(weights, `hidden.${n + 2}`)),
    );
    const last = withNormBefore(weights, `norm.${NCF_LAYERS.length}`, layerOf(weights, "output"));
    return {
      kind: "mlp",
      mlp: { first: split.first, width: NCF_LAYERS[0]!, hidden, last: last.weight, offset: last.bias[0]! },
      userVector: (rows) => ({ own: split.ofUser(rows.get("users.mlp")!) }),
    };
  },
  loss: (tape, output, labels, weights) => binaryCrossEntropy(tape, output, labels, { weights }),
});
