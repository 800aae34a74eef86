/**
 * Rank of the best placed relevant item when all items are ordered by score, equal scores by item index: the order of
 * `topK`. O(items).
 *
 * @param scores one per item; NaN and −∞ are not ranked (items the user has, items the model cannot score)
 * @returns from 1, or Infinity when no relevant item is ranked
 */
export function firstRelevantRank(scores: Float64Array, relevant: Uint32Array): number {
  let best = -1;
  for (const item of relevant)
    if (scores[item]! > Number.NEGATIVE_INFINITY)
      if (best < 0 || scores[item]! > scores[best]! || (scores[item] === scores[best] && item < best)) best = item;
  if (best < 0) return Number.POSITIVE_INFINITY;
  const bar = scores[best]!;
  let ahead = 0;
  for (let item = 0; item < best; item++) if (scores[item]! >= bar) ahead++;
  for (let item = best + 1; item < scores.length; item++) if (scores[item]! > bar) ahead++;
  return 1 + ahead;
}
