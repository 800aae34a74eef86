import type { Arena } from "../core/arena.ts";
import type { Table } from "./tensor.ts";

/**
 * The gradient of a table by the rows that a batch touched: `rows[p]` is the row whose gradient is `sums[p]`, p < count.
 * `table.places` leads from a row to its p, as in a sparse set (Briggs & Torczon 1993, doi:10.1145/176454.176484), so that
 * nothing the size of the table is ever cleared.
 */
export class RowGradient {
  readonly table: Table;
  /** Maximum number of rows a batch can touch. */
  capacity = 0;
  #sums: Float32Array | undefined;
  #rows: Uint32Array | undefined;
  #count: Uint32Array | undefined;

  constructor(table: Table) {
    this.table = table;
  }

  expect(lookups: number): void {
    this.capacity = Math.min(this.capacity + lookups, this.table.rows);
  }

  /** Called once all lookups are known. */
  allocate(arena: Arena): void {
    this.#sums = arena.zerosF32(this.capacity * this.table.columns);
    this.#rows = arena.zerosU32(this.capacity);
    this.#count = arena.zerosU32(1);
  }

  clear(): void {
    this.count[0] = 0;
  }

  /** Shape (capacity, columns). */
  get sums(): Float32Array {
    return this.#sums!;
  }

  get rows(): Uint32Array {
    return this.#rows!;
  }

  get count(): Uint32Array {
    return this.#count!;
  }
}
