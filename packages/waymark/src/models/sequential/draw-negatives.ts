import type { Random } from "../../compute/random.ts";
import { drawDistinct } from "../../compute/sampling/draw-distinct.ts";
import { drawsForEach, type LossSettings, type NextItemTape } from "./next-item-tape.ts";

const ATTEMPTS = 32; // at an item the history lacks

/** Draws items that somebody took against the next items of a batch. */
export class NegativeDrawer {
  readonly #pool: Uint32Array;
  readonly #settings: LossSettings;
  readonly #none: number;

  /**
   * @param pool items to draw from, each once; reordered in place
   * @param none stands for an item that could not be drawn, since the history lacks none
   */
  constructor(pool: Uint32Array, settings: LossSettings, none: number) {
    this.#pool = pool;
    this.#settings = settings;
    this.#none = none;
  }

  /** Fills the tape's draws: different items for all rows alike, or each row's own, none of them in its history. */
  draw({ drawn }: NextItemTape, histories: readonly Uint32Array[], random: Random): void {
    if (drawsForEach(this.#settings.loss)) this.#drawForEach(drawn, histories, random);
    else drawDistinct(this.#pool, drawn, random);
  }

  #drawForEach(drawn: Uint32Array, histories: readonly Uint32Array[], random: Random): void {
    const pool = this.#pool;
    let at = 0;
    for (const history of histories) {
      const own = new Set(history);
      for (let n = (history.length - 1) * this.#settings.negatives; n > 0; n--) {
        let item = pool[random.below(pool.length)]!;
        for (let attempt = 1; own.has(item) && attempt < ATTEMPTS; attempt++) item = pool[random.below(pool.length)]!;
        drawn[at++] = own.has(item) ? this.#none : item;
      }
    }
  }
}
