import { type FileHandle, open } from "node:fs/promises";
import { csvField } from "./csv-line.ts";

/** A CSV file (RFC 4180, UTF-8) written in pieces, so that its size does not matter. */
export class CsvFile {
  readonly #handle: FileHandle;
  #pending = "";
  /** Rows added, without the header. */
  rows = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Creates the file; one of that name must not exist. */
  static async create(path: string, header: readonly string[]): Promise<CsvFile> {
    const file = new CsvFile(await open(path, "wx"));
    file.#pending = `${header.map(csvField).join(",")}\r\n`;
    return file;
  }

  /** Adds one record, its fields already joined; `await flush()` once `isFull`. */
  add(record: string): void {
    this.#pending += `${record}\r\n`;
    this.rows++;
  }

  get isFull(): boolean {
    return this.#pending.length > 1 << 18;
  }

  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = "";
    if (text !== "") await this.#handle.writeFile(text); // writes on from where the file ends
  }

  /** Writes what is pending and closes. */
  async finish(): Promise<void> {
    await this.flush();
    await this.#handle.close();
  }

  /** Closes without writing what is pending; never throws. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }
}
