/**
 * Holm's step-down correction: adjusted p-values that keep the chance of even one false "better than" among all
 * comparisons below the level they are compared with, whatever the comparisons have in common.
 *
 *     adjusted p₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎),  p ascending, m comparisons
 *
 * @returns in the order given; never below the p-value itself
 * @see Holm 1979, *Scandinavian Journal of Statistics* 6(2), 65–70
 * @example holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, position) => position).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  order.forEach((position, rank) => {
    highest = Math.max(highest, Math.min(1, (pValues.length - rank) * pValues[position]!));
    adjusted[position] = highest;
  });
  return adjusted;
}
