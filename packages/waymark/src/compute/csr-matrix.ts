import { ShapeError } from "../errors.ts";

/**
 * Sparse matrix in compressed sparse row form, `rowCount × columnCount`.
 *
 * Row `r` owns the half-open slice `[offsets[r], offsets[r + 1])` of `columns` and `values`;
 * inside a row, columns strictly ascend. A stored 0 is a value, not an absence.
 *
 * @see Saad, *Iterative Methods for Sparse Linear Systems*, 2nd ed., §3.4.
 */
export class CsrMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly offsets: Uint32Array; // (rowCount + 1)
  readonly columns: Uint32Array; // (stored)
  readonly values: Float64Array; // (stored)

  /** Takes the arrays as they are. @throws {ShapeError} when their lengths do not fit together */
  constructor(columnCount: number, offsets: Uint32Array, columns: Uint32Array, values: Float64Array) {
    if (columns.length !== values.length)
      throw new ShapeError("CSR values", `(${columns.length})`, `(${values.length})`);
    if (offsets.length === 0 || offsets.at(-1) !== columns.length)
      throw new ShapeError("CSR offsets", `a last offset of ${columns.length}`, String(offsets.at(-1)));
    this.rowCount = offsets.length - 1;
    this.columnCount = columnCount;
    this.offsets = offsets;
    this.columns = columns;
    this.values = values;
  }

  /**
   * Builds from coordinates in any order by two counting sorts. Where a position repeats, the later value stands.
   * O(stored + rowCount + columnCount) time; `values` absent means 1 everywhere.
   */
  static fromCoordinates(
    rowCount: number,
    columnCount: number,
    rows: Uint32Array,
    columns: Uint32Array,
    values?: Float64Array,
  ): CsrMatrix {
    if (rows.length !== columns.length)
      throw new ShapeError("CSR coordinates", `(${rows.length}) columns`, `(${columns.length})`);
    const columnOffsets = countOffsets(columns, columnCount);
    const byColumn = scatterByColumn(columnOffsets, rows, columns, values);
    const offsets = countOffsets(rows, rowCount);
    const next = offsets.slice(0, rowCount);
    const sortedColumns = new Uint32Array(rows.length);
    const sortedValues = new Float64Array(rows.length);
    for (let c = 0; c < columnCount; c++) {
      for (let p = columnOffsets[c]!; p < columnOffsets[c + 1]!; p++) {
        const target = next[byColumn.rows[p]!]!++;
        sortedColumns[target] = c;
        sortedValues[target] = byColumn.values[p]!;
      }
    }
    return withoutRepeats(columnCount, offsets, sortedColumns, sortedValues);
  }

  /** Stored entries. */
  get size(): number {
    return this.columns.length;
  }

  /** Views of one row, not copies. */
  row(r: number): { readonly columns: Uint32Array; readonly values: Float64Array } {
    const start = this.offsets[r]!;
    const end = this.offsets[r + 1]!;
    return { columns: this.columns.subarray(start, end), values: this.values.subarray(start, end) };
  }

  /** The value at a position, or `undefined` where none is stored. Binary search, O(log row length). */
  find(r: number, column: number): number | undefined {
    let low = this.offsets[r]!;
    let high = this.offsets[r + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.columns[middle]! < column) low = middle + 1;
      else high = middle;
    }
    return low < this.offsets[r + 1]! && this.columns[low] === column ? this.values[low]! : undefined;
  }

  /** A counting sort by column. O(stored + rowCount + columnCount). */
  transpose(): CsrMatrix {
    const offsets = countOffsets(this.columns, this.columnCount);
    const next = offsets.slice(0, this.columnCount); // where the next entry of each new row goes
    const columns = new Uint32Array(this.size);
    const values = new Float64Array(this.size);
    for (let r = 0; r < this.rowCount; r++) {
      for (let p = this.offsets[r]!; p < this.offsets[r + 1]!; p++) {
        const q = next[this.columns[p]!]!++;
        columns[q] = r;
        values[q] = this.values[p]!;
      }
    }
    return new CsrMatrix(this.rowCount, offsets, columns, values);
  }
}

/** Where each of `size` groups begins once its members stand together; shape `(size + 1)`. */
export function countOffsets(groups: Uint32Array, size: number): Uint32Array {
  const offsets = new Uint32Array(size + 1);
  for (let p = 0; p < groups.length; p++) offsets[groups[p]! + 1]! += 1;
  for (let g = 0; g < size; g++) offsets[g + 1]! += offsets[g]!;
  return offsets;
}

/** Positions of `groups` in ascending order of group; members of one group keep their order. */
export function stableCountingSort(groups: Uint32Array, size: number): Uint32Array {
  const next = countOffsets(groups, size);
  const order = new Uint32Array(groups.length);
  for (let p = 0; p < groups.length; p++) order[next[groups[p]!]!++] = p;
  return order;
}

/** Rows and values in ascending order of column; carrying them along keeps the next pass's reads sequential. */
function scatterByColumn(
  columnOffsets: Uint32Array,
  rows: Uint32Array,
  columns: Uint32Array,
  values: Float64Array | undefined,
): { readonly rows: Uint32Array; readonly values: Float64Array } {
  const next = columnOffsets.slice(0, columnOffsets.length - 1);
  const sorted = { rows: new Uint32Array(rows.length), values: new Float64Array(rows.length) };
  if (values === undefined) sorted.values.fill(1);
  for (let p = 0; p < rows.length; p++) {
    const target = next[columns[p]!]!++;
    sorted.rows[target] = rows[p]!;
    if (values !== undefined) sorted.values[target] = values[p]!;
  }
  return sorted;
}

function withoutRepeats(
  columnCount: number,
  offsets: Uint32Array,
  columns: Uint32Array,
  values: Float64Array,
): CsrMatrix {
  const kept = new Uint32Array(offsets.length);
  let write = 0;
  for (let r = 0; r + 1 < offsets.length; r++) {
    const start = write;
    for (let p = offsets[r]!; p < offsets[r + 1]!; p++) {
      if (write > start && columns[write - 1] === columns[p]) write--; // the later value replaces the earlier
      columns[write] = columns[p]!;
      values[write++] = values[p]!;
    }
    kept[r + 1] = write;
  }
  if (write === columns.length) return new CsrMatrix(columnCount, offsets, columns, values);
  return new CsrMatrix(columnCount, kept, columns.slice(0, write), values.slice(0, write));
}
