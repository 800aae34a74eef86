import type { Tape } from "../../../compute/neural/tape.ts";

/** Recordings by the number of their rows, made when first asked for: one for whole batches, one for the shorter last. */
export class TapesByRows<T extends { readonly tape: Tape }> implements Disposable {
  readonly #record: (rows: number) => T;
  readonly #made = new Map<number, T>();

  constructor(record: (rows: number) => T) {
    this.#record = record;
  }

  /**
   * Fills a batch and runs it.
   * @returns its mean loss, and how many examples it is of
   */
  async run(
    rows: number,
    fill: (into: T) => void,
    options: Parameters<Tape["run"]>[0],
  ): Promise<{ readonly loss: number; readonly examples: number }> {
    const recorded = this.#made.get(rows) ?? this.#record(rows);
    this.#made.set(rows, recorded);
    fill(recorded);
    await recorded.tape.run(options);
    return { loss: recorded.tape.loss[0]!, examples: rows };
  }

  [Symbol.dispose](): void {
    for (const { tape } of this.#made.values()) tape.dispose();
  }
}
