import type { Chunk } from "./write-atomically.ts";

/** A table as it is written: named, typed columns, and rows that come a piece at a time. */
export interface TableColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "number";
  /** Some cells may be `undefined`. */
  readonly optional?: boolean;
}

/** Some rows, column by column: one array a column, all of equal length. */
export type TablePiece = readonly (readonly (string | number | undefined)[])[];

/** The contents of a file, made while the pieces arrive. The next piece is asked for once its chunks have been taken. */
export type EncodeTable = (columns: readonly TableColumn[], pieces: AsyncIterable<TablePiece>) => AsyncIterable<Chunk>;
