import { addScaled } from "../../../compute/linear-algebra/rows.ts";
import type { Weights } from "../../../compute/neural/network.ts";
import type { MlpLayer } from "./mlp.ts";

const EPSILON = 1e-5;

/** A layer with the batch norm before it worked into its weights, its running statistics given. */
export function withNormBefore(weights: Weights, norm: string, layer: MlpLayer): MlpLayer {
  const part = (name: string): Float32Array => weights.get(`${norm}.${name}`)!.data;
  const [gamma, beta, mean, variance] = [part("gamma"), part("beta"), part("mean"), part("variance")];
  const { inputs, outputs } = layer;
  const weight = new Float32Array(layer.weight.length);
  const bias = Float64Array.from(layer.bias);
  for (let i = 0; i < inputs; i++) {
    const scale = gamma[i]! / Math.sqrt(variance[i]! + EPSILON);
    const itemBias = beta[i]! - mean[i]! * scale;
    for (let o = 0; o < outputs; o++) {
      weight[i * outputs + o] = layer.weight[i * outputs + o]! * scale;
      bias[o]! += layer.weight[i * outputs + o]! * itemBias;
    }
  }
  return { inputs, outputs, weight, bias: Float32Array.from(bias) };
}

/** A layer by name as it is. */
export function layerOf(weights: Weights, name: string): MlpLayer {
  const { shape, data } = weights.get(`${name}.weight`)!;
  const [inputs, outputs] = shape as [number, number];
  return { inputs, outputs, weight: data, bias: weights.get(`${name}.bias`)!.data };
}

/**
 * The first layer split: what it makes of every item, bias included, and a function for a user's part.
 * @param items embeddings (items, half of the inputs); the users' half comes first
 */
export function splitFirst({ weight, bias, inputs, outputs }: MlpLayer, items: Float32Array) {
  const half = inputs / 2;
  const apply = (row: ArrayLike<number>, at: number, from: number, sums: Float64Array): Float64Array => {
    for (let i = 0; i < half; i++) addScaled(sums, weight, (from + i) * outputs, row[at + i]!);
    return sums;
  };
  const first = new Float32Array((items.length / half) * outputs);
  for (let item = 0; item * half < items.length; item++)
    first.set(apply(items, item * half, half, Float64Array.from(bias)), item * outputs);
  const ofUser = (row: Float32Array): Float32Array => Float32Array.from(apply(row, 0, 0, new Float64Array(outputs)));
  return { first, ofUser };
}
