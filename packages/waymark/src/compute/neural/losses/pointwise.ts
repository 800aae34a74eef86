import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

export interface LossOptions {
  /** Of this loss in the sum of all. @defaultValue 1 */
  readonly weight?: number;
  /** A weight per row, e.g. 0 for padding; the mean is over their sum. */
  readonly weights?: Float32Array;
}

/** Mean of −t ln σ(x) − (1 − t) ln(1 − σ(x)) over the numbers of x, targets 0 … 1. Adds to `tape.loss`. */
export const binaryCrossEntropy = (tape: Tape, x: Tensor, targets: Float32Array, options?: LossOptions): void =>
  pointwise(tape, x, targets, 0, options);

/** Mean of (x − t)² over the numbers of x. Adds to `tape.loss`. */
export const meanSquaredError = (tape: Tape, x: Tensor, targets: Float32Array, options?: LossOptions): void =>
  pointwise(tape, x, targets, 1, options);

/** Mean of |x − t| over the numbers of x. Adds to `tape.loss`. */
export const meanAbsoluteError = (tape: Tape, x: Tensor, targets: Float32Array, options?: LossOptions): void =>
  pointwise(tape, x, targets, 2, options);

function pointwise(
  tape: Tape,
  x: Tensor,
  targets: Float32Array,
  kind: number,
  { weight = 1, weights }: LossOptions = {},
): void {
  const rows = x.rows * x.columns;
  const add = x.gradient ? tape.accumulates(x) : 0;
  const args = { x: x.values, targets, weights, dX: x.gradient, loss: tape.loss, rows, kind, weight, add };
  tape.recordKernel("pointwiseLoss", rows, args, { cost: 12, chunk: rows });
}
