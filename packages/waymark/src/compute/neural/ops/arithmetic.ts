import type { Tape } from "../tape.ts";
import { blocksOf, type Tensor } from "../tensor.ts";
import { sameShape } from "./shapes.ts";

/** a + b. @throws {RangeError} when shapes differ */
export function add(tape: Tape, a: Tensor, b: Tensor): Tensor {
  sameShape(a, b);
  const y = tape.result(a.rows, a.columns, [a, b]);
  tape.recordKernel("scaled", blocksOf(y), { X: a.values, Y: y.values, scale: 1, add: 0 });
  tape.recordKernel("scaled", blocksOf(y), { X: b.values, Y: y.values, scale: 1, add: 1 });
  tape.onBackward(() => {
    for (const x of [a, b]) if (x.gradient) passBack(tape, y, x, 1);
  });
  return y;
}

/** a · b number by number. @throws {RangeError} when shapes differ */
export function multiply(tape: Tape, a: Tensor, b: Tensor): Tensor {
  sameShape(a, b);
  const y = tape.result(a.rows, a.columns, [a, b]);
  tape.recordKernel("products", blocksOf(y), { A: a.values, B: b.values, C: y.values, add: 0 });
  tape.onBackward(() => {
    for (const [x, other] of [
      [a, b],
      [b, a],
    ] as const)
      if (x.gradient)
        tape.recordKernel("products", blocksOf(y), {
          A: y.gradient!,
          B: other.values,
          C: x.gradient,
          add: tape.accumulates(x),
        });
  });
  return y;
}

/** factor · x */
export function scale(tape: Tape, x: Tensor, factor: number): Tensor {
  const y = tape.result(x.rows, x.columns, [x]);
  tape.recordKernel("scaled", blocksOf(y), { X: x.values, Y: y.values, scale: factor, add: 0 });
  tape.onBackward(() => {
    if (x.gradient) passBack(tape, y, x, factor);
  });
  return y;
}

/** Adds factor times the gradient of y to that of x, of the same shape. */
export function passBack(tape: Tape, y: Tensor, x: Tensor, factor: number): void {
  tape.recordKernel("scaled", blocksOf(y), { X: y.gradient!, Y: x.gradient!, scale: factor, add: tape.accumulates(x) });
}
