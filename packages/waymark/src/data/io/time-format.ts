import { InvalidInputError } from "../../errors.ts";
import { zoneSeconds } from "./clock-text.ts";
import { daysOf, twoDigitYear } from "./date-text.ts";
import { monthOfName } from "./month-names.ts";

/** Numbers of these kinds may be named instead of a pattern: what one is, in seconds since 1970. */
export const numberFormats: ReadonlyMap<string, (value: number) => number> = new Map([
  ["seconds", (value: number) => value],
  ["milliseconds", (value: number) => value / 1e3],
  ["microseconds", (value: number) => value / 1e6],
  ["nanoseconds", (value: number) => value / 1e9],
  ["excel", excelSeconds],
]);

/** Excel counts days from 1899-12-30, the time of day as a fraction. */
export function excelSeconds(day: number): number {
  return Math.round((day - 25_569) * 86_400_000) / 1000;
}

/** Seconds since 1970-01-01 UTC of a text; `undefined` where it does not follow the pattern. */
export type ReadTime = (text: string) => number | undefined;

interface Token {
  readonly source: string;
  take(parts: Parts, text: string): void;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  half: string | undefined;
  zone: number | undefined;
}

const digits = (source: string, key: "year" | "month" | "day" | "hour" | "minute" | "second"): Token => ({
  source,
  take: (parts, text) => void (parts[key] = Number(text)),
});

const monthName: Token = {
  source: "([\\p{L}.]+)",
  take: (parts, text) => void (parts.month = monthOfName(text) ?? Number.NaN),
};
const zone: Token = {
  source: "(Z|[A-Z]{2,5}|(?:GMT|UTC)?[+-]\\d{1,2}(?::?\\d{2})?)",
  take: (parts, text) => {
    const [, name, offset] = /^([A-Z]*)([+-].*)?$/i.exec(text) ?? [];
    parts.zone = zoneSeconds(name || undefined, offset);
  },
};
const ignored: Token = { source: "([\\p{L}.]+)", take: () => {} };

/** Unicode's date field symbols (UTS 35), as far as times in tables need them. */
const tokens: ReadonlyMap<string, Token> = new Map<string, Token>([
  ["yyyy", digits("(\\d{4})", "year")],
  ["y", digits("(\\d{1,4})", "year")],
  ["yy", { source: "(\\d{2})", take: (parts, text) => void (parts.year = twoDigitYear(Number(text))) }],
  ["M", digits("(\\d{1,2})", "month")],
  ["MM", digits("(\\d{2})", "month")],
  ["MMM", monthName],
  ["MMMM", monthName],
  ["d", digits("(\\d{1,2})", "day")],
  ["dd", digits("(\\d{2})", "day")],
  ["H", digits("(\\d{1,2})", "hour")],
  ["HH", digits("(\\d{2})", "hour")],
  ["h", digits("(\\d{1,2})", "hour")],
  ["hh", digits("(\\d{2})", "hour")],
  ["m", digits("(\\d{1,2})", "minute")],
  ["mm", digits("(\\d{2})", "minute")],
  ["s", digits("(\\d{1,2})", "second")],
  ["ss", digits("(\\d{2})", "second")],
  ["a", { source: "([ap]\\.?m\\.?)", take: (parts, text) => void (parts.half = text) }],
  ...["X", "XX", "XXX", "x", "xx", "xxx", "Z", "ZZZZ", "z", "zzz", "zzzz"].map((name): [string, Token] => [name, zone]),
  ...["E", "EE", "EEE", "EEEE"].map((name): [string, Token] => [name, ignored]),
]);

/** Is it the name of a kind of number, or a pattern that can be read? @throws {InvalidInputError} where it is neither */
export function checkTimeFormat(format: string): void {
  if (!numberFormats.has(format)) compileTimeFormat(format);
}

/**
 * A reader of times written as `pattern` says, in Unicode's letters: `dd/MM/yyyy HH:mm`. Letters between apostrophes, and
 * all that is no letter, stand for themselves.
 *
 * @throws {InvalidInputError} for letters with no meaning, and where day, month and year cannot be read
 */
export function compileTimeFormat(pattern: string): ReadTime {
  const found: Token[] = [];
  let source = "";
  for (const [part] of pattern.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+/g)) {
    const token = part === "T" ? undefined : tokens.get(part);
    if (token) {
      found.push(token);
      source += token.source;
    } else if (/^S+$/.test(part)) {
      found.push({ source: "", take: (parts, text) => void (parts.second += Number(`0.${text}`)) });
      source += "(\\d+)";
    } else if (/^[A-Za-z]/.test(part) && part !== "T") throw unfit(pattern, `has letters without a meaning, ${part}`);
    else source += escaped(part.startsWith("'") ? part.slice(1, -1) || "'" : part);
  }
  const has = (letter: string) => pattern.replace(/'[^']*'/g, "").includes(letter);
  if (!has("y")) throw unfit(pattern, "has no year, yyyy");
  if (has("d") && !has("M")) throw unfit(pattern, "has no month, MM; mm are minutes");
  const expression = new RegExp(`^${source}$`, "iu");
  return (text) => {
    const match = expression.exec(text.trim());
    if (!match) return undefined;
    const parts: Parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, half: undefined, zone: 0 };
    found.forEach((token, at) => void token.take(parts, match[at + 1]!));
    return secondsOf(parts);
  };
}

function secondsOf({ year, month, day, hour, minute, second, half, zone }: Parts): number | undefined {
  const days = daysOf(year, month, day);
  const hours = half === undefined ? hour : (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  if (days === undefined || zone === undefined || hours > 24 || minute > 59 || second >= 61) return undefined;
  return days * 86_400 + hours * 3600 + minute * 60 + second - zone;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/ +/g, "\\s+");

function unfit(pattern: string, fact: string): InvalidInputError {
  const hint = /%|D|Y/.test(pattern) ? " Days are dd, months MM, years yyyy." : "";
  return new InvalidInputError(
    "timeFormat",
    { sentence: `The time format ${JSON.stringify(pattern)} ${fact}.` },
    pattern,
    `Write it as dd/MM/yyyy, yyyy-MM-dd HH:mm or MMM d, yyyy h:mm a, or one of ${[...numberFormats.keys()].join(", ")}.${hint}`,
  );
}
