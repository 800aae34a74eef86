import type { Arena } from "../../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../../compute/core/core.ts";
import { CsrMatrix } from "../../../compute/csr-matrix.ts";
import type { Weights } from "../../../compute/neural/network.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Query } from "../../model.ts";
import type { UserVector } from "../../scoring/scoring-form.ts";
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

/** The last hidden layer, of the known part of histories with a value for each item. */
export interface HistoryEncoder {
  one(items: Uint32Array, values: Float64Array): Float64Array; // (width)
  /** The same for many, to the last bit. Puts its layers into `arena`, which is one of `core`. */
  open?(arena: Arena, core: Core): BlockEncoder;
}
/** @returns shape (histories, width), in `block` */
export type BlockEncoder = (
  histories: readonly TrainedHistory[],
  block: Arena,
  options: CallOptions,
) => Promise<Float64Array>;

export interface TrainedHistory {
  readonly items: Uint32Array;
  readonly values: Float64Array;
}

const TOGETHER = 512; // histories encoded at a time: some megabytes of layers

/**
 * A model of what is taken. NaN for courses nobody took, and without a known history.
 *
 * @param width of the last hidden layer
 * @throws {ShapeError} when a weight is missing or of another shape
 */
export function implicitHistoryModel(
  data: Dataset,
  weights: Weights,
  width: number,
  encoder: HistoryEncoder,
): HistoryModel {
  const { hasItem: scorable } = trainingRows(data);
  const { size } = data.items;
  const { weight, bias: itemBias } = takeLayer(weights, "output", width, size);
  const output = new Float32Array(size * width);
  for (let k = 0; k < width; k++) for (let i = 0; i < size; i++) output[i * width + k] = weight[k * size + i]!;
  const known = ({ history }: Query): TrainedHistory => {
    const items = history.filter((item) => scorable[item]);
    return { items, values: new Float64Array(items.length).fill(1 / Math.sqrt(items.length)) };
  };
  return new HistoryModel(data, {
    weights,
    numbers: {},
    output,
    itemBias,
    scorable,
    userVector(query) {
      const { items, values } = known(query);
      return items.length === 0 ? undefined : { factors: encoder.one(items, values), offset: 0 };
    },
    ...(encoder.open && {
      openUserVectors(arena, core) {
        const encode = encoder.open!(arena, core);
        return (queries, options) => encodeAll(queries.map(known), width, core, encode, options);
      },
    }),
  });
}

/** Undefined where nothing of a history is known. */
async function encodeAll(
  histories: readonly TrainedHistory[],
  width: number,
  core: Core,
  encode: BlockEncoder,
  options: CallOptions,
): Promise<readonly (UserVector | undefined)[]> {
  const vectors = new Array<UserVector | undefined>(histories.length).fill(undefined); // no holes: `map` passes over them
  const filled = [...histories.keys()].filter((n) => histories[n]!.items.length > 0);
  for (let first = 0; first < filled.length; first += TOGETHER) {
    using arena = core.arena();
    const block = filled.slice(first, first + TOGETHER);
    const encoded = await encode(
      block.map((n) => histories[n]!),
      arena,
      options,
    );
    const factors = new Float32Array(encoded.subarray(0, block.length * width)); // as the ranking kernel takes them
    for (const [b, n] of block.entries())
      vectors[n] = { factors: factors.subarray(b * width, (b + 1) * width), offset: 0 };
  }
  return vectors;
}
