import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { kthLargest } from "./best-neighbours.ts";

/**
 * Compares one sparse row with all rows of a matrix at once, by walking the columns it holds (Gustavson's product, one
 * row at a time). Scratch space, used again for every row: `measure`, read, `clear`.
 *
 * The matrix is given transposed, columns × rows. O(Σ over columns held of rows that hold them) time.
 *
 * @see Gustavson 1978, "Two fast algorithms for sparse matrices", doi:10.1145/355791.355796.
 */
export abstract class Overlap {
  /** Similarity to every row; 0 where nothing is shared or the similarity is not positive. */
  readonly similarities: Float64Array; // (rows)
  protected readonly columnRows: CsrMatrix;
  /** The first `size` entries: rows that share a column with the one measured. */
  protected readonly touched: Uint32Array; // (rows)
  protected size = 0;
  /** Whether `touched` ascends. */
  protected ascending = false;
  readonly #scratch: Float64Array; // (rows)

  constructor(columnRows: CsrMatrix) {
    this.columnRows = columnRows;
    this.similarities = new Float64Array(columnRows.columnCount);
    this.touched = new Uint32Array(columnRows.columnCount);
    this.#scratch = new Float64Array(columnRows.columnCount);
  }

  /** Entries `[start, end)` of `columns` and `values` are the row; `values` are ignored where rows are 0/1. */
  abstract measure(columns: Uint32Array, values: Float64Array, start: number, end: number): void;

  /** To be called before the next row is measured. */
  clear(): void {
    for (let t = 0; t < this.size; t++) this.similarities[this.touched[t]!] = 0;
    this.size = 0;
    this.ascending = false;
  }

  /**
   * The `limit` rows with the largest positive similarity (of equal ones, the lower), in ascending order: a fresh array.
   * The row `self`, if any, is left out.
   */
  nearest(limit: number, self?: number): Uint32Array {
    const rows = new Uint32Array(this.size);
    let count = 0;
    for (let t = 0; t < this.size; t++) {
      const row = this.touched[t]!;
      if (this.similarities[row]! > 0 && row !== self) rows[count++] = row;
    }
    if (count <= limit) return this.ascending ? rows.subarray(0, count) : rows.subarray(0, count).sort();
    for (let t = 0; t < count; t++) this.#scratch[t] = this.similarities[rows[t]!]!;
    const threshold = kthLargest(this.#scratch, count, limit);
    const above = this.#keep(rows, count, (similarity) => similarity > threshold);
    const tied = this.#keep(rows.subarray(above), count - above, (similarity) => similarity === threshold);
    rows.subarray(above, above + tied).sort();
    return rows.subarray(0, limit).sort();
  }

  /** The value compared at a place, or `undefined` where there is none. */
  valueAt(column: number, row: number): number | undefined {
    return this.columnRows.find(column, row);
  }

  /**
   * Whether the row measured meets so many others that it is quicker to add up blindly and look through all rows after
   * than to note each row when it is first met (measured: half the time on MovieLens-1M).
   */
  protected isDense(columns: Uint32Array, start: number, end: number): boolean {
    const { offsets, columnCount } = this.columnRows;
    let met = 0;
    for (let p = start; p < end; p++) met += offsets[columns[p]! + 1]! - offsets[columns[p]!]!;
    return met > columnCount;
  }

  /** Moves the rows that pass to the front by swapping; @returns how many */
  #keep(rows: Uint32Array, count: number, passes: (similarity: number) => boolean): number {
    let kept = 0;
    for (let t = 0; t < count; t++) {
      const row = rows[t]!;
      if (!passes(this.similarities[row]!)) continue;
      rows[t] = rows[kept]!;
      rows[kept++] = row;
    }
    return kept;
  }
}
