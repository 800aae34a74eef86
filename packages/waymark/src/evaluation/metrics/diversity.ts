import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { defineMetric } from "./define-metric.ts";
import { checkedCutoff } from "./hits.ts";

/**
 * Intra-list diversity: 1 − the mean cosine over all pairs of items at the first `k` places of one list.
 *
 * Σ over pairs of cos(x, y) = (‖Σ x/‖x‖‖² − m) / 2 for m items, so one pass over the rows is enough instead of m² / 2
 * products: O(entries of the listed rows).
 *
 * Items without features resemble nothing, which would pass for diversity, so they are left out of the pairs.
 */
export class ListDiversity {
  readonly #features: CsrMatrix; // items × features, values ≥ 0
  readonly #inverseNorms: Float64Array; // (items), 0 where an item has no features
  readonly #sum: Float64Array; // (features), all 0 between calls

  /** @param features what items are compared by, e.g. topics */
  constructor(features: CsrMatrix) {
    this.#features = features;
    this.#sum = new Float64Array(features.columnCount);
    this.#inverseNorms = new Float64Array(features.rowCount);
    for (let item = 0; item < features.rowCount; item++) {
      let square = 0;
      for (let p = features.offsets[item]!; p < features.offsets[item + 1]!; p++) square += features.values[p]! ** 2;
      this.#inverseNorms[item] = square > 0 ? 1 / Math.sqrt(square) : 0;
    }
  }

  /**
   * @param ranked items, best first
   * @returns 0 (all alike) … 1 (nothing in common), or NaN when fewer than two listed items have features
   * @throws {RangeError} when `k` is not a positive whole number
   * @see Ziegler et al. 2005, doi:10.1145/1060745.1060754; they report the sum of similarities, we 1 − their mean
   */
  at(k: number, ranked: Uint32Array): number {
    const { offsets, columns } = this.#features;
    const length = Math.min(checkedCutoff(k), ranked.length);
    let counted = 0;
    let touched = 0;
    let square = 0; // ‖Σ x/‖x‖‖², kept up to date as rows are added
    for (let p = 0; p < length; p++) {
      const inverse = this.#inverseNorms[ranked[p]!]!;
      if (inverse === 0) continue;
      counted++;
      touched += offsets[ranked[p]! + 1]! - offsets[ranked[p]!]!;
      square += this.#addRow(ranked[p]!, inverse);
    }
    if (touched > this.#sum.length / 4) this.#sum.fill(0);
    else
      for (let p = 0; p < length; p++)
        for (let q = offsets[ranked[p]!]!; q < offsets[ranked[p]! + 1]!; q++) this.#sum[columns[q]!] = 0;
    return counted < 2 ? Number.NaN : 1 - (square - counted) / (counted * (counted - 1));
  }

  /** Adds an item's scaled row to the sum; returns by how much ‖sum‖² grew. */
  #addRow(item: number, scale: number): number {
    const { offsets, columns, values } = this.#features;
    const sum = this.#sum;
    let growth = 0;
    for (let q = offsets[item]!; q < offsets[item + 1]!; q++) {
      const value = values[q]! * scale;
      const before = sum[columns[q]!]!;
      growth += value * (2 * before + value);
      sum[columns[q]!] = before + value;
    }
    return growth;
  }
}

export const diversity = defineMetric({
  key: "diversity@k",
  label: "Diversity",
  better: "neither",
  group: "beyond",
  description: "How unlike each other the courses of one list are.",
  measure: { of: "list", value: (list, k) => list.diversity.at(k, list.items), mayBeNaN: true },
  absentWhere: "in some fold no list holds two courses that can be compared",
});
