/** Spearman's rank correlation of two score arrays without ties: −1 … 1. */
export function rankAgreement(a: Float64Array, b: Float64Array): number {
  const [first, second] = [ranks(a), ranks(b)];
  const n = a.length;
  const squares = first.reduce((sum, rank, p) => sum + (rank - second[p]!) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

const ranks = (scores: Float64Array): number[] => Array.from(scores, (score) => scores.filter((x) => x < score).length);
