import { differencesOf, GrowingLog, parseLoggedLine, readLoggedLines } from "../data/io/growing-log.ts";
import { InvalidInputError, SourceError } from "../errors.ts";
import type { Evaluation } from "../evaluation/result.ts";
import { changeOption, either } from "../remedy.ts";
import { isSame } from "./configurations.ts";
import type { Outcome } from "./run-trial.ts";
import type { Configuration } from "./search-space.ts";

/** A finished trial as it stands in the log: what was tried, and what came of it. */
export interface LoggedTrial extends Outcome {
  readonly params: Configuration;
  readonly amount?: number;
}

/**
 * The trials of a search as a file of JSON lines that only grows: the search on the first line (`{"search": …}`), then a
 * line for each finished trial (`{"trial": …}`), at last the figures on the test part (`{"test": …}`). A kill or a power cut
 * costs one trial at most (see `GrowingLog`). Trials are found by what was tried, not by their number, so a search may go on
 * with more trials than before.
 */
export class TrialLog {
  readonly path: string;
  readonly #log: GrowingLog | undefined;
  readonly #trials: Map<string, LoggedTrial>;
  #tests: readonly LoggedTest[];

  private constructor(path: string, log: GrowingLog | undefined, { trials, tests }: Logged) {
    this.path = path;
    this.#log = log;
    this.#trials = new Map(trials.map((trial) => [keyOf(trial), trial]));
    this.#tests = tests;
  }

  /** Remembers trials of this process only. */
  static inMemory(): TrialLog {
    return new TrialLog("", undefined, { trials: [], tests: [] });
  }

  /**
   * Opens a log, or begins one.
   *
   * @param onNote called when the last line is torn
   * @throws {InvalidInputError} when it is the log of another search, naming what differs
   * @throws {SourceError} when it is no trial log, or damaged before its last line
   * @throws {StorageError}
   */
  static async open(path: string, search: SearchIdentity, onNote?: (text: string) => void): Promise<TrialLog> {
    const found = await readLoggedLines(path);
    const logged = readLines(path, found.lines, search);
    const log = await GrowingLog.open(path, found, "Finished trials stand.");
    if (found.isTorn)
      onNote?.(`${path}: the last line was torn by an interruption; it was dropped, and its trial runs again.`);
    if (found.lines.length === 0) await log.append({ search });
    return new TrialLog(path, log, logged);
  }

  get size(): number {
    return this.#trials.size;
  }

  find(tried: Pick<LoggedTrial, "params" | "amount">): LoggedTrial | undefined {
    return this.#trials.get(keyOf(tried));
  }

  /** @throws {StorageError} */
  async add(trial: LoggedTrial): Promise<void> {
    this.#trials.set(keyOf(trial), trial);
    await this.#log?.append({ trial });
  }

  /** The figures of a configuration on the test part, once they are known. */
  findTest(params: Configuration, protocol: string): Evaluation | undefined {
    return this.#tests.find((test) => test.protocol === protocol && isSame(test.params, params))?.evaluation;
  }

  /** @throws {StorageError} */
  async addTest(test: LoggedTest): Promise<void> {
    this.#tests = [...this.#tests, test];
    await this.#log?.append({ test });
  }

  async close(): Promise<void> {
    await this.#log?.close();
  }
}

export interface LoggedTest {
  readonly params: Configuration;
  /** How it was measured, in the words of `--split`, `--k` and so on. */
  readonly protocol: string;
  readonly evaluation: Evaluation;
}
interface Logged {
  readonly trials: readonly LoggedTrial[];
  readonly tests: readonly LoggedTest[];
}

function readLines(path: string, lines: readonly string[], search: SearchIdentity): Logged {
  const trials: LoggedTrial[] = [];
  const tests: LoggedTest[] = [];
  lines.forEach((line, n) => {
    const entry: Entry = parseLoggedLine(line);
    if (n === 0 && entry.search) checkSameSearch(path, entry.search, search);
    else if (n > 0 && entry.trial) trials.push(entry.trial);
    else if (n > 0 && entry.test) tests.push(entry.test);
    else {
      const fact = n === 0 ? "is no log of trials." : `holds no trial on line ${n + 1}.`;
      throw new SourceError(path, fact, either(changeOption("replace", "log"), "Remove the file."));
    }
  });
  return { trials, tests };
}

interface Entry {
  readonly search?: Readonly<Record<string, unknown>>;
  readonly trial?: LoggedTrial;
  readonly test?: LoggedTest;
}

const keyOf = ({ params, amount }: Pick<LoggedTrial, "params" | "amount">): string =>
  JSON.stringify([params, amount ?? null]);

/** All that must be equal for the trials of a log to be trials of this search. The number of trials may differ. */
export interface SearchIdentity {
  readonly waymark: string;
  /** Fingerprint of the whole data set. */
  readonly data: string;
  readonly model: string;
  readonly search: string;
  readonly metric: string;
  readonly space: unknown;
  readonly fixed: unknown;
  readonly split: string;
  /** The protocol of the trials: validation split, candidates, lengths of lists, what is relevant. */
  readonly validation: string;
  /** What successive halving divides; null without. */
  readonly resource: string | null;
  readonly seed: number;
}

/** Each part as messages name it. */
const words: Readonly<Record<keyof SearchIdentity, string>> = {
  waymark: "version of Waymark",
  data: "data set",
  model: "model",
  search: "kind of search",
  metric: "metric",
  space: "search space",
  fixed: "choice of fixed parameters",
  split: "test split",
  validation: "validation protocol",
  resource: "resource",
  seed: "seed",
};

/**
 * @param path the log, for the message
 * @throws {InvalidInputError} that names each difference with both sides
 */
function checkSameSearch(path: string, logged: Readonly<Record<string, unknown>>, own: SearchIdentity): void {
  const differences = differencesOf(logged, own, words);
  if (differences.length === 0) return;
  throw new InvalidInputError(
    "The trial log",
    `that of this search or a new file, and it holds a search with ${differences.join(", ")}`,
    path,
    either(changeOption("replace", "log"), "Remove the file to begin anew."),
  );
}
