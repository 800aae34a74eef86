import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

/** e^x / Σ e^x by rows, of any width. */
export const softmax = (tape: Tape, x: Tensor): Tensor => bySums(tape, x, 0);

/** Its logarithm, x − ln Σ e^x, exact where softmax itself would vanish. */
export const logSoftmax = (tape: Tape, x: Tensor): Tensor => bySums(tape, x, 1);

function bySums(tape: Tape, x: Tensor, logs: 0 | 1): Tensor {
  const { rows, columns } = x;
  const y = tape.result(rows, columns, [x]);
  tape.recordKernel("softmax", rows, { X: x.values, Y: y.values, columns, logs }, { cost: 2 * columns });
  tape.onBackward(() => {
    if (!x.gradient) return;
    const args = { Y: y.values, dY: y.gradient!, dX: x.gradient, columns, logs, add: tape.accumulates(x) };
    tape.recordKernel("softmaxBack", rows, args, { cost: 4 * columns });
  });
  return y;
}
