/** How unevenly rows are spread over the items that have any. */
export interface Concentration {
  /** Share of all rows held by the most taken 1 %, 10 % and 20 % of items, the number of items rounded up. */
  readonly top1: number;
  readonly top10: number;
  readonly top20: number;
  /** 0: all equally often; towards 1: all rows with one item. */
  readonly gini: number;
}

/**
 * @param counts rows per item, ascending, none 0
 * @see Gini as mean difference over twice the mean: Σ (2i − n − 1) xᵢ / (n Σ xᵢ) for xᵢ ascending, i from 1
 */
export function concentration(counts: Uint32Array): Concentration {
  const n = counts.length;
  if (n === 0) return { top1: 0, top10: 0, top20: 0, gini: 0 };
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < n; i++) {
    total += counts[i]!;
    weighted += (2 * (i + 1) - n - 1) * counts[i]!;
  }
  const top = (percent: number): number => {
    const start = n - Math.ceil((n * percent) / 100);
    let held = 0;
    for (let i = start; i < n; i++) held += counts[i]!;
    return held / total;
  };
  return { top1: top(1), top10: top(10), top20: top(20), gini: weighted / (n * total) };
}
