import { ShapeError } from "../errors.ts";

/**
 * Who had to do with what, as columns of equal length; one row an interaction, in the order of the file.
 * Indexes point into the vocabularies of the data set that owns the rows.
 */
export interface Interactions {
  readonly users: Uint32Array;
  readonly items: Uint32Array;
  /** Ratings; absent for implicit feedback. Finite once cleaned; NaN before that where a field was blank. */
  readonly values?: Float64Array;
  /** How often: plays, clicks, visits; only beside implicit feedback. Above 0 once cleaned. */
  readonly weights?: Float64Array;
  /** Seconds since 1970-01-01 UTC, NaN where unknown; absent when the source has no times. */
  readonly times?: Float64Array;
}

/** The chosen rows, in the order given: copies. */
export function selectRows(rows: Interactions, positions: Uint32Array): Interactions {
  return {
    users: positions.map((p) => rows.users[p]!),
    items: positions.map((p) => rows.items[p]!),
    ...(rows.values && { values: gather(rows.values, positions) }),
    ...(rows.weights && { weights: gather(rows.weights, positions) }),
    ...(rows.times && { times: gather(rows.times, positions) }),
  };
}

/** @throws {ShapeError} when the columns differ in length */
export function checkColumns(rows: Interactions): void {
  for (const column of [rows.items, rows.values, rows.weights, rows.times])
    if (column !== undefined && column.length !== rows.users.length)
      throw new ShapeError("interaction columns", `(${rows.users.length})`, `(${column.length})`);
}

function gather(values: Float64Array, positions: Uint32Array): Float64Array {
  const chosen = new Float64Array(positions.length);
  for (let p = 0; p < positions.length; p++) chosen[p] = values[positions[p]!]!;
  return chosen;
}
