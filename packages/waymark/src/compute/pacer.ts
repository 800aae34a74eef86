/**
 * Lets a long loop stay interruptible: `await pacer.pause()` in every turn gives the event loop a chance (Ctrl-C,
 * progress, other requests) at most every 40 ms and throws when the signal has been aborted. Cheap when called often.
 */
export class Pacer {
  readonly #signal: AbortSignal | undefined;
  #next = performance.now() + 40;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  /** `undefined` when there is nothing to wait for, so that a hot loop may test before it awaits. */
  pause(): Promise<void> | undefined {
    if (performance.now() < this.#next) return undefined;
    return this.#rest();
  }

  async #rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#signal?.throwIfAborted();
    this.#next = performance.now() + 40;
  }
}
