import type { PerUserResults } from "../per-user-results.ts";

/**
 * Sums of a table's columns for several weightings of its users at once, in one pass over the rows. What is 0 is left out, and
 * columns that are 1 in every row are counted once for all: of a table where most learners have no hit and one list each, that
 * leaves a third. The sums are to the last bit those of adding up every number, row by row.
 */
export class WeightedSums {
  readonly #units: Uint32Array; // (rows): where the weights of a row's user stand
  readonly #width: number;
  readonly #ones: readonly number[];
  readonly #offsets: Uint32Array; // (rows + 1)
  readonly #columns: Uint32Array; // (entries)
  readonly #values: Float64Array; // (entries)

  /** @param unitOf a number for every user, from 0 */
  constructor({ users, columns, values }: PerUserResults, unitOf: Uint32Array) {
    const width = columns.length;
    const isOne = columns.map((_, c) => users.every((_, r) => values[r * width + c] === 1));
    const counts = (at: number): boolean => values[at] !== 0 && !isOne[at % width];
    let size = 0;
    for (let at = 0; at < values.length; at++) if (counts(at)) size++;
    this.#units = users.map((user) => unitOf[user]!);
    this.#width = width;
    this.#ones = [...columns.keys()].filter((c) => isOne[c]);
    this.#offsets = new Uint32Array(users.length + 1);
    this.#columns = new Uint32Array(size);
    this.#values = new Float64Array(size);
    let entry = 0;
    for (let at = 0; at < values.length; at++) {
      if (counts(at)) {
        this.#columns[entry] = at % width;
        this.#values[entry++] = values[at]!;
      }
      if ((at + 1) % width === 0) this.#offsets[(at + 1) / width] = entry;
    }
  }

  /**
   * @param weights a row counts `weights[unit · weightings + w]` times in weighting w; shape (units, weightings)
   * @param sums shape (weightings, columns), overwritten
   */
  into(sums: Float64Array, weights: Uint16Array, weightings: number): void {
    const width = this.#width;
    const [offsets, columns, values] = [this.#offsets, this.#columns, this.#values];
    const totals = new Float64Array(weightings);
    sums.fill(0);
    for (let r = 0; r < this.#units.length; r++) {
      const [unit, start, end] = [this.#units[r]! * weightings, offsets[r]!, offsets[r + 1]!];
      for (let w = 0; w < weightings; w++) {
        const weight = weights[unit + w]!;
        if (weight === 0) continue;
        totals[w]! += weight;
        for (let e = start; e < end; e++) sums[w * width + columns[e]!]! += weight * values[e]!;
      }
    }
    for (const c of this.#ones) for (let w = 0; w < weightings; w++) sums[w * width + c] = totals[w]!;
  }
}
