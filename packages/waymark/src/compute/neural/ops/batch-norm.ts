import { constant } from "../initializers.ts";
import type { Network } from "../network.ts";
import type { Tape } from "../tape.ts";
import type { Parameter, Tensor } from "../tensor.ts";

export interface BatchNorm {
  readonly gamma: Parameter;
  readonly beta: Parameter;
  /** Running mean and variance, for use outside training. */
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

const MOMENTUM = 0.1;

/** Declares γ = 1 and β = 0 for so many columns, a multiple of 8. @throws {RangeError} for another number */
export function batchNormLayer(network: Network, name: string, columns: number): BatchNorm {
  if (columns % 8 !== 0) throw new RangeError(`Batch norm works on a multiple of 8 columns, not on ${columns}.`);
  return {
    gamma: network.parameter(`${name}.gamma`, 1, columns, constant(1)),
    beta: network.parameter(`${name}.beta`, 1, columns, constant(0)),
    mean: network.buffer(`${name}.mean`, columns, 0),
    variance: network.buffer(`${name}.variance`, columns, 1),
  };
}

/**
 * γ(x − mean)/√(variance + 10⁻⁵) + β over the batch, then dropout in the same pass. Outside training, or when γ is frozen,
 * with the running statistics, which move by a tenth towards each batch's, and without dropout.
 *
 * @see Ioffe & Szegedy 2015, arXiv:1502.03167
 */
export function batchNorm(tape: Tape, x: Tensor, layer: BatchNorm, { dropout = 0 } = {}): Tensor {
  const { gamma, beta, mean, variance } = layer;
  const { rows, columns } = x;
  const y = tape.result(rows, columns, [x, gamma, beta]);
  if (!tape.training || !gamma.gradient) {
    const args = { gamma: gamma.values, beta: beta.values, mean, variance, columns, add: 0 };
    tape.recordKernel("normalizeBy", rows, { ...args, X: x.values, Y: y.values }, { cost: columns });
    tape.onBackward(() => {
      if (!x.gradient) return;
      const back = { X: y.gradient!, Y: x.gradient, add: tape.accumulates(x), beta: undefined };
      tape.recordKernel("normalizeBy", rows, { ...args, ...back }, { cost: columns });
    });
    return y;
  }
  const batch = { mean: tape.zerosF32(columns), rstd: tape.zerosF32(columns) };
  const draw = { key: tape.key(), runs: tape.runs, keep: 1 - dropout };
  const shared = { X: x.values, gamma: gamma.values, ...batch, rows, columns, ...draw };
  tape.recordKernel(
    "batchNorm",
    columns / 8,
    {
      ...shared,
      Y: y.values,
      beta: beta.values,
      runningMean: mean,
      runningVariance: variance,
      momentum: MOMENTUM,
    },
    { cost: 6 * rows },
  );
  tape.onBackward(() => {
    if (!y.gradient) return;
    const addParameters = gamma.gradient ? tape.accumulates(gamma) : 0;
    if (beta.gradient) tape.accumulates(beta);
    tape.recordKernel(
      "batchNormBack",
      columns / 8,
      {
        ...shared,
        dY: y.gradient,
        dX: x.gradient,
        dGamma: gamma.gradient,
        dBeta: beta.gradient,
        add: x.gradient ? tape.accumulates(x) : 0,
        addParameters,
      },
      { cost: 8 * rows },
    );
  });
  return y;
}
