import type { Arena } from "../core/arena.ts";

/**
 * Rows of a sparse matrix that lies in the core's memory once and for all; a batch names the rows it is about. A row number of
 * `rowCount` stands for none.
 */
export interface SparseRows {
  readonly offsets: Uint32Array; // (rowCount + 1)
  readonly columns: Uint32Array; // (entries)
  /** Absent: ones. Shape (entries). */
  readonly values?: Float32Array;
  /** Shape (rows of the batch), filled in before each run. */
  readonly rows: Uint32Array;
}

/** How many rows the matrix has. */
export const rowCountOf = ({ offsets }: SparseRows): number => offsets.length - 1;

/** A matrix as sparse rows for batches of so many. @param valued keep its numbers; else all count as 1 */
export function sparseRows(
  arena: Arena,
  {
    offsets,
    columns,
    values,
  }: { readonly offsets: Uint32Array; readonly columns: Uint32Array; readonly values: ArrayLike<number> },
  batch: number,
  valued = true,
): SparseRows {
  return {
    offsets: arena.copyU32(offsets),
    columns: arena.copyU32(columns),
    ...(valued && { values: arena.copyF32(values) }),
    rows: arena.u32(Math.max(1, batch)).fill(offsets.length - 1),
  };
}
