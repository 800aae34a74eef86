import { InvalidInputError } from "../../errors.ts";

/** Raised whenever the same parameters would give other files. */
export const generatorVersion = 1;
export const generatorName = "waymark skill logs";

export interface SkillLogParameters {
  /** 1 … 1,000,000. */
  readonly learners: number;
  /** 70 … 20,000. */
  readonly questions: number;
  /** 0 … 2⁵³ − 1. */
  readonly seed: number;
}

const ranges = {
  learners: { least: 1, most: 1_000_000, usual: 20_000 },
  questions: { least: 70, most: 20_000, usual: 2000 },
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER, usual: 1 },
} as const;

/** Questions where nobody names a number. */
export const usualQuestions = ranges.questions.usual;

/** @throws {InvalidInputError} naming the range */
export function checkParameters(parameters: SkillLogParameters): void {
  for (const [field, { least, most, usual }] of Object.entries(ranges)) {
    const value = parameters[field as keyof SkillLogParameters];
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidInputError(
        field,
        `a whole number from ${least.toLocaleString("en")} to ${most.toLocaleString("en")}`,
        value,
        `For example ${usual}.`,
      );
  }
}

const kinds = { question: 1, traits: 2, path: 3 } as const;

/** Generators of one set of logs never share a stream: 2²⁴ numbers a kind, more than there may be learners. */
export const stream = (kind: keyof typeof kinds, index: number): number => kinds[kind] * 2 ** 24 + index;

export const questionId = (index: number): string => `q${index + 1}`;
export const learnerId = (index: number): string => `u${index + 1}`;
