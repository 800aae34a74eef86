const zero = 48;
const point = 46;
const powersOfTen = Float64Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number in `[start, end)`: NaN for a blank, `undefined` for what is no finite number. Up to 15 digits are read
 * from the bytes (a whole number below 2⁵³ over a power of ten below 10²³ is rounded once, so exactly as written).
 */
export function numberOfBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimalComma: boolean,
): number | undefined {
  if (start === end) return Number.NaN;
  if (end - start > 16) return numberOfText(textOf(bytes, start, end), decimalComma);
  let digits = 0;
  let decimals = -1;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - zero;
    if (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      if (decimals >= 0) decimals++;
    } else if (bytes[at] === point && decimals < 0 && end - start > 1 && !decimalComma) decimals = 0;
    else return numberOfText(textOf(bytes, start, end), decimalComma);
  }
  if (digits > Number.MAX_SAFE_INTEGER) return numberOfText(textOf(bytes, start, end), decimalComma);
  return decimals > 0 ? digits / powersOfTen[decimals]! : digits;
}

export function numberOfText(text: string, decimalComma = false): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return Number.NaN;
  const written = decimalComma ? trimmed.replace(",", ".") : trimmed;
  if (!decimal.test(written)) return undefined;
  const value = Number(written);
  return Number.isFinite(value) ? value : undefined;
}

/** ISO 8601 dates and times; also with a space for the T and with / for -. Without a zone, UTC. */
const isoTime =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Seconds since 1970-01-01 UTC: NaN for a blank, `undefined` for what is no time. */
export function secondsOfText(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return Number.NaN;
  const [, year, month, day, hour = "0", minute = "0", second = "0", zone = "Z"] = isoTime.exec(trimmed) ?? [];
  if (year === undefined) return undefined;
  const date = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day)); // Date.UTC takes 24 for 1924
  const isOnCalendar = new Date(date).getUTCMonth() === Number(month) - 1 && Number(day) > 0;
  if (!isOnCalendar || Number(hour) > 24 || Number(minute) > 59 || Number(second) >= 61) return undefined;
  return date / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - zoneSeconds(zone);
}

/** The same straight from bytes, for YYYY-MM-DD and YYYY-MM-DDThh:mm:ss, a Z behind it or not; `undefined` for all else. */
export function secondsOfBytes(bytes: Uint8Array, start: number, end: number): number | undefined {
  const length = end - start;
  const isDate = length === 10;
  if (!isDate && length !== 19 && !(length === 20 && bytes[end - 1] === 90)) return undefined; // 90: "Z"
  if (bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return undefined; // 45: "-"
  const year = digitsAt(bytes, start, 4);
  const month = digitsAt(bytes, start + 5, 2);
  const day = digitsAt(bytes, start + 8, 2);
  if (!(year >= 1583 && month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month))) return undefined;
  const days = daysBefore(year) + daysBeforeMonth[month]! + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
  if (isDate) return days * 86_400;
  const separator = bytes[start + 10];
  if ((separator !== 32 && separator !== 84) || bytes[start + 13] !== 58 || bytes[start + 16] !== 58) return undefined;
  const hour = digitsAt(bytes, start + 11, 2);
  const minute = digitsAt(bytes, start + 14, 2);
  const second = digitsAt(bytes, start + 17, 2);
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return undefined;
  return days * 86_400 + hour * 3600 + minute * 60 + second;
}

/** NaN where one of the bytes is no digit. */
function digitsAt(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at++) {
    const digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const daysBeforeMonth = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const monthLengths = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysOfMonth = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : monthLengths[month]!);

/** Days from 1970-01-01 to the first of January; the calendar is Gregorian. */
function daysBefore(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719_162;
}

function zoneSeconds(zone: string): number {
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

const textOf = (bytes: Uint8Array, start: number, end: number): string => {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
};
