import type { Places } from "./scorer.ts";

/**
 * Where some items stand among all candidates of one query; see `Places`. A binary search for each candidate:
 * O(items · log(wanted)), and O(items) more for each wanted item whose score others have too.
 *
 * @param scores one per item; NaN and −∞ for those that are no candidates
 * @param wanted item indexes, each once
 */
export function placeItems(scores: Float64Array, wanted: Uint32Array): Places {
  const own = Float64Array.from(wanted, (item) => scoreOf(scores, item));
  const order = Uint32Array.from(wanted.keys()).sort((a, b) => own[a]! - own[b]! || 0);
  const ascending = Float64Array.from(order, (p) => own[p]!);
  const isWanted = new Uint8Array(scores.length);
  for (const item of wanted) isWanted[item] = 1;

  const above = new Uint32Array(wanted.length + 1); // by how many of the ascending scores are below
  const same = new Uint32Array(wanted.length);
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item]!;
    if (isWanted[item] || !(score > Number.NEGATIVE_INFINITY)) continue;
    const below = countBelow(ascending, score);
    above[below]!++;
    for (let q = below; q < ascending.length && ascending[q] === score; q++) same[q]!++;
  }

  const better = new Uint32Array(wanted.length);
  const level = new Uint32Array(wanted.length);
  const ahead = new Uint32Array(wanted.length);
  let higher = 0;
  for (let q = wanted.length - 1; q >= 0; q--) {
    const p = order[q]!;
    higher += above[q + 1]!;
    better[p] = higher;
    level[p] = same[q]!;
    ahead[p] = higher + aheadOfEquals(scores, wanted, wanted[p]!, own[p]!, level[p]! > 0, isWanted);
  }
  return { better, level, ahead, scores: own.map((score) => (score > Number.NEGATIVE_INFINITY ? score : Number.NaN)) };
}

const scoreOf = (scores: Float64Array, item: number): number =>
  scores[item]! > Number.NEGATIVE_INFINITY ? scores[item]! : Number.NEGATIVE_INFINITY;

/** Wanted items before this one, and others of the same score and lower index. */
function aheadOfEquals(
  scores: Float64Array,
  wanted: Uint32Array,
  item: number,
  score: number,
  hasEquals: boolean,
  isWanted: Uint8Array,
): number {
  let ahead = 0;
  for (const other of wanted) if (scores[other]! > score || (scores[other] === score && other < item)) ahead++;
  if (hasEquals) for (let i = 0; i < item; i++) if (scores[i] === score && !isWanted[i]) ahead++;
  return ahead;
}

/** How many of the ascending scores are below `bar`. */
function countBelow(ascending: Float64Array, bar: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < bar) low = middle + 1;
    else high = middle;
  }
  return low;
}
