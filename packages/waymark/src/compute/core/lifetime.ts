/// <reference lib="esnext.disposable" preserve="true" />
import { DisposedError } from "../../errors.ts";

/** Frees what asynchronous calls use: at once when disposed of, or, while some of them are running, when the last one ends. */
export class Lifetime implements Disposable {
  readonly #owner: string;
  readonly #free: () => void;
  #running = 0;
  #disposed = false;

  /** @param owner as errors name it: `"scorer"` */
  constructor(owner: string, free: () => void) {
    this.#owner = owner;
    this.#free = free;
  }

  /** @throws {DisposedError} when it has been disposed of */
  check(): void {
    if (this.#disposed) throw new DisposedError(this.#owner);
  }

  /** Does some work before which nothing is freed. Rejects with `DisposedError` where it would begin too late. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.check();
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      this.#freeIfIdle();
    }
  }

  /** Doing it again does nothing. */
  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#freeIfIdle();
  }

  #freeIfIdle(): void {
    if (this.#disposed && this.#running === 0) this.#free();
  }
}
