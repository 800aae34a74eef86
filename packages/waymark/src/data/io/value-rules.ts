import type { ReadOptions } from "../source.ts";
import type { ValueRules } from "./layout.ts";
import { checkTimeFormat } from "./time-format.ts";

/** What the caller says about values. @throws {InvalidInputError} for a format of times that does not exist */
export function rulesOf({ timeFormat, grades, best, scale }: ReadOptions): ValueRules {
  if (timeFormat !== undefined) checkTimeFormat(timeFormat);
  return { timeFormat, grades, best, scale };
}
