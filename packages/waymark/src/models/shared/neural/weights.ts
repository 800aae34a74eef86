import type { Weights } from "../../../compute/neural/network.ts";
import { ShapeError } from "../../../errors.ts";
import type { ModelState, StateTensor } from "../../model.ts";

/** Weights as a model's state holds them. */
export const weightTensors = (weights: Weights): Readonly<Record<string, StateTensor>> => Object.fromEntries(weights);

/**
 * The weights of a state; a network that loads them checks names and shapes.
 * @throws {ShapeError} when one is not of 32-bit floats
 */
export function takeWeights({ tensors }: ModelState): Weights {
  return new Map(
    Object.entries(tensors).map(([name, { shape, data }]) => {
      if (!(data instanceof Float32Array)) throw new ShapeError(`tensor ${name}`, "32-bit floats", "others");
      return [name, { shape, data }];
    }),
  );
}
