import type { Tape } from "../tape.ts";
import { blocksOf, type Tensor } from "../tensor.ts";

/** weight · Σ x² over all numbers of x: L2 regularization. Adds to `tape.loss`. */
export function squaredNorm(tape: Tape, x: Tensor, weight: number): void {
  const out = tape.arena.copyF64([0]);
  tape.recordHost(() => out.fill(0));
  const numbers = x.rows * x.columns;
  tape.recordKernel("sumSquares", numbers, { X: x.values, out }, { cost: 1, chunk: numbers });
  tape.recordHost(() => {
    tape.loss[0]! += weight * out[0]!;
  });
  if (x.gradient)
    tape.recordKernel("scaled", blocksOf(x), {
      X: x.values,
      Y: x.gradient,
      scale: 2 * weight,
      add: tape.accumulates(x),
    });
}
