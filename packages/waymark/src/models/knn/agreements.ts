import type { RatingSimilarity } from "./knn-params.ts";

/**
 * What each rating two rows share adds to their similarity, 0 where it takes away or only one row holds it:
 *
 *     cosine, pearson-baseline  a·b
 *     pearson                   (a − ā)(b − b̄), means over what is shared
 *     msd                       1 / (1 + (a − b)²), the similarity of the one pair by itself
 *
 * @param theirs NaN where the other row holds nothing
 */
export function agreements(similarity: RatingSimilarity, own: Float64Array, theirs: Float64Array): Float64Array {
  let shared = 0;
  let ownSum = 0;
  let theirSum = 0;
  for (let h = 0; h < own.length; h++) {
    if (Number.isNaN(theirs[h])) continue;
    shared++;
    ownSum += own[h]!;
    theirSum += theirs[h]!;
  }
  const ownMean = similarity === "pearson" ? ownSum / shared : 0;
  const theirMean = similarity === "pearson" ? theirSum / shared : 0;
  return own.map((a, h) => {
    const b = theirs[h]!;
    if (Number.isNaN(b)) return 0;
    return similarity === "msd" ? 1 / (1 + (a - b) ** 2) : Math.max(0, (a - ownMean) * (b - theirMean));
  });
}
