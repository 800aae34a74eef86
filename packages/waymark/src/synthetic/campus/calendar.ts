/**
 * Twelve terms, two a year: S1 runs from February to June, S2 from September to January. The last one is running when
 * the campus is written; term number 12 has been announced. Days are counted from 1970-01-01.
 */
export const termCount = 12;
export const currentTerm = termCount - 1;
const firstYear = 2019;

/** "2021-S2"; names sort in order of time. */
export const termName = (term: number): string => `${firstYear + (term >> 1)}-S${(term & 1) + 1}`;

const dayOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / 86_400_000;

export const termStart = (term: number): number => dayOf(firstYear + (term >> 1), (term & 1) === 0 ? 2 : 9, 1);
export const termEnd = (term: number): number =>
  (term & 1) === 0 ? dayOf(firstYear + (term >> 1), 6, 30) : dayOf(firstYear + (term >> 1) + 1, 1, 31);

const names = new Map<number, string>();

/** "2021-09-14", from a table: a large campus writes the same few thousand days millions of times. */
export function isoDate(day: number): string {
  let name = names.get(day);
  if (name === undefined) {
    name = new Date(day * 86_400_000).toISOString().slice(0, 10);
    names.set(day, name);
  }
  return name;
}
