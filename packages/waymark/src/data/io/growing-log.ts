import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { SourceError, StorageError } from "../../errors.ts";
import { changeOption } from "../../remedy.ts";

/** The whole lines of a log, and what an interruption left behind them. */
export interface LoggedLines {
  readonly lines: readonly string[];
  /** Bytes of the whole lines. */
  readonly length: number;
  /** A last line without its end, which `GrowingLog.open` cuts off. */
  readonly isTorn: boolean;
}

/** None where there is no file yet. @throws {SourceError} where one stands there that cannot be read */
export async function readLoggedLines(path: string): Promise<LoggedLines> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return new Uint8Array(0);
    throw new SourceError(path, `cannot be read (${error.code ?? error.message}).`, changeOption("replace", "log"));
  });
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  const lines = new TextDecoder().decode(whole).split("\n").slice(0, -1);
  return { lines, length: whole.length, isTorn: whole.length < bytes.length };
}

/**
 * A file of JSON lines that only grows. Each line is flushed to disk before `append` returns, so that a kill or a power cut
 * costs what was under way and nothing that is finished. Meant for one process at a time.
 */
export class GrowingLog {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #standing: string;

  private constructor(path: string, file: FileHandle, standing: string) {
    this.path = path;
    this.#file = file;
    this.#standing = standing;
  }

  /**
   * Opens a log behind its whole lines, or begins one; missing folders are made.
   * @param standing what can be relied on where the disk is full: "Finished trials stand."
   * @throws {StorageError}
   */
  static async open(path: string, { length, isTorn }: LoggedLines, standing: string): Promise<GrowingLog> {
    return stored(path, standing, async () => {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, "a");
      if (isTorn) await file.truncate(length);
      return new GrowingLog(path, file, standing);
    });
  }

  /** @throws {StorageError} */
  async append(line: object): Promise<void> {
    await stored(this.path, this.#standing, async () => {
      await this.#file.appendFile(`${JSON.stringify(line)}\n`);
      await this.#file.sync();
    });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** An object that stands on a line; empty where it is none. */
export function parseLoggedLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/**
 * What differs between the work a log was written for and this one, in words: `"another seed (there 1, here 2)"`.
 * @param words each part as messages name it
 */
export function differencesOf<T extends object>(
  logged: Readonly<Record<string, unknown>>,
  own: T,
  words: Readonly<Record<keyof T, string>>,
): readonly string[] {
  return (Object.keys(words) as (keyof T & string)[]).flatMap((part) => {
    const [there, here] = [JSON.stringify(logged[part]) ?? "none", JSON.stringify(own[part]) ?? "none"];
    return there === here ? [] : [`another ${words[part]} (there ${shortened(there)}, here ${shortened(here)})`];
  });
}

const shortened = (text: string): string => {
  const bare = text.replace(/^"(.*)"$/, "$1");
  return bare.length > 160 ? `${bare.slice(0, 160)}…` : bare;
};

async function stored<T>(path: string, standing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && "syscall" in error) throw new StorageError(path, error, standing);
    throw error;
  }
}
