import type { Core } from "../../../compute/core/core.ts";
import { disposeOnThrow } from "../../../compute/core/dispose-on-throw.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { drawFrom, type KnownItems, orderBits } from "../../../compute/sampling/known-pairs.ts";

/** Where comparisons of a batch are written, in the core's memory: rows of users, then items; users + items stands for none. */
export interface Comparisons {
  readonly users: Uint32Array;
  /** Taken by the user. */
  readonly items: Uint32Array;
  /** Not taken by the user, so many to each as were asked for. */
  readonly others: Uint32Array;
  /** 0 where no such item exists, or past the last pair. */
  readonly weights: Float32Array;
}

/** Each pair beside drawn items that the user does not have, in an order that is random but needs no room. */
export class ComparisonSource implements Disposable {
  /** Comparisons an epoch. */
  readonly count: number;
  readonly #core: Core;
  readonly #arena: ReturnType<Core["arena"]>;
  readonly #fixed: ReturnType<typeof drawFrom>;
  readonly #each: number;
  #key = 0;

  constructor(core: Core, pairs: CsrMatrix, known: KnownItems, each: number) {
    this.#core = core;
    this.#arena = core.arena();
    this.count = pairs.size;
    this.#each = each;
    this.#fixed = disposeOnThrow(this.#arena, (arena) => drawFrom(arena, pairs, known));
  }

  /** Another order, other items. */
  shuffle(key: number): void {
    this.#key = key;
  }

  /** Comparisons `first` … `first + rows − 1` of this epoch. */
  draw(first: number, rows: number, { users, items, others, weights }: Comparisons): void {
    const { userCount: base, items: itemCount } = this.#fixed;
    const places = {
      each: this.#each,
      first,
      key: this.#key,
      bits: orderBits(this.count),
      base,
      none: base + itemCount,
    };
    const out = { users, drawn: items, others, weights };
    this.#core.runNow("drawComparisons", rows, { ...this.#fixed, ...places, ...out });
  }

  [Symbol.dispose](): void {
    this.#arena.dispose();
  }
}
