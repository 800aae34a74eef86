import type { Tape } from "../tape.ts";
import { blocksOf, type Tensor } from "../tensor.ts";

/** max(0, x) */
export const relu = (tape: Tape, x: Tensor): Tensor => activation(tape, x, 0);

/** x where it is above 0, else slope · x. @see Maas, Hannun & Ng 2013 */
export const leakyRelu = (tape: Tape, x: Tensor, slope = 0.01): Tensor => activation(tape, x, 1, slope);

/** 1 / (1 + e⁻ˣ) */
export const sigmoid = (tape: Tape, x: Tensor): Tensor => activation(tape, x, 2);

export const tanh = (tape: Tape, x: Tensor): Tensor => activation(tape, x, 3);

function activation(tape: Tape, x: Tensor, kind: number, slope = 0): Tensor {
  const y = tape.result(x.rows, x.columns, [x]);
  const cost = kind < 2 ? 8 : 40;
  tape.recordKernel("activate", blocksOf(x), { X: x.values, Y: y.values, kind, slope }, { cost });
  tape.onBackward(() => {
    if (!x.gradient) return;
    tape.recordKernel("activateBack", blocksOf(x), {
      Y: y.values,
      dY: y.gradient!,
      dX: x.gradient,
      kind,
      slope,
      add: tape.accumulates(x),
    });
  });
  return y;
}
