import { defineMetric } from "./define-metric.ts";

/**
 * Catalogue coverage: share of all items that stand in anyone's list.
 *
 * Depends on how many lists there are, so compare models on the same users only.
 *
 * @param exposure in how many lists each item stands, one entry per item of the catalogue
 * @returns 0 … 1, NaN for an empty catalogue
 * @see Ge, Delgado-Battenfeld & Jannach 2010, doi:10.1145/1864708.1864761
 * @example coverageAt(Uint32Array.of(3, 0, 1, 0)) // 0.5
 */
export function coverageAt(exposure: Uint32Array): number {
  let shown = 0;
  for (let item = 0; item < exposure.length; item++) if (exposure[item]! > 0) shown++;
  return shown / exposure.length;
}

export const coverage = defineMetric({
  key: "coverage@k",
  label: "Coverage",
  better: "higher",
  group: "beyond",
  description: "Share of the catalogue that stands in anyone's list.",
  measure: { of: "exposure", value: coverageAt },
});
