import { addScaled } from "../../../compute/linear-algebra/rows.ts";
import type { Weights } from "../../../compute/neural/network.ts";
import { ShapeError } from "../../../errors.ts";

/** A layer outside the core's memory, for one row at a time; sums in float64. */
export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Float32Array; // (inputs, outputs)
  readonly bias: Float32Array; // (outputs)
}

/** The layer `name` of a network. @throws {ShapeError} when it is missing or of another shape: a state may come from an edited file */
export const takeLayer = (weights: Weights, name: string, inputs: number, outputs: number): DenseLayer => ({
  inputs,
  outputs,
  weight: takeWeight(weights, `${name}.weight`, [inputs, outputs]),
  bias: takeWeight(weights, `${name}.bias`, [1, outputs]),
});

/** @throws {ShapeError} */
export function takeWeight(weights: Weights, name: string, shape: readonly number[]): Float32Array {
  const found = weights.get(name);
  const length = shape.reduce((product, extent) => product * extent, 1);
  if (found?.shape.join() !== shape.join() || found.data.length !== length)
    throw new ShapeError(
      `tensor ${name}`,
      `shape (${shape.join(", ")})`,
      found ? `(${found.shape.join(", ")})` : "none",
    );
  return found.data;
}

/** bias + Σ over the entries of value · weight[column]. O(entries · outputs). */
export function sumOfEntries(layer: DenseLayer, columns: Uint32Array, values: ArrayLike<number>): Float64Array {
  const sums = Float64Array.from(layer.bias);
  for (let e = 0; e < columns.length; e++) addScaled(sums, layer.weight, columns[e]! * layer.outputs, values[e]!);
  return sums;
}

/** bias + x · weight, of the first `outputs` columns. O(inputs · outputs). */
export function sumOfRow(layer: DenseLayer, x: Float64Array, outputs = layer.outputs): Float64Array {
  const sums = Float64Array.from(layer.bias.subarray(0, outputs));
  for (let k = 0; k < layer.inputs; k++) addScaled(sums, layer.weight, k * layer.outputs, x[k]!);
  return sums;
}
