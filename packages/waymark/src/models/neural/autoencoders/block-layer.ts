import type { Arena } from "../../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../../compute/core/core.ts";
import { joinedF64, ragged } from "../../scoring/rank-job.ts";
import type { DenseLayer } from "./dense-layer.ts";
import type { TrainedHistory } from "./implicit-history-model.ts";

// Layers in the core's memory, for many rows at a time: what dense-layer.ts gives for each row, to the last bit, since each sum is
// taken in the same order. Rows lie packed, `width` numbers each, and there are as many as make whole tiles.

const TILE = 4; // rows a kernel takes side by side

const wholeTiles = (rows: number): number => Math.ceil(rows / TILE) * TILE;
const fours = (width: number): number => Math.ceil(width / 4) * 4;

/** `sumOfEntries` of many histories. @returns shape (whole tiles of histories, outputs), in `block` */
export function openEntryLayer(core: Core, arena: Arena, { inputs, outputs, weight, bias }: DenseLayer) {
  const width = fours(outputs);
  const W = arena.padded(weight, outputs, width);
  const biases = arena.copyF64(padded(bias, width));
  return async (histories: readonly TrainedHistory[], block: Arena, options: CallOptions): Promise<Float64Array> => {
    const rows = histories.length;
    const { offsets, entries } = ragged(
      histories.map(({ items }) => items),
      block,
    );
    const values = joinedF64(
      histories.map(({ values }) => values),
      block,
    );
    const out = block.f64(wholeTiles(rows) * width).fill(0);
    const args = { offsets, columns: entries, values, W, bias: biases, inputs, width, out, rows };
    const cost = (width * (entries.length / Math.max(1, rows) + 1)) / 2;
    await core.run("entrySums64", rows, args, { ...options, cost });
    return packed(out, width, outputs);
  };
}

/** `sumOfRow` of many rows, of the first `outputs` columns. @returns shape (rows, outputs), in `block` */
export function openRowLayer(core: Core, arena: Arena, layer: DenseLayer, outputs = layer.outputs) {
  const { inputs, weight, bias, outputs: columns } = layer;
  const width = fours(outputs);
  const W = arena.f64(inputs * width).fill(0); // (width / 4, inputs, 4)
  for (let c = 0; c < outputs; c++)
    for (let k = 0; k < inputs; k++) W[((c >> 2) * inputs + k) * 4 + (c & 3)] = weight[k * columns + c]!;
  const biases = arena.copyF64(padded(bias.subarray(0, outputs), width));
  return async (X: Float64Array, block: Arena, options: CallOptions): Promise<Float64Array> => {
    const rows = inputs === 0 ? 0 : X.length / inputs;
    const out = block.f64(rows * width);
    const args = { X, W, bias: biases, inputs, width, out, rows };
    await core.run("rowSums64", rows / TILE, args, { ...options, cost: inputs * width });
    return packed(out, width, outputs);
  };
}

/** In place. `Math.tanh`, as for a single row: a kernel's own would give other bits. */
export function tanhAll(rows: Float64Array): Float64Array {
  for (let p = 0; p < rows.length; p++) rows[p] = Math.tanh(rows[p]!);
  return rows;
}

function padded(numbers: Float32Array, length: number): Float64Array {
  const all = new Float64Array(length);
  all.set(numbers);
  return all;
}

/** Rows of `width` numbers become rows of their first `kept`, in place. */
function packed(rows: Float64Array, width: number, kept: number): Float64Array {
  if (kept === width) return rows;
  const count = rows.length / width;
  for (let r = 1; r < count; r++) rows.copyWithin(r * kept, r * width, r * width + kept);
  return rows.subarray(0, count * kept);
}
