import { glorotUniform, normal } from "../../../compute/neural/initializers.ts";
import { binaryCrossEntropy } from "../../../compute/neural/losses/pointwise.ts";
import type { Network, Weight, Weights } from "../../../compute/neural/network.ts";
import { multiply } from "../../../compute/neural/ops/arithmetic.ts";
import { concat } from "../../../compute/neural/ops/concat.ts";
import { dropout } from "../../../compute/neural/ops/dropout.ts";
import { linear, linearLayer } from "../../../compute/neural/ops/linear.ts";
import { interactionEmbeddings } from "./embeddings.ts";
import { layerOf, splitFirst } from "./fold-norms.ts";
import type { InteractionNetwork, InteractionOutput } from "./interaction-network.ts";

export interface MlpShape {
  /** Outputs of the last hidden layer; the first takes 8 times as many, half of them each side's embedding. */
  readonly factors: number;
  readonly dropout: number;
}

const loss: InteractionNetwork["loss"] = (tape, output, labels, weights) =>
  binaryCrossEntropy(tape, output, labels, { weights });

/** Features of a pair before the last layer, shape (rows, factors). */
function declareMlp(
  network: Network,
  users: number,
  items: number,
  { factors, dropout: rate }: MlpShape,
): InteractionOutput {
  const embeddings = interactionEmbeddings(network, "mlp", { users, items, width: 4 * factors }, normal(0.01));
  const layers = [4, 2, 1].map((part, n) =>
    linearLayer(network, `hidden.${n + 1}`, 2 * part * factors, part * factors, { initial: glorotUniform }),
  );
  return (tape, rows, user, item) => {
    let x = embeddings.both(tape, rows, user, item);
    for (const layer of layers) x = dropout(tape, linear(tape, x, layer, { relu: true }), rate);
    return x;
  };
}

/** The MLP alone, for pre-training: logit w · MLP([p, q]) + b. */
export const mlpNet = (shape: MlpShape): Omit<InteractionNetwork, "form" | "itemTable"> => ({
  width: 4 * shape.factors,
  declare(network, users, items) {
    const mlp = declareMlp(network, users, items, shape);
    const last = linearLayer(network, "output", shape.factors, 1);
    return (tape, rows, user, item) => linear(tape, mlp(tape, rows, user, item), last);
  },
  loss,
});

/** Generalized matrix factorization and an MLP, each with embeddings of its own, joined by the last layer. */
export const neumfNet = (shape: MlpShape): InteractionNetwork => ({
  width: 5 * shape.factors,
  itemTable: "items.gmf",
  declare(network, users, items) {
    const { factors } = shape;
    const embeddings = interactionEmbeddings(network, "gmf", { users, items, width: factors }, normal(0.01));
    const mlp = declareMlp(network, users, items, shape);
    const last = linearLayer(network, "output", 2 * factors, 1);
    return (tape, rows, user, item) => {
      const product = multiply(tape, embeddings.user(tape, rows, user), embeddings.item(tape, rows, item));
      return linear(tape, concat(tape, [product, mlp(tape, rows, user, item)]), last);
    };
  },
  form(weights) {
    const { factors } = shape;
    const split = splitFirst(layerOf(weights, "hidden.1"), weights.get("items.mlp")!.data);
    const last = layerOf(weights, "output");
    const [ofProduct, ofMlp] = [last.weight.subarray(0, factors), last.weight.subarray(factors)];
    return {
      kind: "mlp",
      mlp: {
        first: split.first,
        width: 4 * factors,
        hidden: [layerOf(weights, "hidden.2"), layerOf(weights, "hidden.3")],
        last: ofMlp,
        offset: last.bias[0]!,
        factors: weights.get("items.gmf")!.data,
        factorWidth: factors,
      },
      userVector: (rows) => ({
        own: split.ofUser(rows.get("users.mlp")!),
        factors: rows.get("users.gmf")!.map((number, f) => number * ofProduct[f]!),
      }),
    };
  },
  loss,
});

/**
 * Where `neumf` starts after its parts were trained: their embeddings and layers as they are, the last layer half of each
 * one's (α = 0.5 in the paper), so that its first logit is the mean of theirs.
 */
export function joinPretrained(product: Weights, mlp: Weights): Weights {
  const joined = new Map([...product, ...mlp]);
  for (const name of ["output.weight", "output.bias"]) {
    const [a, b] = [product.get(name)!.data, mlp.get(name)!.data];
    joined.set(name, name.endsWith("weight") ? sideBySide(a, b) : { shape: [1, 1], data: mean(a, b) });
  }
  return joined;
}

const sideBySide = (a: Float32Array, b: Float32Array): Weight => ({
  shape: [a.length + b.length, 1],
  data: Float32Array.from([...a, ...b], (weight) => weight / 2),
});

const mean = (a: Float32Array, b: Float32Array): Float32Array => a.map((bias, i) => (bias + b[i]!) / 2);
