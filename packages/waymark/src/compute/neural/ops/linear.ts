import { wholeVectors } from "../../core/whole-vectors.ts";
import type { Initializer } from "../initializers.ts";
import { lecunUniform, uniformFor } from "../initializers.ts";
import type { Network } from "../network.ts";
import type { Tape } from "../tape.ts";
import { blocksOf, type Parameter, type Tensor } from "../tensor.ts";
import { product } from "./matmul.ts";

/** Weights (inputs, outputs) and a bias (outputs). */
export interface Linear {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
}

export interface LinearOptions {
  /** @defaultValue `lecunUniform`, as PyTorch */
  readonly initial?: Initializer;
  /** @defaultValue uniform within ±1 / √inputs, as PyTorch */
  readonly initialBias?: Initializer;
  /** @defaultValue true */
  readonly biased?: boolean;
}

/** Declares a layer of so many inputs and outputs, its weights called `name.weight` and `name.bias`. */
export function linearLayer(
  network: Network,
  name: string,
  inputs: number,
  outputs: number,
  { initial = lecunUniform, initialBias = uniformFor(inputs), biased = true }: LinearOptions = {},
): Linear {
  const weight = network.parameter(`${name}.weight`, inputs, outputs, initial);
  const bias = biased ? network.parameter(`${name}.bias`, 1, outputs, initialBias) : undefined;
  return { weight, bias };
}

/**
 * Y = X·W + b, with `relu` max(0, ·) of it: one pass each way over the rows.
 * @returns (rows of X, outputs)
 * @throws {RangeError} when X does not have as many columns as the layer has inputs
 */
export function linear(tape: Tape, x: Tensor, { weight, bias }: Linear, { relu = false } = {}): Tensor {
  if (x.columns !== weight.rows)
    throw new RangeError(`A layer of ${weight.rows} inputs was given ${x.columns} columns.`);
  const y = tape.result(x.rows, weight.columns, bias ? [x, weight, bias] : [x, weight]);
  product(tape, x, false, weight, false, y.values, bias ? { start: 2, bias: bias.values, relu } : { start: 0, relu });
  tape.onBackward(() => {
    if (!y.gradient) return;
    const dY = { rows: y.rows, columns: y.columns, values: y.gradient };
    if (relu)
      tape.recordKernel("activateBack", blocksOf(y), {
        Y: y.values,
        dY: y.gradient,
        dX: y.gradient,
        kind: 0,
        slope: 0,
        add: 0,
      });
    if (bias?.gradient)
      tape.recordKernel(
        "columnSums",
        wholeVectors(y.columns) / 16,
        { X: y.gradient, out: bias.gradient, rows: y.rows, columns: y.columns, add: tape.accumulates(bias) },
        { cost: y.rows },
      );
    if (weight.gradient) product(tape, x, true, dY, false, weight.gradient, { start: tape.accumulates(weight) });
    if (x.gradient) product(tape, dY, false, weight, true, x.gradient, { start: tape.accumulates(x) });
  });
  return y;
}
