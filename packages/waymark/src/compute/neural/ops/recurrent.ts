import { wholeVectors } from "../../core/whole-vectors.ts";
import { uniformFor } from "../initializers.ts";
import type { Network } from "../network.ts";
import type { Sequences } from "../sequences.ts";
import type { Tape } from "../tape.ts";
import type { Parameter, Tensor } from "../tensor.ts";
import { blocksOf } from "../tensor.ts";
import { type Linear, linear, linearLayer } from "./linear.ts";
import { product } from "./matmul.ts";

/** Parts of a recurrent layer, side by side in its columns: of an LSTM i, f, g, o, of a GRU r, z, n. */
const PARTS = { lstm: 4, gru: 3 } as const;

export interface Recurrent {
  readonly kind: keyof typeof PARTS;
  /** From what comes in, (inputs, parts · width), with the biases. */
  readonly input: Linear;
  /** From the state of the step before, (width, parts · width). */
  readonly recurrent: Parameter;
}

/** Declares a layer, its weights called `name.input.weight`, `name.input.bias` and `name.recurrent`; initial values as PyTorch's. */
export function recurrentLayer(
  network: Network,
  name: string,
  kind: Recurrent["kind"],
  inputs: number,
  width: number,
): Recurrent {
  const initial = uniformFor(width);
  const outputs = PARTS[kind] * width;
  return {
    kind,
    input: linearLayer(network, `${name}.input`, inputs, outputs, { initial, initialBias: initial }),
    recurrent: network.parameter(`${name}.recurrent`, width, outputs, initial),
  };
}

/**
 * The states of a recurrent layer at every step, (rows, width), each sequence from a state of zeros; rows that belong to no sequence give
 * zeros. What comes in goes through one product for all rows; the steps then run over four sequences at a time, on all threads, quickest when
 * neighbours in the batch are of like length. The gradient goes back through whole sequences.
 *
 * @throws {RangeError} when x does not have as many columns as the layer has inputs
 * @see Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735 (LSTM, with the forget gate of Gers et al. 2000); Cho et al. 2014,
 * arXiv:1406.1078 (GRU, reset behind the product as in cuDNN). Deviation: one bias a gate, where PyTorch has two.
 */
export function recurrent(tape: Tape, x: Tensor, layer: Recurrent, { starts, maxSequences }: Sequences): Tensor {
  const { kind, recurrent: U } = layer;
  const [width, parts, rows] = [U.rows, PARTS[kind], x.rows];
  const inner = parts * width;
  const incoming = linear(tape, x, layer.input);
  const h = tape.result(rows, width, [incoming, U]);
  const before = { rows, columns: width, values: tape.zerosF32(rows * width) };
  const shared = {
    ...{ before: before.values, gates: tape.zerosF32(4 * rows * width) },
    C: kind === "lstm" ? tape.zerosF32(rows * width) : undefined,
    ...{ starts, sequences: maxSequences, rows, width, kind: kind === "gru" ? 1 : 0 },
  };
  const groups = Math.ceil(maxSequences / 4);
  const cost = { cost: (rows * width * inner) / (8 * groups) };
  const pack = (packed: Float32Array, K: number, N: number, strides: readonly [number, number]): void =>
    tape.recordKernel(
      "packRight",
      Math.ceil(N / 16),
      { B: U.values, rowStride: strides[0], columnStride: strides[1], K, N, packed },
      { cost: 8 * K },
    );
  const packed = tape.zerosF32(width * wholeVectors(inner));
  pack(packed, width, inner, [inner, 1]);
  tape.recordKernel("recur", groups, { ...shared, X: incoming.values, packed, H: h.values }, cost);
  tape.onBackward(() => {
    if (!h.gradient) return;
    const turned = tape.zerosF32(inner * wholeVectors(width));
    pack(turned, inner, width, [1, inner]);
    const alone = incoming.gradient !== undefined && tape.accumulates(incoming) === 0;
    const dX = alone ? incoming.gradient! : tape.zerosF32(rows * inner);
    const dR = kind === "gru" ? tape.zerosF32(rows * inner) : dX;
    tape.recordKernel("recurBack", groups, { ...shared, dH: h.gradient, packed: turned, dX, dR }, cost);
    if (incoming.gradient && !alone)
      tape.recordKernel("scaled", blocksOf(incoming), { X: dX, Y: incoming.gradient, scale: 1, add: 1 });
    const back = { rows, columns: inner, values: dR };
    if (U.gradient) product(tape, before, true, back, false, U.gradient, { start: tape.accumulates(U) });
  });
  return h;
}
