import type { ColumnNames } from "../source.ts";
import type { Layout } from "./layout.ts";

/** The layout of a file nobody has described, and its first rows as texts (without the header). */
export interface FoundLayout {
  readonly layout: Layout;
  readonly sample: readonly (readonly string[])[];
  /** Columns to read where nobody names others: of statements of a known form, or inside objects. */
  readonly suggested?: ColumnNames;
  /** What was passed over before the table. */
  readonly notes?: readonly string[];
}

export interface LayoutHints {
  /** Field separator; auto-detected when absent. */
  readonly delimiter?: string | undefined;
  /** Lines before the table; found where it is clear when absent. */
  readonly skipLines?: number | undefined;
  /** What the caller will ask for: a first line that holds one of these names is a header. Numbers are positions. */
  readonly wanted?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}
