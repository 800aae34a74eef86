import { wholeVectors } from "../../core/whole-vectors.ts";
import { rowCountOf, type SparseRows } from "../sparse-rows.ts";
import type { Tape } from "../tape.ts";
import type { Parameter, Table, Tensor } from "../tensor.ts";

export interface BagOptions {
  /** Added to each row, shape (1, columns of the weight). */
  readonly bias?: Parameter | undefined;
  /** Share of the entries left out at random in training, the others scaled up. @defaultValue 0 */
  readonly dropout?: number;
  /** Entries a row has on average, for the sharing out of work. @defaultValue found from the matrix */
  readonly perRow?: number;
}

/**
 * The first layer of a network on sparse rows: Y[b] = bias + Σ over the entries of row b of value · weight[column]. Costs the entries,
 * not the columns. The gradient of a table is sparse, that of a parameter dense.
 *
 * @returns (rows, columns of the weight)
 */
export function bag(
  tape: Tape,
  rows: number,
  input: SparseRows,
  weight: Parameter | Table,
  { bias, dropout = 0 }: BagOptions = {},
): Tensor {
  const { columns: width } = weight;
  const { offsets, columns, values } = input;
  const rowCount = rowCountOf(input);
  const y = tape.result(rows, width, bias ? [weight, bias] : [weight]);
  const bounds = { rowCount, rowBound: rowCount + 1, columnBound: weight.rows, width };
  const sparse = { offsets, columns, rows: input.rows, ...bounds };
  const draw = { key: tape.key(), runs: tape.runs, keep: tape.training ? 1 - dropout : 1 };
  const work = (columns.length / Math.max(1, rowCount)) * (8 + width / 8);
  tape.recordKernel(
    "bag",
    rows,
    { ...sparse, values, W: weight.values, bias: bias?.values, Y: y.values, ...draw },
    { cost: work },
  );
  const gathered =
    weight.kind === "table" && weight.places && tape.training ? tape.rowGradient(weight, weight.rows) : undefined;
  tape.onBackward(() => {
    if (!y.gradient) return;
    if (bias?.gradient) {
      const sums = { X: y.gradient, out: bias.gradient, rows, columns: width, add: tape.accumulates(bias) };
      tape.recordKernel("columnSums", wholeVectors(width) / 16, sums, { cost: rows });
    }
    const back = { ...sparse, values, dY: y.gradient, batch: rows, placeBound: weight.rows, ...draw };
    const cost = { cost: 16 * (work / width) * rows };
    if (gathered) {
      const { rows: touched, sums, count, table } = gathered;
      const places = table.places!;
      tape.recordKernel(
        "bagPlaces",
        rows,
        { ...sparse, places, touched, sums, count },
        { cost: 8 * work, chunk: rows },
      );
      tape.recordKernel("bagBack", Math.ceil(width / 16), { ...back, dW: sums, places }, cost);
    } else if (weight.kind === "parameter" && weight.gradient) {
      const dense = weight.gradient;
      if (tape.accumulates(weight) === 0) tape.recordHost(() => dense.fill(0));
      tape.recordKernel("bagBack", Math.ceil(width / 16), { ...back, dW: dense, places: undefined }, cost);
    }
  });
  return y;
}
