import type { CsrMatrix } from "../compute/csr-matrix.ts";

/**
 * Where entries of a sparse matrix are stored, in O(1) each: one bit for each cell and, for each 32 of them, the entries before.
 * O(rows × columns / 32 + stored) to build, rows × columns / 4 bytes; the binary search of `CsrMatrix.find` takes
 * O(log row length) and a mispredicted branch at every turn of it.
 */
export class PairPlaces {
  readonly #words: number;
  readonly #bits: Uint32Array; // (rows, words)
  readonly #before: Uint32Array; // (rows, words): place of the first entry at or after the word's first column

  constructor({ rowCount, columnCount, offsets, columns }: CsrMatrix) {
    this.#words = Math.ceil(columnCount / 32);
    this.#bits = new Uint32Array(rowCount * this.#words);
    this.#before = new Uint32Array(rowCount * this.#words);
    for (let r = 0; r < rowCount; r++) {
      const row = r * this.#words;
      for (let p = offsets[r]!; p < offsets[r + 1]!; p++)
        this.#bits[row + (columns[p]! >>> 5)]! |= 1 << (columns[p]! & 31);
      let place = offsets[r]!;
      for (let w = row; w < row + this.#words; w++) {
        this.#before[w] = place;
        place += countBits(this.#bits[w]!);
      }
    }
  }

  /**
   * For each of `columns` the index into the matrix's values, where the row has an entry there, one after the other in
   * `places`, and beside it in `which` the position in `columns`. Without a branch, which nobody could foresee.
   * @returns how many there are
   */
  find(row: number, columns: Uint32Array, places: Uint32Array, which: Uint32Array): number {
    const start = row * this.#words;
    const bits = this.#bits;
    const before = this.#before;
    let found = 0;
    for (let k = 0; k < columns.length; k++) {
      const column = columns[k]!;
      const word = bits[start + (column >>> 5)]!;
      places[found] = before[start + (column >>> 5)]! + countBits(word & ((1 << (column & 31)) - 1));
      which[found] = k;
      found += (word >>> (column & 31)) & 1;
    }
    return found;
  }
}

/** Warren, Hacker's Delight, 2nd ed., §5-1. */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
