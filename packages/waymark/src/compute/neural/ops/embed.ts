import type { Tape } from "../tape.ts";
import type { Table, Tensor } from "../tensor.ts";

/** Which rows of a table, or of a tensor with a dense gradient. An index of `rows` stands for none: zeros, no gradient. */
export interface Lookup {
  readonly from: Table | Tensor;
  /** Shape (rows of the result), filled in before each run. */
  readonly index: Uint32Array;
}

/**
 * Rows looked up by index, several lookups side by side: (rows, Σ columns). The gradient of a table is sparse: it costs the
 * lookups, not the table.
 */
export function embed(tape: Tape, rows: number, lookups: readonly Lookup[]): Tensor {
  const width = lookups.reduce((sum, { from }) => sum + from.columns, 0);
  const y = tape.result(
    rows,
    width,
    lookups.map(({ from }) => from),
  );
  let offset = 0;
  for (const { from, index } of lookups) {
    const { columns } = from;
    const shape = { rows: from.rows, columns, width, offset, bound: from.rows + 1 };
    tape.recordKernel("lookUp", rows, { table: from.values, index, Y: y.values, ...shape }, { cost: 4 + columns / 8 });
    const gradient = "places" in from && from.places && tape.training ? tape.rowGradient(from, rows) : undefined;
    const cost = { cost: 4 + columns / 8, chunk: rows }; // one chunk: sums in order of the batch
    tape.onBackward(() => {
      if (!y.gradient) return;
      if (gradient) {
        const { rows: touched, sums, count: used } = gradient;
        const places = gradient.table.places!;
        tape.recordKernel("collectRows", rows, { dY: y.gradient, index, places, touched, sums, used, ...shape }, cost);
      } else if ("gradient" in from && from.gradient) {
        const dense = from.gradient;
        if (tape.accumulates(from) === 0) tape.recordHost(() => dense.fill(0));
        tape.recordKernel("addAtRows", rows, { dY: y.gradient, index, gradient: dense, ...shape }, cost);
      }
    });
    offset += columns;
  }
  return y;
}
