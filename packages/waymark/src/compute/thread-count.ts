import { availableParallelism } from "node:os";
import { InvalidInputError } from "../errors.ts";
import { MAX_THREADS } from "./core/control-block.ts";

/** All cores, at most 64. */
export const defaultThreads = (): number => Math.min(availableParallelism(), MAX_THREADS);

/**
 * How many threads to use: as many as asked for, by default all cores.
 *
 * @throws {InvalidInputError} unless `asked` is a whole number from 1 to the number of cores (64 at most)
 */
export function threadCount(asked: number | undefined): number {
  const cores = defaultThreads();
  if (asked === undefined) return cores;
  if (Number.isInteger(asked) && asked >= 1 && asked <= cores) return asked;
  throw new InvalidInputError("threads", threadRange(), asked, threadRemedy);
}

/** What a number of threads can be, and what to do about another, in the words of messages. */
export const threadRange = (): string => `a whole number from 1 to ${defaultThreads()}, the cores of this machine`;
export const threadRemedy = "Leave it out to use all cores.";
