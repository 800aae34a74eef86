import { constant, heNormal } from "../../../compute/neural/initializers.ts";
import { meanSquaredError } from "../../../compute/neural/losses/pointwise.ts";
import { relu } from "../../../compute/neural/ops/activation.ts";
import { add } from "../../../compute/neural/ops/arithmetic.ts";
import { rowDots } from "../../../compute/neural/ops/reduce.ts";
import { interactionEmbeddings } from "./embeddings.ts";
import type { InteractionNetwork } from "./interaction-network.ts";

/** p · q + bᵤ + bᵢ, whose ReLU is fitted to labels of 0 … 1 by squares. */
export const dotNet = (factors: number): InteractionNetwork => ({
  width: factors + 1,
  itemTable: "items.dot",
  declare(network, users, items) {
    const embeddings = interactionEmbeddings(network, "dot", { users, items, width: factors }, heNormal);
    const biases = interactionEmbeddings(network, "bias", { users, items, width: 1 }, constant(0));
    return (tape, rows, user, item) => {
      const product = rowDots(tape, embeddings.user(tape, rows, user), embeddings.item(tape, rows, item));
      return add(tape, product, add(tape, biases.user(tape, rows, user), biases.item(tape, rows, item)));
    };
  },
  form: (weights) => ({
    kind: "factors",
    factors,
    items: weights.get("items.dot")!.data,
    itemBias: weights.get("items.bias")!.data,
    userVector: (rows) => ({ factors: rows.get("users.dot")!, offset: rows.get("users.bias")![0]! }),
  }),
  loss: (tape, output, labels, weights) => meanSquaredError(tape, relu(tape, output), labels, { weights }),
});
