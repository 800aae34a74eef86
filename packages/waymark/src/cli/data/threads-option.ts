import { availableParallelism } from "node:os";
import { Option } from "commander";
import { threadRange, threadRemedy } from "../../compute/thread-count.ts";
import { InvalidInputError } from "../../errors.ts";

/** `--threads`, of every command that trains or ranks. */
export const threadsOption = (): Option =>
  new Option("--threads <n>", `threads to use, 1 to ${availableParallelism()}`)
    .argParser(parseThreads)
    .default(availableParallelism(), "all cores");

function parseThreads(text: string): number {
  const threads = Number(text);
  if (text.trim() === "" || !Number.isInteger(threads) || threads < 1 || threads > availableParallelism())
    throw new InvalidInputError("--threads", threadRange(), text, threadRemedy);
  return threads;
}
