import { monthOfName } from "./month-names.ts";

/** Order of day, month and year in dates of numbers alone. */
export type DateOrder = "dmy" | "mdy" | "ymd";

/**
 * The date part of a time as written: days since 1970-01-01, or three numbers whose order only the whole column tells
 * ("03/04/2021", "3.4.21").
 */
export type DateText =
  | { readonly kind: "day"; readonly day: number }
  | { readonly kind: "numbers"; readonly numbers: readonly [number, number, number]; readonly separator: string };

const yearFirst = /^(\d{4})\s?([-/.年])\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?$/;
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const korean = /^(\d{4})\s?[년.]\s?(\d{1,2})\s?[월.]\s?(\d{1,2})\s?[일.]?$/;
const threeNumbers = /^(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\.?$/;
const weekday = /^\p{L}+\.?,?\s+(?=.*\d.*\p{L}|\p{L}.*\d)/u;

/** `undefined` for what is no date. Two-digit years are 1970 … 2069. */
export function readDate(text: string): DateText | undefined {
  const [, year, separator, second, third] = yearFirst.exec(text) ?? [];
  if (year !== undefined && separator !== undefined) return dayOf(Number(year), Number(second), Number(third));
  const numbers = threeNumbers.exec(text);
  if (numbers) {
    const [, a, mark, b, c] = numbers;
    const last = c!.length === 2 ? -1 - Number(c) : Number(c); // below 0: two digits
    return { kind: "numbers", numbers: [Number(a), Number(b), last], separator: mark! };
  }
  const [, y, m, d] = compact.exec(text) ?? korean.exec(text) ?? [];
  if (y !== undefined) return dayOf(Number(y), Number(m), Number(d));
  return readNamedMonth(text) ?? (weekday.test(text) ? readNamedMonth(text.replace(weekday, "")) : undefined);
}

/** "1 Oct 2021", "Oct 1st, 2021", "1 de octubre de 2021", "01-Oct-21", "2021 Oct 1", "1. Oktober 2021". */
function readNamedMonth(text: string): DateText | undefined {
  const words = text.split(/[\s,./-]+/).filter((word) => word !== "" && !/^(de|del|of|the|г)$/i.test(word));
  if (words.length !== 3) return undefined;
  const at = words.findIndex((word) => /\p{L}/u.test(word) && monthOfName(word) !== undefined);
  if (at < 0) return undefined;
  const month = monthOfName(words[at]!)!;
  const [first, last] = words
    .filter((_, place) => place !== at)
    .map((word) => word.replace(/(?<=\d)(st|nd|rd|th|er|º|ª)$/i, ""));
  if (!/^\d{1,4}$/.test(first!) || !/^\d{1,4}$/.test(last!)) return undefined;
  return first!.length > 2 ? dayOf(Number(first), month, Number(last)) : dayOf(fullYear(last!), month, Number(first));
}

const fullYear = (text: string): number => (text.length > 2 ? Number(text) : twoDigitYear(Number(text)));

/** 70 … 99 are 1970 … 1999, 0 … 69 are 2000 … 2069. */
export const twoDigitYear = (year: number): number => year + (year >= 70 ? 1900 : 2000);

function dayOf(year: number, month: number, day: number): DateText | undefined {
  const days = daysOf(year, month, day);
  return days === undefined ? undefined : { kind: "day", day: days };
}

/** Days since 1970-01-01 of a day on the calendar, else `undefined`. */
export function daysOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const time = new Date(0).setUTCFullYear(year, month - 1, day); // Date.UTC takes 24 for 1924
  return new Date(time).getUTCMonth() === month - 1 ? time / 86_400_000 : undefined;
}

/** The day that three numbers mean in an order; `undefined` where there is no such day. */
export function dayInOrder([a, b, c]: readonly [number, number, number], order: DateOrder): number | undefined {
  if (order === "ymd") return c < 0 ? daysOf(twoDigitYear(a), b, -1 - c) : undefined;
  const year = c < 0 ? twoDigitYear(-1 - c) : c;
  return order === "dmy" ? daysOf(year, b, a) : daysOf(year, a, b);
}
