import { daysOf } from "./date-text.ts";
import { excelSeconds } from "./time-format.ts";

/** Units of numbers that are times: how many make a second. */
const units = [
  ["seconds", 1],
  ["milliseconds", 1e3],
  ["microseconds", 1e6],
  ["nanoseconds", 1e9],
] as const;

/** 1979 to 2103, in seconds: a number here is more likely a time of this unit than of another. */
const plausible = { from: 3e8, to: 4.2e9 };

/** How the numbers of a column are times, and the sentence that says so where it is not plain seconds. */
export interface NumberTimes {
  secondsOf(value: number): number;
  /** Every number is its seconds. */
  readonly areSeconds?: true;
  readonly note?: string;
}

/**
 * Decided over the whole column: Excel's days where every number is a day from 1990 to 2064, dates written as 20240501 where
 * every number is one, else seconds, milli-, micro- or nanoseconds by the median, since 10¹¹ s is the year 5138 and 10¹¹ ms is
 * 1973. Numbers that are plausible in another of the units alone are read in that one, and counted. O(rows).
 *
 * @param values NaN where unknown
 */
export function numberTimes(values: Float64Array): NumberTimes {
  const sample = sampleOf(values);
  if (sample.length === 0) return { secondsOf: (value) => value };
  if (holdsEverywhere(values, (value) => value >= 32_874 && value <= 60_000) && spreads(sample))
    return { secondsOf: excelSeconds, note: "Times are Excel's day numbers, such as 44197 for 2021-01-01." };
  if (holdsEverywhere(values, (value) => secondsOfDigits(value) !== undefined))
    return {
      secondsOf: (value) => secondsOfDigits(value)!,
      note: "Times are dates written as one number, such as 20240501.",
    };
  const middle = sample[sample.length >> 1]!;
  const unit = middle < 1e11 ? 0 : middle < 1e14 ? 1 : middle < 1e17 ? 2 : 3;
  return inUnit(values, unit);
}

function inUnit(values: Float64Array, unit: number): NumberTimes {
  const [name, factor] = units[unit]!;
  const isPlausible = (value: number, per: number) => value >= plausible.from * per && value <= plausible.to * per;
  const otherOf = (value: number) => units.find(([, per]) => per !== factor && isPlausible(value, per));
  const [low, high] = [plausible.from * factor, plausible.to * factor];
  let own = 0;
  const others = new Map<string, number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value >= low && value <= high) own++;
    else if (value > plausible.to || factor > 1) {
      const other = otherOf(value);
      if (other) others.set(other[0], (others.get(other[0]) ?? 0) + 1);
    }
  }
  const strays = [...others].map(([other, count]) => `${count.toLocaleString("en-GB")} × ${other}`);
  const mixes = strays.length > 0 && own > 0;
  const whole = factor === 1 ? "" : `Times are ${name} in the file and were turned into seconds.`;
  const mixed = mixes ? `Among times in ${name} stand ${strays.join(", ")}; each was read as what it is.` : "";
  const note = [whole, mixed].filter((part) => part !== "").join(" ");
  return {
    secondsOf(value) {
      if (mixes && !isPlausible(value, factor)) {
        const other = otherOf(value);
        if (other) return value / other[1];
      }
      return value / factor;
    },
    ...(note !== "" ? { note } : { areSeconds: true as const }),
  };
}

/** Magnitudes of some thousand values, ascending. */
function sampleOf(values: Float64Array): number[] {
  const step = Math.max(1, Math.floor(values.length / 4096));
  const some: number[] = [];
  for (let at = 0; at < values.length; at += step) if (!Number.isNaN(values[at])) some.push(Math.abs(values[at]!));
  return some.sort((a, b) => a - b);
}

function holdsEverywhere(values: Float64Array, holds: (value: number) => boolean): boolean {
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row]) && !holds(values[row]!)) return false;
  return true;
}

/** Not one number again and again. */
const spreads = (sample: readonly number[]): boolean => sample.length < 2 || sample[0] !== sample.at(-1);

/** Of 20240501, 202405011230 or 20240501123000. */
function secondsOfDigits(value: number): number | undefined {
  if (!Number.isInteger(value) || value < 19_000_101) return undefined;
  const text = String(value);
  if (text.length !== 8 && text.length !== 12 && text.length !== 14) return undefined;
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)].map(Number);
  if (year! < 1900 || year! > 2100) return undefined;
  const days = daysOf(year!, month!, day!);
  const [hour, minute, second] = [text.slice(8, 10), text.slice(10, 12), text.slice(12, 14)].map(Number);
  if (days === undefined || hour! > 23 || minute! > 59 || second! > 59) return undefined;
  return days * 86_400 + hour! * 3600 + minute! * 60 + second!;
}
