import { type DateOrder, type DateText, dayInOrder } from "./date-text.ts";

/** A different date text of a column, how many rows hold it, and whether they write the time of day with am or pm. */
export interface CountedDate {
  readonly date: DateText | undefined;
  readonly rows: number;
  readonly hasHalves: boolean;
}

export interface DecidedOrder {
  readonly order: DateOrder;
  /** Both orders fit every date, so that only custom decides. */
  readonly isGuess: boolean;
}

const patterns: Readonly<Record<DateOrder, string>> = { dmy: "dd/MM/yyyy", mdy: "MM/dd/yyyy", ymd: "yy/MM/dd" };

/** The order as a pattern with the separator that the column writes. */
export const patternOf = (order: DateOrder, separator: string): string => patterns[order].replaceAll("/", separator);

/**
 * The one order of day, month and year in which most rows of a column are days on the calendar. Where day first and month
 * first fit equally, day first is read, as most of the world writes; month first beside am and pm. `undefined` where the column
 * holds no dates of numbers alone.
 */
export function decideOrder(dates: readonly CountedDate[]): DecidedOrder | undefined {
  const fits: Record<DateOrder, number> = { dmy: 0, mdy: 0, ymd: 0 };
  let total = 0;
  let halves = 0;
  let dots = 0;
  for (const { date, rows, hasHalves } of dates) {
    if (date?.kind !== "numbers") continue;
    total += rows;
    if (hasHalves) halves += rows;
    if (date.separator === ".") dots += rows;
    for (const order of ["dmy", "mdy", "ymd"] as const)
      if (dayInOrder(date.numbers, order) !== undefined) fits[order] += rows;
  }
  if (total === 0) return undefined;
  if (fits.ymd > Math.max(fits.dmy, fits.mdy)) return { order: "ymd", isGuess: false };
  if (fits.dmy !== fits.mdy) return { order: fits.dmy > fits.mdy ? "dmy" : "mdy", isGuess: false };
  const isGuess = dots < total; // with points, the day stands first wherever dates are written so
  return { order: halves * 2 > total && isGuess ? "mdy" : "dmy", isGuess };
}
