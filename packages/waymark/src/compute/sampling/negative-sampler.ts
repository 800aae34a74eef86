import type { CsrMatrix } from "../csr-matrix.ts";
import type { Random } from "../random.ts";

/** Draws courses that a learner has no row of, in any part of the data. */
export class NegativeSampler {
  readonly #known: CsrMatrix; // users × items, of all parts
  readonly #taken: Uint8Array; // (items)

  /** @param known every row there is: what is held out must never be drawn as a negative */
  constructor(known: CsrMatrix) {
    this.#known = known;
    this.#taken = new Uint8Array(known.columnCount);
  }

  /** How many courses there are to draw from. */
  freeOf(user: number): number {
    return this.#taken.length - this.#known.row(user).columns.length;
  }

  /**
   * Each of the learner's unknown courses with equal chance, none twice; all of them where there are no more than
   * `count`. In arbitrary order.
   */
  draw(user: number, count: number, random: Random): Uint32Array {
    const { columns } = this.#known.row(user);
    const taken = this.#taken;
    for (const item of columns) taken[item] = 1;
    const free = this.freeOf(user);
    const drawn = new Uint32Array(Math.min(count, free));
    if (3 * drawn.length > free) this.#drawFromRest(drawn, free, random);
    else {
      for (let n = 0; n < drawn.length; ) {
        const item = random.below(taken.length);
        if (taken[item] === 1) continue;
        taken[item] = 1;
        drawn[n++] = item;
      }
      for (const item of drawn) taken[item] = 0;
    }
    for (const item of columns) taken[item] = 0;
    return drawn;
  }

  /** Selection sampling over the unknown courses (Knuth, vol. 2, §3.4.2, algorithm S): where many of them are wanted. */
  #drawFromRest(drawn: Uint32Array, free: number, random: Random): void {
    let left = free;
    let n = 0;
    for (let item = 0; n < drawn.length; item++) {
      if (this.#taken[item] === 1) continue;
      if (random.below(left--) < drawn.length - n) drawn[n++] = item;
    }
  }
}
