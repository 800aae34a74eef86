import type { CallOptions, Core } from "../../compute/core/core.ts";
import { disposeOnThrow } from "../../compute/core/dispose-on-throw.ts";
import { Network, type Weights } from "../../compute/neural/network.ts";
import { Tape } from "../../compute/neural/tape.ts";
import type { Tensor } from "../../compute/neural/tensor.ts";
import { pack, SequenceBatch } from "./sequence-batch.ts";
import type { DeclaredNet, SequenceNet } from "./sequence-network.ts";

const ROWS = 4096; // of many histories at a time

interface Reader {
  readonly tape: Tape;
  readonly batch: SequenceBatch;
  readonly output: Tensor;
}

/** A trained network in the core's memory, ready to read histories. */
export class SequenceEncoder implements Disposable {
  readonly #core: Core;
  readonly #net: SequenceNet;
  readonly #network: Network;
  readonly #declared: DeclaredNet;
  readonly #itemCount: number;
  readonly #readers = new Map<number, Reader>();

  constructor(core: Core, net: SequenceNet, weights: Weights, itemCount: number) {
    this.#core = core;
    this.#net = net;
    this.#itemCount = itemCount;
    this.#network = new Network(core, { trainable: () => false });
    this.#declared = disposeOnThrow(this.#network, (network) => {
      const declared = net.declare(network, itemCount);
      network.load(weights);
      return declared;
    });
  }

  /** What comes after one history, oldest item first, at least one: (width). At once. */
  encodeNow(history: Uint32Array): Float32Array {
    const latest = history.subarray(Math.max(0, history.length - this.#net.length));
    const reader = this.#reader(2 ** Math.ceil(Math.log2(latest.length)), 1);
    reader.batch.fill([latest]);
    reader.tape.runNow();
    return this.#state(reader, latest.length - 1);
  }

  /** The same for many histories, on all threads. */
  async encode(histories: readonly Uint32Array[], options: CallOptions = {}): Promise<Float32Array[]> {
    const { length } = this.#net;
    const states = new Array<Float32Array>(histories.length);
    const rows = Math.max(ROWS, length);
    const reader = this.#reader(rows, rows);
    const latest = histories.map((history) => history.subarray(Math.max(0, history.length - length)));
    const lengthOf = (n: number): number => latest[n]!.length;
    for (const batch of pack([...latest.keys()], lengthOf, { rows, maxHistories: rows })) {
      reader.batch.fill(batch.map((n) => latest[n]!));
      await reader.tape.run(options);
      let row = 0;
      for (const n of batch) {
        row += lengthOf(n);
        states[n] = this.#state(reader, row - 1);
      }
    }
    return states;
  }

  [Symbol.dispose](): void {
    for (const { tape } of this.#readers.values()) tape.dispose();
    this.#network.dispose();
  }

  #state({ output }: Reader, row: number): Float32Array {
    return output.values.slice(row * output.columns, (row + 1) * output.columns);
  }

  /** A tape for so many rows, made when first needed. */
  #reader(rows: number, maxHistories: number): Reader {
    const known = this.#readers.get(rows);
    if (known) return known;
    const room = { rows, maxHistories, length: this.#net.length, itemCount: this.#itemCount };
    const reader = disposeOnThrow(new Tape(this.#core), (tape) => {
      const batch = new SequenceBatch(tape, room);
      return { tape, batch, output: this.#declared.encode(tape, batch) };
    });
    this.#readers.set(rows, reader);
    return reader;
  }
}
