import type { DenseLayer } from "./dense-layer.ts";

const TILE = 4; // rows side by side: sums stay in registers, and a weight is read once for all of them

/** A layer that takes many rows at a time; its weights as float64, one row an output. */
export interface BlockLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Float64Array; // (outputs, inputs)
  readonly bias: Float64Array; // (outputs)
}

/** The first `outputs` columns of a layer. O(inputs · outputs). */
export function blockLayer({ inputs, weight, bias, outputs: columns }: DenseLayer, outputs = columns): BlockLayer {
  const turned = new Float64Array(outputs * inputs);
  for (let k = 0; k < inputs; k++) for (let c = 0; c < outputs; c++) turned[c * inputs + k] = weight[k * columns + c]!;
  return { inputs, outputs, weight: turned, bias: Float64Array.from(bias.subarray(0, outputs)) };
}

/**
 * bias + x · weight for every row x: what `sumOfRow` gives for each, to the last bit, since each sum is taken in the same order.
 * O(rows · inputs · outputs).
 *
 * @param rows (count, inputs)
 * @returns (count, outputs)
 */
export function sumsOfRows(layer: BlockLayer, rows: Float64Array): Float64Array {
  const { inputs, outputs } = layer;
  const count = inputs === 0 ? 0 : rows.length / inputs;
  const sums = new Float64Array(count * outputs);
  const tiled = count - (count % TILE);
  for (let row = 0; row < tiled; row += TILE) sumTile(layer, rows, row, sums);
  if (tiled === count) return sums;
  const rest = new Float64Array(TILE * inputs);
  rest.set(rows.subarray(tiled * inputs));
  const restSums = new Float64Array(TILE * outputs);
  sumTile(layer, rest, 0, restSums);
  sums.set(restSums.subarray(0, (count - tiled) * outputs), tiled * outputs);
  return sums;
}

/** Four rows from `row` on, two outputs at a time. */
function sumTile(
  { inputs, outputs, weight, bias }: BlockLayer,
  X: Float64Array,
  row: number,
  sums: Float64Array,
): void {
  const [x0, x1, x2, x3] = [row, row + 1, row + 2, row + 3].map((r) => X.subarray(r * inputs, (r + 1) * inputs)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let c = 0; c < outputs; c += 2) {
    const d = Math.min(c + 1, outputs - 1); // of an odd number the last is done twice
    const w = weight.subarray(c * inputs, (c + 1) * inputs);
    const v = weight.subarray(d * inputs, (d + 1) * inputs);
    let a0 = bias[c]!;
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let b0 = bias[d]!;
    let b1 = b0;
    let b2 = b0;
    let b3 = b0;
    for (let k = 0; k < inputs; k++) {
      const p = w[k]!;
      const q = v[k]!;
      a0 += x0[k]! * p;
      a1 += x1[k]! * p;
      a2 += x2[k]! * p;
      a3 += x3[k]! * p;
      b0 += x0[k]! * q;
      b1 += x1[k]! * q;
      b2 += x2[k]! * q;
      b3 += x3[k]! * q;
    }
    const [s0, s1, s2, s3] = [row * outputs, (row + 1) * outputs, (row + 2) * outputs, (row + 3) * outputs];
    sums[s0 + c] = a0;
    sums[s1 + c] = a1;
    sums[s2 + c] = a2;
    sums[s3 + c] = a3;
    sums[s0 + d] = b0;
    sums[s1 + d] = b1;
    sums[s2 + d] = b2;
    sums[s3 + d] = b3;
  }
}
