import { InvalidInputError } from "../../errors.ts";

/** Raised whenever the same parameters would give other files. */
export const generatorVersion = 1;

export interface CampusParameters {
  /** 1 … 10,000,000. */
  readonly learners: number;
  /** 20 … 10,000. */
  readonly courses: number;
  /** 0 … 2⁵³ − 1. */
  readonly seed: number;
}

const ranges = {
  learners: [1, 10_000_000],
  courses: [20, 10_000],
  seed: [0, Number.MAX_SAFE_INTEGER],
} as const;

/** @throws {InvalidInputError} naming the range */
export function checkParameters(parameters: CampusParameters): void {
  for (const [field, [least, most]] of Object.entries(ranges)) {
    const value = parameters[field as keyof CampusParameters];
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidInputError(
        field,
        `a whole number from ${least.toLocaleString("en")} to ${most.toLocaleString("en")}`,
        value,
        `For example ${{ learners: 2000, courses: 300, seed: 1 }[field as keyof CampusParameters]}.`,
      );
  }
}

const kinds = { course: 1, traits: 2, path: 3, review: 4 } as const;

/** Generators of one campus never share a stream: 2²⁴ numbers a kind, more than there may be courses or learners. */
export const stream = (kind: keyof typeof kinds, index: number): number => kinds[kind] * 2 ** 24 + index;

export const courseId = (index: number): string => `C${String(index + 1).padStart(4, "0")}`;
export const learnerId = (index: number): string => `L${String(index + 1).padStart(6, "0")}`;
