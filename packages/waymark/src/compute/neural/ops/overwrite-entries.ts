import { rowCountOf, type SparseRows } from "../sparse-rows.ts";
import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

/** Writes `value` over x at the entries of sparse rows, in place. @throws {RangeError} in training, since it has no gradient */
export function overwriteEntries(tape: Tape, x: Tensor, at: SparseRows, value: number): void {
  if (tape.training) throw new RangeError("What is overwritten has no gradient: not for training.");
  const { offsets, columns, rows } = at;
  const rowCount = rowCountOf(at);
  const bounds = { rowCount, rowBound: rowCount + 1, columnBound: x.columns, width: x.columns };
  const perRow = columns.length / Math.max(1, rowCount);
  tape.recordKernel(
    "overwriteEntries",
    x.rows,
    { offsets, columns, rows, X: x.values, value, ...bounds },
    { cost: 4 * perRow },
  );
}
