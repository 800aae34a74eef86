import type { Tape } from "../tape.ts";
import type { Table, Tensor } from "../tensor.ts";

/**
 * x · row of a table, for a few rows of the table to each row of x: (rows, candidates). The gradient of the table is sparse: it costs the
 * candidates, not the table.
 *
 * @param index shape (rows, candidates), filled in before each run; `table.rows` stands for none: 0, no gradient
 * @throws {RangeError} when the widths differ
 */
export function candidateScores(tape: Tape, x: Tensor, table: Table, index: Uint32Array, candidates: number): Tensor {
  const { rows, columns } = x;
  if (columns !== table.columns) throw new RangeError(`Rows of ${columns} numbers, and a table of ${table.columns}.`);
  const y = tape.result(rows, candidates, [x, table]);
  const shape = { index, candidates, columns, rows: table.rows, bound: table.rows + 1 };
  const cost = { cost: candidates * (4 + columns / 4) };
  tape.recordKernel("candidateScores", rows, { ...shape, X: x.values, table: table.values, out: y.values }, cost);
  const gradient = table.places && tape.training ? tape.rowGradient(table, rows * candidates) : undefined;
  tape.onBackward(() => {
    if (!y.gradient) return;
    if (gradient) {
      const { rows: touched, sums, count: touchedCount } = gradient;
      const args = { d: y.gradient, X: x.values, places: table.places!, touched, sums, touchedCount };
      tape.recordKernel("collectScored", rows, { ...shape, ...args }, { ...cost, chunk: rows }); // one chunk: sums in order of the batch
    }
    if (!x.gradient) return;
    const args = { d: y.gradient, table: table.values, dX: x.gradient, add: tape.accumulates(x) };
    tape.recordKernel("candidateScoresBack", rows, { ...shape, ...args }, cost);
  });
  return y;
}
