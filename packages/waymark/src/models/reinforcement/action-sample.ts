import type { Arena } from "../../compute/core/arena.ts";
import type { Random } from "../../compute/random.ts";
import { drawDistinct } from "../../compute/sampling/draw-distinct.ts";

/** Actions whose values a step compares: all there are, or as many drawn anew, each at most once. */
export class ActionSample {
  /** Item indexes, shape (actions). */
  readonly items: Uint32Array;
  /** Column of each item, shape (all items); 2³² − 1 for those not in the sample. */
  readonly place: Uint32Array;
  readonly #all: Uint32Array;
  readonly #pool: Uint32Array; // the same, in the order that drawing has left

  /**
   * @param pool items there are to choose from
   * @param itemCount of the whole catalogue
   */
  constructor(arena: Arena, pool: Uint32Array, itemCount: number, maxActions: number) {
    this.#all = pool;
    this.#pool = pool.slice();
    this.items = arena.copyU32(pool.subarray(0, maxActions));
    this.place = arena.u32(itemCount).fill(NOWHERE);
    this.#place();
  }

  get isWhole(): boolean {
    return this.items.length === this.#pool.length;
  }

  /** ln(all / drawn): what is added to a drawn value so that a sum of exponentials over the sample stands for all. */
  get logitOffset(): number {
    return Math.log(this.#pool.length / this.items.length);
  }

  /** What is drawn from here on depends on the random numbers alone. */
  startAgain(): void {
    this.#pool.set(this.#all);
  }

  /** Uniform, without replacement. O(actions). */
  draw(random: Random): void {
    if (this.isWhole) return;
    for (const item of this.items) this.place[item] = NOWHERE;
    drawDistinct(this.#pool, this.items, random);
    this.#place();
  }

  #place(): void {
    this.items.forEach((item, column) => {
      this.place[item] = column;
    });
  }
}

const NOWHERE = 0xffff_ffff;
