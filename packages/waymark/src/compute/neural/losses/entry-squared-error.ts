import { rowCountOf, type SparseRows } from "../sparse-rows.ts";
import type { Tape } from "../tape.ts";
import type { Parameter, Tensor } from "../tensor.ts";

/** The last layer of a network of which only some outputs are computed: a row of `weight` and a bias for each column. */
export interface EntryLayer {
  readonly weight: Parameter; // (columns, width of h)
  readonly bias: Parameter; // (1, columns)
}

/**
 * Mean over the entries of a batch's sparse rows of (h[b] · weight[column] + bias[column] − value)². Absent entries are neither
 * computed nor learned from: O(entries). Adds to `tape.loss`.
 *
 * @param targets with values; no row twice in a batch, since the error of an entry is stored at its place
 */
export function entrySquaredError(tape: Tape, h: Tensor, { weight, bias }: EntryLayer, targets: SparseRows): void {
  const { rows, columns: width } = h;
  const { offsets, columns, values, rows: batchRows } = targets;
  const rowCount = rowCountOf(targets);
  const bounds = { rowCount, rowBound: rowCount + 1, columnBound: weight.rows };
  const sparse = { offsets, columns, rows: batchRows, ...bounds };
  const [unit, slopes, losses] = [tape.zerosF32(1), tape.zerosF32(columns.length), tape.arena.f64(Math.max(1, rows))];
  tape.recordHost(() => {
    let entries = 0;
    for (let b = 0; b < rows; b++) {
      const row = batchRows[b]!;
      if (row < rowCount) entries += offsets[row + 1]! - offsets[row]!;
    }
    unit[0] = entries === 0 ? 0 : 1 / entries;
  });
  const perRow = columns.length / Math.max(1, rowCount);
  const layer = { H: h.values, V: weight.values, bias: bias.values };
  const found = { slopes, dH: h.gradient, losses, unit, width, add: h.gradient ? tape.accumulates(h) : 0 };
  tape.recordKernel(
    "entryErrors",
    rows,
    { ...sparse, values: values!, ...layer, ...found },
    { cost: perRow * (8 + width / 4) },
  );
  tape.recordHost(() => {
    let sum = 0;
    for (let b = 0; b < rows; b++) sum += losses[b]!;
    tape.loss[0]! += unit[0]! * sum;
  });
  tape.onBackward(() => {
    const ones = tape.zerosF32(rows).fill(1);
    for (const [learned, dY, columnCount] of [
      [weight, h.values, width],
      [bias, ones, 1],
    ] as const) {
      const dW = learned.gradient;
      if (!dW) continue;
      if (tape.accumulates(learned) === 0) tape.recordHost(() => dW.fill(0));
      const shape = { batch: rows, width: columnCount, placeBound: weight.rows, places: undefined };
      const always = { key: 0, runs: tape.runs, keep: 1 };
      const cost = rows * perRow * (1 + 8 / columnCount);
      tape.recordKernel(
        "bagBack",
        Math.ceil(columnCount / 16),
        { ...sparse, values: slopes, dY, dW, ...shape, ...always },
        { cost },
      );
    }
  });
}
