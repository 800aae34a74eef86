import { readDate } from "./date-text.ts";

/** A time cut into its date, still as text, and the seconds to add to the beginning of that day in UTC. */
export interface CutTime {
  readonly date: string;
  readonly seconds: number;
  /** Written with am or pm. */
  readonly hasHalves: boolean;
}

const clock =
  /(?:^|[\sT,])(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?\s*([ap]\.?\s?m\.?)?\s*(Z|[A-Za-z]{2,5})?\s*([+-]\d{1,2}(?::?\d{2})?)?(?:\s*\([^)]*\))?(?:\s+(\d{4}))?$/i;
const compactClock = /^(\d{8})T?(\d{2})(\d{2})(\d{2})?(Z)?$/;

/** Hours east of Greenwich. Without a zone, a time is in UTC. */
const zones: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ Z: 0, UTC: 0, GMT: 0, UT: 0, WET: 0, WEST: 1, BST: 1, CET: 1, MEZ: 1, CEST: 2, MESZ: 2, EET: 2, EEST: 3 },
    ...{ MSK: 3, IST: 5.5, JST: 9, KST: 9, EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 },
  }),
);

/** `undefined` where a time of day is no time; a text without one is all date. */
export function cutTime(text: string): CutTime | undefined {
  const found = clock.exec(text);
  if (!found) {
    const [, date, hour, minute, second = "0"] = compactClock.exec(text) ?? [];
    if (date === undefined) return { date: text, seconds: 0, hasHalves: false };
    const seconds = secondsOfDay(Number(hour), Number(minute), Number(second));
    return seconds === undefined ? undefined : { date, seconds, hasHalves: false };
  }
  const [, hour, minute, second = "0", half, name, offset, year] = found;
  const seconds = secondsOfDay(hourOfDay(Number(hour), half), Number(minute), Number(second.replace(",", ".")));
  const zone = zoneSeconds(name, offset);
  if (seconds === undefined || zone === undefined) return undefined;
  const date = `${text.slice(0, found.index).replace(/,$/, "")}${year === undefined ? "" : ` ${year}`}`;
  return { date, seconds: seconds - zone, hasHalves: half !== undefined };
}

/** 12 am is 0, 12 pm is 12; NaN for 13 pm. */
function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

const secondsOfDay = (hour: number, minute: number, second: number): number | undefined =>
  hour <= 24 && minute <= 59 && second < 61 ? hour * 3600 + minute * 60 + second : undefined;

/** `undefined` for the name of a zone that is not known. */
export function zoneSeconds(name: string | undefined, offset: string | undefined): number | undefined {
  const named = name === undefined ? 0 : zones.get(name.toUpperCase());
  if (named === undefined) return undefined;
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(offset ?? "") ?? [];
  const east = sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
  return named * 3600 + east;
}

/** Is it a date, with or without a time of day, in some order of day, month and year? */
export function isTimeText(text: string): boolean {
  const cut = cutTime(text.trim());
  return cut !== undefined && readDate(cut.date) !== undefined;
}
