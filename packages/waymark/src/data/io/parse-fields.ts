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

export const isTimeText = (text: string): boolean => isoTime.test(text.trim());

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
