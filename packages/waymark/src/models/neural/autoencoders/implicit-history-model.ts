import { CsrMatrix } from "../../../compute/csr-matrix.ts";
import type { Weights } from "../../../compute/neural/network.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Query } from "../../model.ts";
import { trainingRows } from "../../shared/training-rows.ts";
import { takeLayer } from "./dense-layer.ts";
import { HistoryModel } from "./history-model.ts";

/** Rows of ones brought to length 1: what people with long and short histories look like to the same layer. */
export function unitRows({ columnCount, offsets, columns, rowCount }: CsrMatrix): CsrMatrix {
  const values = new Float64Array(columns.length);
  for (let row = 0; row < rowCount; row++) {
    const [from, to] = [offsets[row]!, offsets[row + 1]!];
    values.fill(1 / Math.sqrt(to - from), from, to);
  }
  return new CsrMatrix(columnCount, offsets, columns, values);
}

/**
 * A model of what is taken. NaN for courses nobody took, and without a known history.
 *
 * @param width of the last hidden layer
 * @param encode that layer, of the known part of a history with a value each
 * @throws {ShapeError} when a weight is missing or of another shape
 */
export function implicitHistoryModel(
  data: Dataset,
  weights: Weights,
  width: number,
  encode: (items: Uint32Array, values: Float64Array) => Float64Array,
): HistoryModel {
  const { hasItem: scorable } = trainingRows(data);
  const { size } = data.items;
  const { weight, bias: itemBias } = takeLayer(weights, "output", width, size);
  const output = new Float32Array(size * width);
  for (let k = 0; k < width; k++) for (let i = 0; i < size; i++) output[i * width + k] = weight[k * size + i]!;
  return new HistoryModel(data, {
    weights,
    numbers: {},
    output,
    itemBias,
    scorable,
    userVector({ history }: Query) {
      const known = history.filter((item) => scorable[item]);
      if (known.length === 0) return undefined;
      return { factors: encode(known, new Float64Array(known.length).fill(1 / Math.sqrt(known.length))), offset: 0 };
    },
  });
}
