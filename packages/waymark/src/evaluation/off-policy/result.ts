import type { Interval } from "../statistics/bootstrap.ts";

/** A value of 0 … 1: the mean reward of a decision, on the scale of the data's results. */
export interface Estimate {
  readonly value: number;
  /** Bootstrap over learners; absent where nothing was drawn. */
  readonly interval?: Interval;
}

/** What a model would have brought had it chosen, as far as the log can say. */
export interface OffPolicyEvaluation {
  /** Estimators, policies and protocol in words. */
  readonly protocol: string;
  /** Decisions the estimates rest on, and the learners they are of. */
  readonly decisions: number;
  readonly learners: number;
  /** Test rows whose action the training part does not support; test rows beyond those looked at. */
  readonly unsupported: number;
  readonly leftOut: number;
  /** Mean reward of what was chosen. */
  readonly logged: Estimate;
  /** Of the model's policy, self-normalized importance sampling. */
  readonly snips: Estimate;
  /** Of the model's policy, doubly robust. */
  readonly doublyRobust: Estimate;
  /** `doublyRobust` less `logged`. */
  readonly gain: Estimate;
  /** Kish's, of the clipped weights. */
  readonly effectiveSampleSize: number;
  readonly largestWeight: number;
  /** Share of decisions whose weight was clipped. */
  readonly clippedShare: number;
  /** λ of the behaviour policy. */
  readonly historyShare: number;
  /** False where a warning says that the estimates are not to be relied on. */
  readonly isReliable: boolean;
  readonly warnings: readonly string[];
}
