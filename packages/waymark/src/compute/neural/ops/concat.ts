import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import { sameRows } from "./shapes.ts";

/** Tensors side by side: (rows, Σ columns). @throws {RangeError} when they differ in rows */
export function concat(tape: Tape, tensors: readonly Tensor[]): Tensor {
  const rows = sameRows(tensors);
  const width = tensors.reduce((sum, { columns }) => sum + columns, 0);
  const y = tape.result(rows, width, tensors);
  let offset = 0;
  for (const x of tensors) {
    const { columns } = x;
    const at = offset;
    const shape = { xWidth: columns, yWidth: width, from: 0, to: at, columns };
    tape.recordKernel("copyColumns", rows, { X: x.values, Y: y.values, ...shape, add: 0 }, { cost: columns });
    tape.onBackward(() => {
      if (!x.gradient) return;
      const back = { xWidth: width, yWidth: columns, from: at, to: 0, columns };
      tape.recordKernel(
        "copyColumns",
        rows,
        { X: y.gradient!, Y: x.gradient, ...back, add: tape.accumulates(x) },
        { cost: columns },
      );
    });
    offset += columns;
  }
  return y;
}
