/**
 * One model's results on one fold, as sums per user: every averaged metric, its interval and its tests are computed from
 * them. A metric is Σ numerator / Σ denominator over the rows, so that users who do not count towards it (nothing
 * relevant, an empty list) have 0 in both.
 */
export class PerUserResults {
  /** User index of each row; ascending. */
  readonly users: Uint32Array; // (rows)
  readonly columns: readonly string[];
  readonly values: Float64Array; // (rows, columns)
  readonly #positions: ReadonlyMap<string, number>;

  constructor(users: Uint32Array, columns: readonly string[]) {
    this.users = users;
    this.columns = columns;
    this.values = new Float64Array(users.length * columns.length);
    this.#positions = new Map(columns.map((name, position) => [name, position]));
  }

  /** @throws {RangeError} for a column the table does not have */
  position(column: string): number {
    const position = this.#positions.get(column);
    if (position === undefined) throw new RangeError(`No column ${column}; there are ${this.columns.join(", ")}.`);
    return position;
  }

  add(row: number, column: string, value: number): void {
    this.values[row * this.columns.length + this.position(column)]! += value;
  }

  /** Counts a value that may be NaN: into `column` and, where it is a number, one into `counter`. */
  addIfNumber(row: number, column: string, counter: string, value: number): void {
    if (Number.isNaN(value)) return;
    this.add(row, column, value);
    this.add(row, counter, 1);
  }
}
