/** Wall time of the stretches between `start` and `stop`, added up. */
export class Stopwatch {
  #milliseconds = 0;
  #since = 0;

  start(): void {
    this.#since = performance.now();
  }

  stop(): void {
    this.#milliseconds += performance.now() - this.#since;
  }

  get seconds(): number {
    return this.#milliseconds / 1000;
  }
}
