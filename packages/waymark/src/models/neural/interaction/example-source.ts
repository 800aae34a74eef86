import type { Arena } from "../../../compute/core/arena.ts";
import type { Core } from "../../../compute/core/core.ts";
import { disposeOnThrow } from "../../../compute/core/dispose-on-throw.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { drawFrom, type KnownItems, orderBits } from "../../../compute/sampling/known-pairs.ts";

/** Where examples of a batch are written, in the core's memory, each of at least so many entries. */
export interface Examples {
  readonly users: Uint32Array;
  readonly items: Uint32Array;
  readonly labels: Float32Array;
  /** 0 where no negative exists: the user has every item. */
  readonly weights: Float32Array;
}

export interface ExampleOptions {
  readonly known: KnownItems;
  /** Labels are the values of the positives instead of 1. */
  readonly explicit: boolean;
  /** Drawn against each positive. */
  readonly negatives: number;
}

/** Positives and drawn negatives in an order that is random but needs no room. */
export class ExampleSource implements Disposable {
  /** Examples an epoch. */
  readonly count: number;
  readonly #core: Core;
  readonly #arena: Arena;
  readonly #fixed: ReturnType<typeof drawFrom> & {
    readonly values: Float32Array | undefined;
    readonly negatives: number;
    readonly bits: number;
  };
  #key = 0;

  constructor(core: Core, positives: CsrMatrix, { known, explicit, negatives }: ExampleOptions) {
    this.#core = core;
    this.#arena = core.arena();
    this.count = positives.size * (1 + negatives);
    this.#fixed = disposeOnThrow(this.#arena, (arena) => ({
      ...drawFrom(arena, positives, known),
      values: explicit ? arena.copyF32(positives.values) : undefined,
      negatives,
      bits: orderBits(this.count),
    }));
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
