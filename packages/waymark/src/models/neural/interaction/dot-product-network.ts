import { constant, heNormal, type Initializer } from "../../../compute/neural/initializers.ts";
import { meanSquaredError } from "../../../compute/neural/losses/pointwise.ts";
import { relu } from "../../../compute/neural/ops/activation.ts";
import { add } from "../../../compute/neural/ops/arithmetic.ts";
import { rowDots } from "../../../compute/neural/ops/reduce.ts";
import { interactionEmbeddings } from "./embeddings.ts";
import type { InteractionNetwork } from "./interaction-network.ts";

const ROWS_OF_005 = 800; // √(2 / 800) = 0.05

/** N(0, 2 / rows), but no wider than 0.05: random products of few rows would outweigh what ratings say. */
const smallNormal: Initializer = (rows, columns) => heNormal(Math.max(rows, ROWS_OF_005), columns);

/**
 * p · q + bᵤ + bᵢ, whose ReLU is fitted to labels of 0 … 1 by squares.
 *
 * @param meanLabel where biases of items start, so that few and small steps need not lift every output there, with embeddings
 * that are small beside it. Absent: 0, and embeddings carry the start.
 */
export const dotNet = (factors: number, meanLabel?: number): InteractionNetwork => ({
  width: factors + 1,
  itemTable: "items.dot",
  declare(network, users, items) {
    const embeddings = interactionEmbeddings(
      network,
      "dot",
      { users, items, width: factors },
      meanLabel === undefined ? heNormal : smallNormal,
    );
    const biases = interactionEmbeddings(
      network,
      "bias",
      { users, items, width: 1 },
      constant(0),
      constant(meanLabel ?? 0),
    );
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
