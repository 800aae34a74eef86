import type { RatingRules } from "./decide-ratings.ts";

/** How a file of text is cut into fields. */
export interface DelimitedLayout {
  readonly kind: "delimited";
  readonly delimiter: string;
  /** `"` or, where quotation marks are ordinary characters, nothing. */
  readonly quote: '"' | "";
  readonly encoding: "utf-8" | "latin-1";
  /** The first line names the columns. */
  readonly hasHeader: boolean;
  /** Header cells, or "1", "2" … without header; one per column of the file. */
  readonly names: readonly string[];
  readonly decimalComma?: boolean;
}

/** One JSON object a line; `names` are the keys of the first lines. */
export interface JsonLinesLayout {
  readonly kind: "json-lines";
  readonly names: readonly string[];
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
  rest: Partial<Pick<DelimitedLayout, "hasHeader" | "quote" | "encoding">> = {},
): DelimitedLayout {
  return { kind: "delimited", delimiter, quote: "", encoding: "utf-8", hasHeader: false, names, ...rest };
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
