import { InvalidInputError } from "../errors.ts";

/** What a number of a split may be. */
export interface ArgumentRule {
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
}

export const shareRule: ArgumentRule = {
  expected: "a share between 0 and 1",
  accepts: (value) => value >= 1e-6 && value < 1, // below, a number prints as 1e-7
};

export const countRule: ArgumentRule = {
  expected: "a whole number from 2 to 1000",
  accepts: (value) => Number.isInteger(value) && value >= 2 && value <= 1000,
};

/** @throws {InvalidInputError} */
export const checkShare = (name: string, value: number): void => check(name, value, shareRule);

/** @throws {InvalidInputError} */
export const checkCount = (name: string, value: number): void => check(name, value, countRule);

function check(name: string, value: number, { expected, accepts }: ArgumentRule): void {
  if (!accepts(value)) throw new InvalidInputError(name, expected, value);
}
