import type { RatingRules } from "./decide-ratings.ts";

/** How a file of text is cut into fields. */
export interface DelimitedLayout {
  readonly kind: "delimited";
  readonly delimiter: string;
  /** `"` or, where quotation marks are ordinary characters, nothing. */
  readonly quote: '"' | "";
  /** Lines of titles and the like before the table. @defaultValue 0 */
  readonly skipLines?: number;
  /** Lines that begin with # are no rows. */
  readonly hasComments?: boolean;
  /** Any number of spaces and tabs counts as one separator, which is a space. */
  readonly hasSpaceRuns?: boolean;
  /** A row may end before its last columns, which are blank then. */
  readonly isPadded?: boolean;
  /** The first line names the columns. */
  readonly hasHeader: boolean;
  /** Header cells, or "1", "2" … without header; one per column of the file. */
  readonly names: readonly string[];
  readonly decimalComma?: boolean;
}

/**
 * JSON objects; `names` are the keys of the first ones, those of objects inside them with dots between:
 * `actor.account.name`.
 */
export interface JsonLinesLayout {
  readonly kind: "json-lines";
  readonly names: readonly string[];
  /** Keys that lead to the array of records; none where objects follow each other or stand in one array. One a line when absent. */
  readonly records?: readonly string[];
}

export interface ParquetLayout {
  readonly kind: "parquet";
  readonly names: readonly string[];
}

export type Layout = DelimitedLayout | JsonLinesLayout | ParquetLayout;

/** The layout of a published file that is always the same. */
export function fixedLayout(
  delimiter: string,
  names: readonly string[],
  rest: Partial<Pick<DelimitedLayout, "hasHeader" | "quote">> = {},
): DelimitedLayout {
  return { kind: "delimited", delimiter, quote: "", hasHeader: false, names, ...rest };
}

/** What the caller says about the values of ratings and times. */
export interface ValueRules extends RatingRules {
  /** How times are written; decided by the column when absent (see `checkTimeFormat`). */
  readonly timeFormat?: string | undefined;
}

/** Which columns hold what; 0-based positions in `names`. */
export interface ColumnChoice {
  readonly user: number;
  readonly item: number;
  readonly rating?: number;
  readonly time?: number;
  readonly rules?: ValueRules;
}
