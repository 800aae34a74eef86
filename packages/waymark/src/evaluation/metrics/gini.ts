import { defineMetric } from "./define-metric.ts";

/**
 * Gini coefficient of exposure: how unequally list places are shared out among all items of the catalogue, those never
 * shown included.
 *
 *     G = Σ (2 i − n − 1) xᵢ / (n Σ xᵢ),  x ascending, i = 1 … n
 *
 * @param exposure in how many lists each item stands, one entry per item of the catalogue
 * @returns 0 (every item equally often) … 1 − 1/n (one item only); NaN when nothing is shown
 * @see Fleder & Hosanagar 2009, doi:10.1287/mnsc.1080.0974, for recommender lists; Gini 1912
 * @example giniAt(Uint32Array.of(0, 0, 4, 4)) // (1 · 4 + 3 · 4) / (4 · 8) = 0.5
 */
export function giniAt(exposure: Uint32Array): number {
  const sorted = exposure.slice().sort();
  let weighted = 0;
  let total = 0;
  for (let p = 0; p < sorted.length; p++) {
    weighted += (2 * p + 1 - sorted.length) * sorted[p]!;
    total += sorted[p]!;
  }
  return weighted / (sorted.length * total);
}

export const gini = defineMetric({
  key: "gini@k",
  label: "Gini",
  better: "lower",
  group: "beyond",
  description: "How unequally the places are shared out: 0 evenly, 1 to one.",
  measure: { of: "exposure", value: giniAt },
});
