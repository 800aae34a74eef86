import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { checkedCutoff } from "./hits.ts";
import { SharedTakers } from "./shared-takers.ts";

/**
 * Intra-list diversity where items are alike as far as the same users took them: 1 − the mean over all pairs of
 *
 *     cos(i, j) = |users of both| / √(|users of i| · |users of j|)
 *
 * The same as `ListDiversity` on 0/1 rows of users, up to rounding, but the cost of a list does not grow with the number of users:
 * O(k²) for a list of k items, beside what `SharedTakers` spends once. Items nobody took are left out of the pairs.
 */
export class TakerDiversity {
  readonly #shared: SharedTakers;
  readonly #inverseNorms: Float64Array; // (items), 0 where nobody took the item

  constructor(itemUsers: CsrMatrix, userItems: CsrMatrix) {
    this.#shared = new SharedTakers(itemUsers, userItems);
    this.#inverseNorms = Float64Array.from({ length: itemUsers.rowCount }, (_, item) => {
      const takers = itemUsers.offsets[item + 1]! - itemUsers.offsets[item]!;
      return takers > 0 ? 1 / Math.sqrt(takers) : 0;
    });
  }

  /**
   * @param ranked items, best first
   * @returns 0 (all taken by the same users) … 1 (by different ones), or NaN when fewer than two listed items were taken by anybody
   * @throws {RangeError} when `k` is not a positive whole number
   */
  at(k: number, ranked: Uint32Array): number {
    const norms = this.#inverseNorms;
    const length = Math.min(checkedCutoff(k), ranked.length);
    let counted = 0;
    let cosines = 0;
    for (let p = 0; p < length; p++) {
      const item = ranked[p]!;
      if (norms[item] === 0) continue;
      counted++;
      for (let q = 0; q < p; q++) {
        const other = ranked[q]!;
        if (norms[other] !== 0) cosines += this.#shared.count(other, item) * norms[item]! * norms[other]!;
      }
    }
    return counted < 2 ? Number.NaN : 1 - (2 * cosines) / (counted * (counted - 1));
  }
}
