import { normal } from "../../../compute/neural/initializers.ts";
import { binaryCrossEntropy } from "../../../compute/neural/losses/pointwise.ts";
import { multiply } from "../../../compute/neural/ops/arithmetic.ts";
import { linear, linearLayer } from "../../../compute/neural/ops/linear.ts";
import { interactionEmbeddings } from "./embeddings.ts";
import type { InteractionNetwork } from "./interaction-network.ts";

/** Logit h · (p ∘ q) + b of a user's and an item's embeddings. */
export const gmfNet = (factors: number): InteractionNetwork => ({
  width: factors,
  itemTable: "items.gmf",
  declare(network, users, items) {
    const embeddings = interactionEmbeddings(network, "gmf", { users, items, width: factors }, normal(0.01));
    const last = linearLayer(network, "output", factors, 1);
    return (tape, rows, user, item) =>
      linear(tape, multiply(tape, embeddings.user(tape, rows, user), embeddings.item(tape, rows, item)), last);
  },
  form(weights) {
    const output = weights.get("output.weight")!.data;
    return {
      kind: "factors",
      factors,
      items: weights.get("items.gmf")!.data,
      userVector: (rows) => ({
        factors: rows.get("users.gmf")!.map((number, f) => number * output[f]!),
        offset: weights.get("output.bias")!.data[0]!,
      }),
    };
  },
  loss: (tape, output, labels, weights) => binaryCrossEntropy(tape, output, labels, { weights }),
});
