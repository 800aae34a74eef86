import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

/** What an LSTM carries from step to step: both (rows, width). */
export interface LstmState {
  /** State, what comes out. */
  readonly h: Tensor;
  /** Cell, what is remembered. */
  readonly c: Tensor;
}

/**
 * One step of an LSTM for many rows at once: c′ = σ(f) c + σ(i) tanh(g), h′ = σ(o) tanh(c′). For whole sequences `recurrent` is quicker.
 *
 * @param gates what inputs, states and biases bring to i, f, g and o, side by side: (rows, 4 · width)
 * @throws {RangeError} when the shapes do not fit
 * @see Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; Gers, Schmidhuber & Cummins 2000, doi:10.1162/089976600300015015
 */
export function lstmCell(tape: Tape, gates: Tensor, c: Tensor): LstmState {
  const { rows, columns: width } = c;
  if (gates.rows !== rows || gates.columns !== 4 * width)
    throw new RangeError(`Gates of ${rows} × ${4 * width} were expected, not of ${gates.rows} × ${gates.columns}.`);
  const after: LstmState = { h: tape.result(rows, width, [gates, c]), c: tape.result(rows, width, [gates, c]) };
  const shared = { before: c.values, C: after.c.values, gates: tape.zerosF32(4 * rows * width), width };
  tape.recordKernel("lstmStep", rows, { ...shared, X: gates.values, H: after.h.values }, { cost: 20 * width });
  tape.onBackward(() => {
    const { h, c: cell } = after;
    const args = {
      ...{ dH: h.gradient, dC: cell.gradient }, // zeros where nothing was made of one of them
      ...{ dX: gates.gradient, addX: gates.gradient ? tape.accumulates(gates) : 0 },
      ...{ dBefore: c.gradient, addBefore: c.gradient ? tape.accumulates(c) : 0 },
    };
    tape.recordKernel("lstmStepBack", rows, { ...shared, ...args }, { cost: 20 * width });
  });
  return after;
}
