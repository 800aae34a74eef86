import type { CsrMatrix } from "../../compute/csr-matrix.ts";

/**
 * Where entries of a sparse matrix are stored. A matrix with an entry in every 128 cells or more gets one bit a cell and, for
 * each 32 of them, the number of entries before: O(1) a question, rows × columns / 4 bytes, at most twice what the entries
 * take themselves. In emptier ones rows are short and searched by halving.
 */
export class PairPlaces {
  readonly #matrix: CsrMatrix;
  readonly #words: number;
  readonly #bits: Uint32Array | undefined; // (rows, words)
  readonly #before: Uint32Array; // (rows, words): place of the first entry at or after the word's first column

  constructor(matrix: CsrMatrix) {
    const { rowCount, columnCount, offsets, columns } = matrix;
    this.#matrix = matrix;
    this.#words = Math.ceil(columnCount / 32);
    const size = rowCount * this.#words;
    if (size > 4 * columns.length) {
      this.#before = new Uint32Array(0);
      return;
    }
    const bits = new Uint32Array(size);
    this.#before = new Uint32Array(size);
    for (let r = 0; r < rowCount; r++) {
      const row = r * this.#words;
      for (let p = offsets[r]!; p < offsets[r + 1]!; p++) bits[row + (columns[p]! >>> 5)]! |= 1 << (columns[p]! & 31);
      let place = offsets[r]!;
      for (let w = row; w < row + this.#words; w++) {
        this.#before[w] = place;
        place += countBits(bits[w]!);
      }
    }
    this.#bits = bits;
  }

  /**
   * For each of `columns` the index into the matrix's values, where the row has an entry there, one after the other in
   * `places`, and beside it in `which` the position in `columns`.
   * @returns how many there are
   */
  find(row: number, columns: Uint32Array, places: Uint32Array, which: Uint32Array): number {
    const bits = this.#bits;
    if (!bits) return this.#search(row, columns, places, which);
    const start = row * this.#words;
    const before = this.#before;
    let found = 0;
    // without a branch, which nobody could foresee
    for (let k = 0; k < columns.length; k++) {
      const column = columns[k]!;
      const word = bits[start + (column >>> 5)]!;
      places[found] = before[start + (column >>> 5)]! + countBits(word & ((1 << (column & 31)) - 1));
      which[found] = k;
      found += (word >>> (column & 31)) & 1;
    }
    return found;
  }

  #search(row: number, columns: Uint32Array, places: Uint32Array, which: Uint32Array): number {
    const { offsets, columns: stored } = this.#matrix;
    const end = offsets[row + 1]!;
    let found = 0;
    for (let k = 0; k < columns.length; k++) {
      let low = offsets[row]!;
      let high = end;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (stored[middle]! < columns[k]!) low = middle + 1;
        else high = middle;
      }
      if (low === end || stored[low] !== columns[k]) continue;
      places[found] = low;
      which[found++] = k;
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
