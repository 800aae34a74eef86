/** A decision as estimators see it. */
export interface Weighed {
  /** π(a) / π_b(a) of the logged action, clipped. */
  readonly weight: number;
  /** 0 … 1 */
  readonly reward: number;
  /** What a model of rewards expects of the logged action. */
  readonly expected: number;
  /** What it expects of the policy: Σ over actions of π(a) · expected(a). */
  readonly expectedOfPolicy: number;
}

/**
 * Σ w r / Σ w: importance sampling, self-normalized. Biased by about 1/n, and of far less variance than Σ w r / n. NaN where all weights are 0.
 * @see Swaminathan & Joachims 2015, papers.nips.cc/paper/5748
 */
export function selfNormalized(decisions: readonly Weighed[]): number {
  let [sum, total] = [0, 0];
  for (const { weight, reward } of decisions) {
    sum += weight * reward;
    total += weight;
  }
  return sum / total;
}

/** One decision's part of the doubly robust estimate, which is their mean. */
export const doublyRobustPart = ({ weight, reward, expected, expectedOfPolicy }: Weighed): number =>
  expectedOfPolicy + weight * (reward - expected);

/**
 * Mean of what a model of rewards expects of the policy, corrected by importance sampling where the log says otherwise: unbiased when either
 * the propensities or the model of rewards are right. NaN without decisions.
 * @see Dudík, Langford & Li 2011, arXiv:1103.4601
 */
export const doublyRobust = (decisions: readonly Weighed[]): number =>
  decisions.reduce((sum, decision) => sum + doublyRobustPart(decision), 0) / decisions.length;

/**
 * (Σ w)² / Σ w²: how many decisions of equal weight would be as sure as these. n where all weights are equal, 1 where one has all the
 * weight, 0 without weight.
 * @see Kish 1965, Survey Sampling, §8.2
 */
export function effectiveSampleSize(weights: Iterable<number>): number {
  let [sum, squares] = [0, 0];
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares > 0 ? (sum * sum) / squares : 0;
}
