import type { CallOptions, Core } from "../../compute/core/core.ts";
import type { Adam } from "../../compute/neural/optimizers/adam.ts";
import { Tape, type TapeOptions } from "../../compute/neural/tape.ts";
import type { Tensor } from "../../compute/neural/tensor.ts";
import type { Examples } from "./example-source.ts";
import type { PairNet, PairOutput } from "./pair-net.ts";

/** A tape with its inputs. */
export interface PairTape extends Examples {
  readonly tape: Tape;
  readonly output: Tensor;
}

/** Notes a network over so many pairs; with `loss` its loss too, with an optimizer the way back and its step. */
export function recordPairs(
  core: Core,
  output: PairOutput,
  rows: number,
  { loss, optimizer, ...options }: TapeOptions & { readonly loss?: PairNet["loss"]; readonly optimizer?: Adam },
): PairTape {
  const tape = new Tape(core, options);
  const [users, items] = [tape.indexes(rows), tape.indexes(rows)];
  const [labels, weights] = [tape.floats(rows), tape.floats(rows).fill(1)];
  const result = output(tape, rows, users, items);
  loss?.(tape, result, labels, weights);
  optimizer?.record(tape);
  return { tape, users, items, labels, weights, output: result };
}

/** Tapes by the number of their rows: one for whole batches, one for the last. */
export class PairTapes implements Disposable {
  readonly #record: (rows: number) => PairTape;
  readonly #tapes = new Map<number, PairTape>();

  constructor(record: (rows: number) => PairTape) {
    this.#record = record;
  }

  /** Fills a batch, runs it. @returns its mean loss */
  async run(
    rows: number,
    fill: (into: Examples) => void,
    options: Pick<CallOptions, "threads" | "signal">,
  ): Promise<number> {
    const known = this.#tapes.get(rows) ?? this.#record(rows);
    this.#tapes.set(rows, known);
    fill(known);
    await known.tape.run(options);
    return known.tape.loss[0]!;
  }

  [Symbol.dispose](): void {
    for (const { tape } of this.#tapes.values()) tape.dispose();
  }
}
