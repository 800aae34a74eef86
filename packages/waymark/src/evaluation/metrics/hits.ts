/**
 * A ranked list as relevance marks: entry p is 1 where the item at rank p + 1 is relevant and 0 where it is not, best
 * rank first. May be shorter than `k`, where a model had nothing more to offer; the missing ranks count as misses.
 */
export type Hits = Uint8Array;

/** Marks a ranked list. @param isRelevant one entry per item of the catalogue, 1 where relevant */
export function markHits(ranked: Uint32Array, isRelevant: Uint8Array): Hits {
  const hits = new Uint8Array(ranked.length);
  for (let p = 0; p < ranked.length; p++) hits[p] = isRelevant[ranked[p]!]!;
  return hits;
}

/** Hits among the first `k` ranks. @throws {RangeError} when `k` is not a positive whole number */
export function countHits(k: number, hits: Hits): number {
  const places = Math.min(checkedCutoff(k), hits.length);
  let count = 0;
  for (let p = 0; p < places; p++) count += hits[p]!;
  return count;
}

/** `k` itself. @throws {RangeError} when it is not a positive whole number */
export function checkedCutoff(k: number): number {
  if (Number.isInteger(k) && k >= 1) return k;
  throw new RangeError(`k must be a positive whole number, received ${k}.`);
}
