import type { Arena } from "../../compute/core/arena.ts";
import type { Core } from "../../compute/core/core.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { knownBits } from "../known-bits.ts";
import { pairsOf } from "../pairs-of.ts";

/** Where examples of a batch are written, in the core's memory, each of at least so many entries. */
export interface Examples {
  readonly users: Uint32Array;
  readonly items: Uint32Array;
  readonly labels: Float32Array;
  /** 0 where no negative exists: the user has every item. */
  readonly weights: Float32Array;
}

export interface ExampleOptions {
  /** Items no negative may be: those a user has, held-out ones included. */
  readonly known: CsrMatrix;
  /** Labels are the values of the positives instead of 1. */
  readonly rated: boolean;
  /** Drawn against each positive. */
  readonly negatives: number;
}

/** Positives and drawn negatives in an order that is random but needs no room. */
export class ExampleSource implements Disposable {
  /** Examples an epoch. */
  readonly count: number;
  readonly #core: Core;
  readonly #arena: Arena;
  readonly #fixed: {
    readonly pairs: Uint32Array;
    readonly offsets: Uint32Array;
    readonly columns: Uint32Array;
    readonly values: Float32Array | undefined;
    readonly negatives: number;
    readonly pairCount: number;
    readonly items: number;
    readonly bits: number;
    readonly known: Uint32Array | undefined;
    readonly userCount: number;
  };
  #key = 0;

  constructor(core: Core, positives: CsrMatrix, { known, rated, negatives }: ExampleOptions) {
    this.#core = core;
    this.#arena = core.arena();
    this.count = positives.size * (1 + negatives);
    this.#fixed = {
      pairs: pairsOf(positives, this.#arena),
      offsets: this.#arena.indexes(known.offsets),
      columns: this.#arena.indexes(known.columns),
      values: rated ? this.#arena.floats(positives.values) : undefined,
      negatives,
      pairCount: positives.size,
      items: known.columnCount,
      bits: Math.max(2, Math.ceil(Math.log2(this.count + 1))),
      known: knownBits(known, this.#arena),
      userCount: known.rowCount,
    };
  }

  /** Another order, other negatives. */
  shuffle(key: number): void {
    this.#key = key;
  }

  /** Examples `first` … `first + rows − 1` of this epoch. */
  draw(first: number, rows: number, { users, items, labels, weights }: Examples): void {
    const out = { users, drawn: items, labels, weights };
    this.#core.runNow("drawExamples", rows, { ...this.#fixed, ...out, first, key: this.#key });
  }

  [Symbol.dispose](): void {
    this.#arena.dispose();
  }
}
