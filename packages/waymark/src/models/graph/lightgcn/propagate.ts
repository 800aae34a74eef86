import type { Core } from "../../../compute/core/core.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { compact } from "../../../compute/linear-algebra/padded-rows.ts";
import { sparseMatrix, sparseProduct } from "../../../compute/neural/ops/sparse-product.ts";
import { Tape } from "../../../compute/neural/tape.ts";
import type { Parameter, Tensor } from "../../../compute/neural/tensor.ts";
import type { FitOptions } from "../../model.ts";
import { layerSum, normalizedGraph } from "./graph.ts";

export interface LightGcnFactors {
  /** A user's own part of the mean over the layers; the rest comes from the history. Shape (users, factors). */
  readonly users: Float32Array;
  /** Mean over the layers. Shape (items, factors). */
  readonly items: Float32Array;
  /** What an item hands on to a user, to be divided by the root of the length of the history. Shape (items, factors). */
  readonly messages: Float32Array;
}

/**
 * From embeddings of layer 0, users before items, to what scores come from: with S the sum of layers 0 … L − 1, the mean of a
 * user over all layers is (e⁰ + Σ over the history of S(i) / √(d dᵢ)) / (L + 1).
 */
export async function propagate(
  core: Core,
  embeddings: Parameter,
  userItems: CsrMatrix,
  { factors, layers }: { readonly factors: number; readonly layers: number },
  { threads, signal }: FitOptions,
): Promise<LightGcnFactors> {
  const { rowCount: users, columnCount: items } = userItems;
  using tape = new Tape(core);
  const graph = sparseMatrix(tape.arena, normalizedGraph(userItems));
  const handed = layerSum(tape, graph, embeddings, layers - 1);
  const whole = sparseProduct(tape, graph, graph, handed, embeddings);
  await tape.run({ threads, signal });
  const part = ({ values, columns }: Tensor, from: number, to: number): Float32Array =>
    compact(values.subarray(from * columns, to * columns), columns, factors).map((value) => value / (layers + 1));
  const messages = part(handed, users, users + items);
  for (let item = 0; item < items; item++) {
    const degree = graph.offsets[users + item + 1]! - graph.offsets[users + item]!;
    for (let f = 0; f < factors; f++) messages[item * factors + f]! /= Math.sqrt(Math.max(1, degree));
  }
  return { users: part(embeddings, 0, users), items: part(whole, users, users + items), messages };
}
