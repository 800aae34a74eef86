import type { Tape } from "../tape.ts";
import { blocksOf, type Tensor } from "../tensor.ts";

/**
 * Sets the share `rate` of the numbers to 0 and scales the rest up, in training; x itself otherwise. Other numbers each run,
 * the same for the same seed of the tape.
 *
 * @param rate 0 ≤ rate < 1
 * @see Srivastava et al. 2014, jmlr.org/papers/v15/srivastava14a
 */
export function dropout(tape: Tape, x: Tensor, rate: number): Tensor {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`A dropout rate must be at least 0 and below 1, not ${rate}.`);
  if (!tape.training || rate === 0) return x;
  const y = tape.result(x.rows, x.columns, [x]);
  const draw = { key: tape.key(), runs: tape.runs, keep: 1 - rate };
  tape.recordKernel("dropout", blocksOf(x), { X: x.values, Y: y.values, ...draw, add: 0 });
  tape.onBackward(() => {
    if (x.gradient)
      tape.recordKernel("dropout", blocksOf(x), { X: y.gradient!, Y: x.gradient, ...draw, add: tape.accumulates(x) });
  });
  return y;
}
