import type { CsrMatrix } from "../../compute/csr-matrix.ts";

/** Up to so many items whole rows of counts are kept: at most 64 MB. Beyond, the counts of single pairs. */
const mostRows = 4096;
/** Places for single pairs, a power of two: 48 MB. */
const pairPlaces = 2 ** 22;

/**
 * How many users two items share, counted when first asked for and then remembered: whoever asks about the same items again and
 * again, as the lists of many users do, pays for each row or pair once. The counts do not depend on what is remembered.
 *
 * A row costs O(Σ of the rows of its item's users); all rows together O(Σᵤ nᵤ²), nᵤ the items of user u. In a catalogue of more
 * than 4,096 items a pair costs O(min(a + b, a log b)), a ≤ b the users of the two; one that was pushed out is counted again.
 */
export class SharedTakers {
  readonly #itemUsers: CsrMatrix;
  readonly #userItems: CsrMatrix;
  readonly #rows: (Uint32Array | undefined)[] = []; // (items) of (items)
  readonly #pairs: { readonly keys: Float64Array; readonly counts: Uint32Array } | undefined;

  /** @param itemUsers and its transpose, `userItems`: who took what */
  constructor(itemUsers: CsrMatrix, userItems: CsrMatrix, { most = mostRows, places = pairPlaces } = {}) {
    this.#itemUsers = itemUsers;
    this.#userItems = userItems;
    if (itemUsers.rowCount > most)
      this.#pairs = { keys: new Float64Array(places).fill(-1), counts: new Uint32Array(places) };
  }

  /** Users who have both items; a ≠ b. */
  count(a: number, b: number): number {
    if (this.#pairs) return this.#countPair(Math.min(a, b), Math.max(a, b), this.#pairs);
    const other = this.#rows[b];
    if (other) return other[a]!;
    return (this.#rows[a] ??= this.#countRow(a))[b]!;
  }

  #countRow(item: number): Uint32Array {
    const { offsets, columns } = this.#itemUsers;
    const { offsets: starts, columns: items } = this.#userItems;
    const counts = new Uint32Array(this.#itemUsers.rowCount);
    for (let p = offsets[item]!; p < offsets[item + 1]!; p++) {
      const user = columns[p]!;
      for (let q = starts[user]!; q < starts[user + 1]!; q++) counts[items[q]!]!++;
    }
    return counts;
  }

  #countPair(a: number, b: number, { keys, counts }: { keys: Float64Array; counts: Uint32Array }): number {
    const key = a * this.#itemUsers.rowCount + b;
    const place = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) & (keys.length - 1);
    if (keys[place] !== key) {
      counts[place] = sharedColumns(this.#itemUsers, a, b);
      keys[place] = key;
    }
    return counts[place]!;
  }
}

/** Columns that two rows have in common. */
export function sharedColumns(matrix: CsrMatrix, a: number, b: number): number {
  const { offsets } = matrix;
  const [small, large] = offsets[a + 1]! - offsets[a]! <= offsets[b + 1]! - offsets[b]! ? [a, b] : [b, a];
  const [first, second] = [matrix.row(small).columns, matrix.row(large).columns];
  let shared = 0;
  if (first.length * Math.log2(second.length + 1) < second.length) {
    for (const column of first) if (matrix.find(large, column) !== undefined) shared++;
    return shared;
  }
  for (let p = 0, q = 0; p < first.length && q < second.length; ) {
    const difference = first[p]! - second[q]!;
    if (difference === 0) shared++;
    if (difference <= 0) p++;
    if (difference >= 0) q++;
  }
  return shared;
}
