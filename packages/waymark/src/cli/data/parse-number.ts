import { InvalidInputError } from "../../errors.ts";

/** Parser for commander: a finite number. */
export const parseNumber =
  (option: string) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidInputError(option, "a number", text);
    return value;
  };

/** Parser for commander: a whole number within bounds. */
export const parseWhole =
  (option: string, min: number, max = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    if (text.trim() === "" || !Number.isInteger(value) || value < min || value > max)
      throw new InvalidInputError(option, `a whole number ${range}`, text);
    return value;
  };

/** Parser for commander: whole numbers separated by commas, ascending, each once. */
export const parseWholeList =
  (option: string, min: number) =>
  (text: string): readonly number[] =>
    [...new Set(text.split(",").map((part) => parseWhole(option, min)(part)))].sort((a, b) => a - b);

/** Parser for commander: a seed, the same range wherever one is taken. */
export const parseSeed = parseWhole("--seed", 0, 2 ** 32 - 1);
