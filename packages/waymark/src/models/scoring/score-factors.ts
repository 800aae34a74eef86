import type { Query } from "../model.ts";
import type { FactorForm } from "./scoring-form.ts";

/**
 * The scores of a model whose form is a product of vectors, shape (items): NaN for items that are never scored, and everywhere
 * where nothing can be said. Sums in float64. O(items · factors).
 */
export function scoreFactors(form: FactorForm, query: Query, itemCount: number): Float64Array {
  const { factors, items, itemBias, scorable } = form;
  const scores = new Float64Array(itemCount).fill(Number.NaN);
  const userVector = form.userVector(query);
  if (!userVector) return scores;
  const { factors: own, offset } = userVector;
  for (let i = 0; i < itemCount; i++) {
    if (scorable && !scorable[i]) continue;
    // two sums side by side: the processor need not wait for one to add to it
    let [sum, other] = [offset + (itemBias?.[i] ?? 0), 0];
    const start = i * factors;
    let f = 0;
    for (; f + 1 < factors; f += 2) {
      sum += own[f]! * items[start + f]!;
      other += own[f + 1]! * items[start + f + 1]!;
    }
    scores[i] = sum + other + (f < factors ? own[f]! * items[start + f]! : 0);
  }
  return scores;
}
