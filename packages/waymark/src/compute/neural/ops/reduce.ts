import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import { sameShape } from "./shapes.ts";

/** Σ over the columns: (rows, 1). */
export const rowSums = (tape: Tape, x: Tensor): Tensor => reduce(tape, x, undefined, x.rows, 1);

/** a · b row by row: (rows, 1). @throws {RangeError} when shapes differ */
export function rowDots(tape: Tape, a: Tensor, b: Tensor): Tensor {
  sameShape(a, b);
  return reduce(tape, a, b, a.rows, 1);
}

/** Σ over all numbers: (1, 1). */
export const sum = (tape: Tape, x: Tensor): Tensor => reduce(tape, x, undefined, 1, 1);

/** Mean of all numbers: (1, 1). */
export const mean = (tape: Tape, x: Tensor): Tensor => reduce(tape, x, undefined, 1, 1 / (x.rows * x.columns));

/** scale · Σ a·b over `rows` parts of equal length, b = 1 where absent. */
function reduce(tape: Tape, a: Tensor, b: Tensor | undefined, rows: number, scale: number): Tensor {
  const columns = (a.rows * a.columns) / rows;
  const y = tape.result(rows, 1, b ? [a, b] : [a]);
  tape.recordKernel("rowSums", rows, { A: a.values, B: b?.values, out: y.values, columns, scale }, { cost: columns });
  tape.onBackward(() => {
    for (const [x, other] of [[a, b], ...(b ? [[b, a] as const] : [])] as const)
      if (x.gradient) {
        const args = { d: y.gradient!, B: other?.values, dA: x.gradient, columns, scale, add: tape.accumulates(x) };
        tape.recordKernel("rowSumsBack", rows, args, { cost: columns });
      }
  });
  return y;
}
