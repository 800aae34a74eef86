import { divide, type Sequences, sequencesIn } from "../../compute/neural/sequences.ts";
import type { Tape } from "../../compute/neural/tape.ts";
import type { SequenceInput } from "./sequence-network.ts";

/** Room on a tape for histories, packed one after another without padding. */
export class SequenceBatch implements SequenceInput {
  readonly rows: number;
  readonly items: Uint32Array;
  readonly ages: Uint32Array;
  readonly sequences: Sequences;
  readonly #none: { readonly item: number; readonly age: number };

  constructor(tape: Tape, { rows, maxHistories, length, itemCount }: BatchRoom) {
    this.rows = rows;
    this.items = tape.zerosU32(rows);
    this.ages = tape.zerosU32(rows);
    this.sequences = sequencesIn(tape.arena, maxHistories, length);
    this.#none = { item: itemCount, age: length };
  }

  /**
   * Writes histories, each at most as long as the batch allows and no more than fit.
   * @returns rows used
   */
  fill(histories: readonly Uint32Array[]): number {
    let row = 0;
    for (const history of histories) {
      this.items.set(history, row);
      for (let left = history.length - 1; left >= 0; left--) this.ages[row++] = left;
    }
    this.items.fill(this.#none.item, row);
    this.ages.fill(this.#none.age, row);
    return divide(
      this.sequences,
      histories.map((history) => history.length),
    );
  }
}

export interface BatchRoom {
  readonly rows: number;
  /** Largest number of histories. */
  readonly maxHistories: number;
  /** Longest history. */
  readonly length: number;
  readonly itemCount: number;
}

/**
 * Puts histories into batches in the order given, as many into each as fit; inside a batch long ones first, so that neighbours are of
 * like length.
 */
export function pack<T>(
  histories: readonly T[],
  lengthOf: (history: T) => number,
  { rows, maxHistories }: Pick<BatchRoom, "rows" | "maxHistories">,
): T[][] {
  const batches: T[][] = [];
  let used = rows;
  for (const history of histories) {
    const length = lengthOf(history);
    if (used + length > rows || batches.at(-1)!.length === maxHistories) {
      batches.push([]);
      used = 0;
    }
    batches.at(-1)!.push(history);
    used += length;
  }
  for (const batch of batches) batch.sort((a, b) => lengthOf(b) - lengthOf(a));
  return batches;
}
