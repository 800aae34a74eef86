import { isSliceOver, yieldToEventLoop } from "./event-loop.ts";

/**
 * Lets a long loop stay interruptible: `await pacer.pause()` in every turn gives the event loop a chance (Ctrl-C,
 * progress, other requests) whenever a slice is over and throws when the signal has been aborted. Cheap when called often.
 */
export class Pacer {
  readonly #signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  /** `undefined` when there is nothing to wait for, so that a hot loop may test before it awaits. @throws the signal's reason */
  pause(): Promise<void> | undefined {
    this.#signal?.throwIfAborted(); // somebody else's pause may have let the abort in
    return isSliceOver() ? this.#rest() : undefined;
  }

  async #rest(): Promise<void> {
    await yieldToEventLoop();
    this.#signal?.throwIfAborted();
  }
}
