/** Time as a budget sees it; tests put their own in its place. */
export interface Clock {
  /** Seconds. */
  now(): number;
  /** Aborts after so many seconds, unless it is disposed of before. */
  timeout(seconds: number): Timeout;
}
export interface Timeout extends Disposable {
  readonly signal: AbortSignal;
}

export const wallClock: Clock = {
  now: () => performance.now() / 1000,
  timeout(seconds) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new DOMException("Out of time.", "TimeoutError")), 1000 * seconds);
    timer.unref();
    return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

/** Part of a budget kept for intervals, tests and the report. */
const reserved = 0.1;

/**
 * The time of a comparison. Models may begin as long as they are expected to end within nine tenths of it; one that runs on when all of
 * it is gone is stopped.
 */
export class Budget {
  /** Seconds in all; Infinity where there is no limit. */
  readonly seconds: number;
  readonly #clock: Clock;
  readonly #began: number;

  /** @param used seconds that had gone before, e.g. reading the data */
  constructor(seconds: number, clock: Clock, used = 0) {
    this.seconds = seconds;
    this.#clock = clock;
    this.#began = clock.now() - used;
  }

  get used(): number {
    return this.#clock.now() - this.#began;
  }

  /** Seconds left for models. */
  get left(): number {
    return this.seconds * (1 - reserved) - this.used;
  }

  allows(expectedSeconds: number): boolean {
    return expectedSeconds <= this.left;
  }

  /** What stops a model that begins now. */
  limit(): Timeout {
    if (this.seconds === Number.POSITIVE_INFINITY)
      return { signal: new AbortController().signal, [Symbol.dispose]: () => {} };
    return this.#clock.timeout(Math.max(0, this.seconds - this.used));
  }
}
