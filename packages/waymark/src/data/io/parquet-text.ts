import type { ParquetReadOptions, SchemaElement } from "hyparquet";

/** The text of a cell that has a value; `undefined` for bytes that are no UTF-8 text. */
export type CellText = (cell: unknown) => string | undefined;

const strictDecoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Options that make hyparquet hand over what is stored: integers, bytes and numbers without its own conversions, which lose
 * digits of decimals and of times. Text that is not UTF-8 throws.
 */
export const readPhysically: Pick<ParquetReadOptions, "utf8" | "geoparquet" | "parsers"> = {
  utf8: false,
  geoparquet: false,
  parsers: {
    stringFromBytes: (bytes) => bytes && strictDecoder.decode(bytes),
    timestampFromNanoseconds: (nanoseconds) => nanoseconds, // of the old 96-bit times
  },
};

/**
 * How the cells of a column read as text: whole numbers as digits, other numbers in the fewest digits that name them, decimals
 * with all their places, times as `2024-05-01 12:30:00.5`. The same as DuckDB's `::varchar`, but for bytes, which are read as UTF-8.
 *
 * The element loses its logical type where the stored value is needed here, so that hyparquet converts nothing.
 */
export function cellTextOf(element: SchemaElement): CellText {
  const { type, converted_type: converted, logical_type: logical, scale = 0 } = element;
  const kind = logical?.type;
  if (
    kind === "STRING" ||
    kind === "ENUM" ||
    kind === "JSON" ||
    converted === "UTF8" ||
    converted === "ENUM" ||
    converted === "JSON"
  ) {
    keepAs(element, "UTF8");
    return String;
  }
  keepAs(element, undefined);
  if (kind === "DECIMAL" || converted === "DECIMAL") return (cell) => decimalText(wholeOf(cell), scale);
  if (kind === "DATE" || converted === "DATE") return (cell) => dateText(Number(cell));
  if (logical?.type === "TIMESTAMP") return timestampText(unitsPerSecond[logical.unit], logical.isAdjustedToUTC);
  if (converted === "TIMESTAMP_MILLIS") return timestampText(1_000, true);
  if (converted === "TIMESTAMP_MICROS") return timestampText(1_000_000, true);
  if (type === "INT96") return timestampText(1_000_000_000, false);
  if (logical?.type === "TIME") return timeText(unitsPerSecond[logical.unit]);
  if (converted === "TIME_MILLIS") return timeText(1_000);
  if (converted === "TIME_MICROS") return timeText(1_000_000);
  if (logical?.type === "INTEGER" ? !logical.isSigned : converted?.startsWith("UINT_"))
    return (cell) => String(typeof cell === "bigint" ? BigInt.asUintN(64, cell) : Number(cell) >>> 0);
  if (kind === "UUID") return (cell) => uuidText(cell as Uint8Array);
  if (kind === "FLOAT16") return (cell) => numberText(halfOf(cell as Uint8Array));
  if (type === "FLOAT") return (cell) => numberText(shortestOfSingle(cell as number));
  if (type === "DOUBLE") return (cell) => numberText(cell as number);
  if (type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY") return (cell) => bytesText(cell as Uint8Array);
  return String; // whole numbers and booleans
}

function keepAs(element: SchemaElement, converted: "UTF8" | undefined): void {
  delete element.logical_type;
  if (converted) element.converted_type = converted;
  else delete element.converted_type;
}

const unitsPerSecond = { MILLIS: 1_000, MICROS: 1_000_000, NANOS: 1_000_000_000 } as const;

/** A stored decimal: an integer, or its bytes, highest first, in two's complement. */
function wholeOf(cell: unknown): bigint {
  if (!(cell instanceof Uint8Array)) return BigInt(cell as number | bigint);
  let value = 0n;
  for (const byte of cell) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(cell.length * 8, value);
}

function decimalText(whole: bigint, scale: number): string {
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${whole < 0n ? "-" : ""}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ""}`;
}

/** The number of fewest digits that is the same in single precision. */
function shortestOfSingle(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return value;
}

/** With a point or an exponent always: `7.0`, `0.1`, `1e-05`, `1e+16`. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

function halfOf([low = 0, high = 0]: Uint8Array): number {
  const sign = high >> 7 ? -1 : 1;
  const exponent = (high >> 2) & 0x1f;
  const fraction = (((high & 3) << 8) | low) / 1024;
  if (exponent === 0x1f) return fraction > 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
}

const secondsOfDay = 86_400;
let lastDay = Number.NaN;
let lastDate = "";

/** `2024-05-01` of a number of days since 1970. */
function dateText(day: number): string {
  if (day === lastDay) return lastDate;
  const date = new Date(day * secondsOfDay * 1000);
  const year = date.getUTCFullYear();
  if (Number.isNaN(year)) return String(day); // beyond the calendar, "infinity" included: no time that anybody took a course
  const rest = `${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
  lastDay = day;
  lastDate =
    year > 0 ? `${String(year).padStart(4, "0")}-${rest}` : `${String(1 - year).padStart(4, "0")}-${rest} (BC)`;
  return lastDate;
}

const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));
const pad = (n: number): string => twoDigits[n]!;

/** `12:30:00.5`: a time of the day, `fraction` in units of which there are `perSecond`. */
function clockText(second: number, fraction: number, perSecond: number): string {
  const clock = `${pad(Math.floor(second / 3600))}:${pad(Math.floor(second / 60) % 60)}:${pad(second % 60)}`;
  if (fraction === 0) return clock;
  return `${clock}.${String(fraction)
    .padStart(String(perSecond).length - 1, "0")
    .replace(/0+$/, "")}`;
}

function timestampText(perSecond: number, isUtc: boolean): CellText {
  const zone = isUtc ? "+00" : "";
  const units = BigInt(perSecond);
  return (cell) => {
    const stored = BigInt(cell as bigint);
    const fraction = Number(((stored % units) + units) % units);
    const seconds = Number((stored - BigInt(fraction)) / units);
    const day = Math.floor(seconds / secondsOfDay);
    return `${dateText(day)} ${clockText(seconds - day * secondsOfDay, fraction, perSecond)}${zone}`;
  };
}

function timeText(perSecond: number): CellText {
  return (cell) => {
    const stored = Number(cell);
    return clockText(Math.floor(stored / perSecond) % secondsOfDay, stored % perSecond, perSecond);
  };
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

const uuidText = (bytes: Uint8Array): string =>
  Array.from(bytes, hex)
    .join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** Bytes without a type that says they are text: many programs write their texts so. */
function bytesText(bytes: Uint8Array): string | undefined {
  try {
    const text = strictDecoder.decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined; // the only thing a fatal decoder throws for
  }
}
