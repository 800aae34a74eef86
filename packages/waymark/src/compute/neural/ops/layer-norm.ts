import { wholeVectors } from "../../core/whole-vectors.ts";
import { constant } from "../initializers.ts";
import type { Network } from "../network.ts";
import type { Tape } from "../tape.ts";
import type { Parameter, Tensor } from "../tensor.ts";

export interface LayerNorm {
  readonly gamma: Parameter;
  readonly beta: Parameter;
}

/** Declares γ = 1 and β = 0 for so many columns, called `name.gamma` and `name.beta`. */
export const layerNormLayer = (network: Network, name: string, columns: number): LayerNorm => ({
  gamma: network.parameter(`${name}.gamma`, 1, columns, constant(1)),
  beta: network.parameter(`${name}.beta`, 1, columns, constant(0)),
});

/**
 * γ(x − mean)/√(variance + 10⁻⁵) + β, mean and variance of each row by itself.
 * @throws {RangeError} when x has other columns than the layer
 * @see Ba, Kiros & Hinton 2016, arXiv:1607.06450
 */
export function layerNorm(tape: Tape, x: Tensor, { gamma, beta }: LayerNorm): Tensor {
  const { rows, columns } = x;
  if (gamma.columns !== columns) throw new RangeError(`Layer norm of ${gamma.columns} columns was given ${columns}.`);
  const y = tape.result(rows, columns, [x, gamma, beta]);
  const shared = { X: x.values, mean: tape.zerosF32(rows), rstd: tape.zerosF32(rows), columns };
  const weights = { gamma: gamma.values, beta: beta.values };
  tape.recordKernel("layerNorm", rows, { ...shared, ...weights, Y: y.values }, { cost: columns });
  tape.onBackward(() => {
    if (!y.gradient) return;
    if (gamma.gradient && beta.gradient) {
      const add = tape.accumulates(gamma);
      tape.accumulates(beta);
      const sums = { dY: y.gradient, dGamma: gamma.gradient, dBeta: beta.gradient, rows, add };
      tape.recordKernel("layerNormSums", wholeVectors(columns) / 16, { ...shared, ...sums }, { cost: 6 * rows });
    }
    if (!x.gradient) return;
    const back = { dY: y.gradient, dX: x.gradient, gamma: gamma.values, add: tape.accumulates(x) };
    tape.recordKernel("layerNormBack", rows, { ...shared, ...back }, { cost: 2 * columns });
  });
  return y;
}
