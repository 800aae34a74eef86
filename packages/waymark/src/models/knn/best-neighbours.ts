/** The `k`-th largest of the first `size` values, 1 ≤ k ≤ size. Reorders them. Hoare's selection, O(size) expected. */
export function kthLargest(values: Float64Array, size: number, k: number): number {
  const wanted = k - 1;
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! > pivot) i++;
      while (values[j]! < pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return values[wanted]!;
}

/**
 * Σ s·d and Σ s over the `limit` neighbours with the largest similarity s (of equal ones, those that come first), d the deviation
 * of each neighbour. Holds the last result, so that a hot loop allocates nothing.
 */
export class BestNeighbours {
  weighted = 0;
  total = 0;
  /** Neighbours summed, at most `limit`. */
  count = 0;
  readonly #limit: number;
  #scratch = new Float64Array(256);

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Over the entries `[start, end)`; every similarity is positive. */
  sum(similarities: Float64Array, deviations: Float64Array, start: number, end: number): void {
    const limit = this.#limit;
    let weighted = 0;
    let total = 0;
    if (end - start <= limit) {
      for (let p = start; p < end; p++) {
        weighted += similarities[p]! * deviations[p]!;
        total += similarities[p]!;
      }
    } else {
      const threshold = this.#threshold(similarities, start, end);
      let ties = limit;
      for (let p = start; p < end; p++) if (similarities[p]! > threshold) ties--;
      for (let p = start; p < end; p++) {
        const s = similarities[p]!;
        if (s < threshold || (s === threshold && ties-- <= 0)) continue;
        weighted += s * deviations[p]!;
        total += s;
      }
    }
    this.weighted = weighted;
    this.total = total;
    this.count = Math.min(limit, end - start);
  }

  #threshold(similarities: Float64Array, start: number, end: number): number {
    const size = end - start;
    if (this.#scratch.length < size) this.#scratch = new Float64Array(2 * size);
    for (let p = 0; p < size; p++) this.#scratch[p] = similarities[start + p]!;
    return kthLargest(this.#scratch, size, this.#limit);
  }
}
