import type { RejectedRows } from "../source.ts";

/** What cleaning did, in the order it did it: `rowsRead` minus the `rows` of every step is `rowsKept`. */
export interface CleaningReport {
  /** Rows of the source, those the reader rejected included. */
  readonly rowsRead: number;
  readonly rowsKept: number;
  readonly users: BeforeAndAfter;
  readonly items: BeforeAndAfter;
  /** Every step that applied to this data, those that found nothing (`rows: 0`) too. */
  readonly steps: readonly CleaningStep[];
  /** The rows the reader rejected, with examples, as in the source. */
  readonly rejected: RejectedRows;
  /** Sentences a reader should see beside the counts; the source's own come first. */
  readonly notes: readonly string[];
}

export interface BeforeAndAfter {
  readonly read: number;
  readonly kept: number;
}

export interface CleaningStep {
  readonly key: CleaningKey;
  /** Rows this step took out. Rows merged into another count as taken out. */
  readonly rows: number;
  /** Rows that stayed with a correction. */
  readonly corrected?: number;
  /** Users or items below their threshold. */
  readonly users?: number;
  readonly items?: number;
  /** How often users and items were gone through until nothing changed. */
  readonly rounds?: number;
  readonly byReason?: Readonly<Record<string, number>>;
  /** The step as a sentence without a full stop. */
  readonly text: string;
}

export type CleaningKey =
  | "rejected"
  | "incomplete"
  | "not-finite"
  | "zero-count"
  | "blank-count"
  | "impossible-times"
  | "out-of-scale"
  | "exact-repeats"
  | "repeated-pairs"
  | "below-threshold"
  | "users-below-threshold"
  | "items-below-threshold";

/** `counted(1, "row")` is "1 row", `counted(2000, "row")` "2,000 rows". */
export const counted = (n: number, noun: string): string => `${n.toLocaleString("en-GB")} ${noun}${n === 1 ? "" : "s"}`;
