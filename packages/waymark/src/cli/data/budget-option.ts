import { InvalidInputError } from "../../errors.ts";

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** `2m`, `90s`, `1.5h`, `120` (seconds) or `none`: seconds, Infinity for none. @throws {InvalidInputError} */
export function parseBudget(text: string): number {
  if (text.trim() === "none") return Number.POSITIVE_INFINITY;
  const [, number, unit = "s"] = /^\s*(\d*\.?\d+)\s*([smh])?\s*$/.exec(text) ?? [];
  const seconds = Number(number) * units[unit]!;
  if (seconds > 0) return seconds;
  throw new InvalidInputError("--budget", "a time such as 90s, 2m or 1h, or none", text);
}
