import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { differencesOf, GrowingLog, parseLoggedLine, readLoggedLines } from "../data/io/growing-log.ts";
import { InvalidInputError, SourceError } from "../errors.ts";
import type { Measurement } from "../evaluation/model-evaluation.ts";
import type { Estimator } from "../models/model.ts";
import { changeOption, either } from "../remedy.ts";
import { readTables, type StoredTables, storeTables } from "./stored-results.ts";

/** All that must be equal for the models of a log to stand in one table with those of this run. */
export interface ComparisonIdentity {
  readonly waymark: string;
  /** Fingerprint of the whole data set. */
  readonly data: string;
  /** Split, candidates, lengths of lists, what is relevant, seed. */
  readonly protocol: string;
  /** Keys of the metrics measured. */
  readonly metrics: readonly string[];
  /** How models were tuned before they were measured; "none" with defaults. */
  readonly tuning: string;
}

const words: Readonly<Record<keyof ComparisonIdentity, string>> = {
  waymark: "version of Waymark",
  data: "data set",
  protocol: "protocol",
  metrics: "choice of metrics",
  tuning: "way of tuning",
};

/** A model that is measured, as it stands in the log. */
export interface LoggedModel {
  readonly model: string;
  /** As asked for, before any tuning. */
  readonly params: Estimator["params"];
  readonly seconds: number;
  readonly measured: Pick<Measurement, "metrics" | "result">;
  readonly tables: StoredTables;
}

/**
 * The finished models of a comparison in a folder: `models.jsonl`, which begins with what is compared (`{"comparison": …}`) and has
 * a line for each model (`{"model": …}`), and a file of results for each. A model is on disk before the next begins. When the table
 * has been reported, `{"reported": true}` follows: then nothing is lost if another comparison takes the folder.
 */
export class ComparisonLog {
  readonly folder: string;
  readonly #log: GrowingLog | undefined;
  readonly #models: Map<string, LoggedModel>;

  private constructor(folder: string, log: GrowingLog | undefined, models: readonly LoggedModel[]) {
    this.folder = folder;
    this.#log = log;
    this.#models = new Map(models.map((logged) => [keyOf(logged), logged]));
  }

  /** Keeps nothing. */
  static none(): ComparisonLog {
    return new ComparisonLog("", undefined, []);
  }

  /**
   * Opens the log in a folder, or begins one.
   *
   * @throws {InvalidInputError} when it holds models of another comparison that were never reported, naming what differs
   * @throws {SourceError} when it is no such log
   * @throws {StorageError}
   */
  static async open(folder: string, comparison: ComparisonIdentity): Promise<ComparisonLog> {
    const path = join(folder, "models.jsonl");
    let found = await readLoggedLines(path);
    const entries = found.lines.map((line) => parseLoggedLine(line) as Entry);
    const [first, ...others] = entries;
    if (first !== undefined) {
      const odd = first.comparison ? others.findIndex(({ model, reported }) => !model && !reported) + 1 : -1;
      if (odd !== 0)
        throw new SourceError(
          path,
          `holds no model on line ${Math.max(1, odd + 1)}.`,
          either(elsewhere, "Remove the folder."),
        );
      const differences = differencesOf(first.comparison!, comparison, words);
      if (differences.length > 0) {
        if (others.some(({ model }) => model) && !others.at(-1)!.reported) throw ofAnother(folder, differences);
        await rm(folder, { recursive: true, force: true });
        found = { lines: [], length: 0, isTorn: false };
      }
    }
    const log = await GrowingLog.open(path, found, standing);
    if (found.lines.length === 0) await log.append({ comparison });
    const models = found.lines.length === 0 ? [] : others.flatMap(({ model }) => (model ? [model] : []));
    return new ComparisonLog(folder, log, models);
  }

  get size(): number {
    return this.#models.size;
  }

  /** A model that was measured before, with its results; `undefined` where it is to be measured. */
  async find(
    estimator: Estimator,
  ): Promise<{ readonly logged: LoggedModel; readonly measurement: Measurement } | undefined> {
    const logged = this.#models.get(keyOf({ model: estimator.key, params: estimator.params }));
    if (logged === undefined) return undefined;
    const tables = await readTables(this.#pathOf(logged), logged.tables);
    return tables && { logged, measurement: { ...logged.measured, tables } };
  }

  /** @throws {StorageError} */
  async add(
    { key: model, params }: Estimator,
    { tables, metrics, result }: Measurement,
    seconds: number,
  ): Promise<void> {
    if (!this.#log) return;
    const stored = await storeTables(this.#pathOf({ model, params }), tables);
    const logged: LoggedModel = {
      model,
      params,
      seconds,
      measured: { metrics, result },
      tables: stored,
    };
    this.#models.set(keyOf(logged), logged);
    await this.#log.append({ model: logged });
  }

  /** The table has been shown. With all of its models there is nothing to go on with, and the log goes. @throws {StorageError} */
  async reported(isComplete: boolean): Promise<void> {
    if (!this.#log) return;
    if (isComplete) return rm(this.folder, { recursive: true, force: true });
    const { path } = this.#log;
    const log = await GrowingLog.open(path, await readLoggedLines(path), standing);
    await log.append({ reported: true });
    await log.close();
  }

  async close(): Promise<void> {
    await this.#log?.close();
  }

  #pathOf(model: Pick<LoggedModel, "model" | "params">): string {
    const name = createHash("sha256").update(keyOf(model)).digest("hex").slice(0, 12);
    return join(this.folder, `${model.model}-${name}.results`);
  }
}

interface Entry {
  readonly comparison?: Readonly<Record<string, unknown>>;
  readonly model?: LoggedModel;
  readonly reported?: boolean;
}

const keyOf = ({ model, params }: Pick<LoggedModel, "model" | "params">): string => JSON.stringify([model, params]);

const standing = "Finished models stand.";

const elsewhere = changeOption("replace", "report");

const ofAnother = (folder: string, differences: readonly string[]): InvalidInputError =>
  new InvalidInputError(
    "The log of the comparison",
    `that of this one or a new folder, and it holds models of an interrupted comparison with ${differences.join(", ")}`,
    folder,
    either(elsewhere, "Remove the folder to begin anew."),
  );
