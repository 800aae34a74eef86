import type { Arena } from "../../core/arena.ts";
import type { CsrMatrix } from "../../csr-matrix.ts";
import type { Tape } from "../tape.ts";
import { blocksOf, type Tensor } from "../tensor.ts";
import { passBack } from "./arithmetic.ts";

/** A sparse matrix in the core's memory. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columnCount: number;
  readonly offsets: Uint32Array; // (rows + 1)
  readonly columns: Uint32Array; // (entries)
  readonly values: Float32Array; // (entries)
}

/** A copy in the core's memory, 8 bytes an entry. */
export const sparseMatrix = (
  arena: Arena,
  { rowCount, columnCount, offsets, columns, values }: CsrMatrix,
): SparseMatrix => ({
  rows: rowCount,
  columnCount,
  offsets: arena.copyU32(offsets),
  columns: arena.copyU32(columns),
  values: arena.copyF32(values),
});

/**
 * Y = S·X, or S·X + Z: (rows of S, columns of X), the columns a multiple of 8. The backward pass goes through the transpose, so that
 * either way sums each row in the order of its entries, whatever the threads. O(entries · columns).
 *
 * @param transpose Sᵀ; S itself where it is symmetric
 * @throws {RangeError} when the shapes do not fit
 */
export function sparseProduct(tape: Tape, s: SparseMatrix, transpose: SparseMatrix, x: Tensor, z?: Tensor): Tensor {
  checkShapes(s, transpose, x, z);
  const y = tape.result(s.rows, x.columns, z ? [x, z] : [x]);
  if (z) tape.recordKernel("scaled", blocksOf(y), { X: z.values, Y: y.values, scale: 1, add: 0 });
  addProduct(tape, s, x.values, y.values, x.columns, z ? 1 : 0);
  tape.onBackward(() => {
    if (x.gradient) addProduct(tape, transpose, y.gradient!, x.gradient, x.columns, tape.accumulates(x));
    if (z?.gradient) passBack(tape, y, z, 1);
  });
  return y;
}

function addProduct(tape: Tape, s: SparseMatrix, Y: Float32Array, out: Float32Array, width: number, add: 0 | 1): void {
  const cost = 10 + ((s.columns.length / Math.max(1, s.rows)) * width) / 8;
  tape.recordKernel("sparseRows", s.rows, { ...s, Y, width, out, add }, { cost });
}

function checkShapes(s: SparseMatrix, transpose: SparseMatrix, x: Tensor, z: Tensor | undefined): void {
  if (x.columns % 8 !== 0)
    throw new RangeError(`A sparse product works on a multiple of 8 columns, not on ${x.columns}.`);
  if (x.rows !== s.columnCount) throw new RangeError(`Inner dimensions differ: ${s.columnCount} and ${x.rows}.`);
  if (transpose.rows !== s.columnCount || transpose.columnCount !== s.rows)
    throw new RangeError(
      `The transpose of (${s.rows}, ${s.columnCount}) is not (${transpose.rows}, ${transpose.columnCount}).`,
    );
  if (z && (z.rows !== s.rows || z.columns !== x.columns))
    throw new RangeError(`Shapes differ: (${s.rows}, ${x.columns}) and (${z.rows}, ${z.columns}).`);
}
