import type { Evaluation, Protocol } from "../evaluation/result.ts";
import type { Resource, Rung } from "./rungs.ts";
import type { Configuration, SearchSpace } from "./search-space.ts";

export type SearchKind = "grid" | "random" | "halving";

/** One search, exactly as `waymark tune --json` prints it. */
export interface Tuning {
  readonly model: string;
  readonly search: SearchKind;
  readonly metric: string;
  readonly better: "higher" | "lower";
  readonly space: SearchSpace;
  /** Parameters that were set for all trials; the others stood at their defaults. */
  readonly fixed: Configuration;
  readonly seed: number;
  /** What successive halving divided; absent for grid and random search. */
  readonly resource?: Resource;
  readonly rungs: readonly Rung[];
  /** What the figures of trials hold for: a part of the training rows. */
  readonly validation: Protocol;
  /** In the order they ran. */
  readonly trials: readonly Trial[];
  readonly best: Trial;
  /** All that was set for the final model: what is fixed, the best configuration, and its epochs where halving divided them. */
  readonly chosen: Configuration;
  /** The chosen, fitted again on all training rows, beside `popularity`, on test rows that no trial saw. */
  readonly test: Evaluation;
  /** Trials that stood in the log already. */
  readonly resumed: number;
  readonly notes: readonly string[];
}

/** One configuration, trained and measured on the validation part. */
export interface Trial {
  /** From 1, in the order of the search. */
  readonly number: number;
  /** Which round of successive halving, from 0. */
  readonly rung: number;
  /** Epochs or learners it had; absent where it had all. */
  readonly amount?: number;
  /** The searched parameters. */
  readonly params: Configuration;
  /** `diverged`: its numbers left the finite range. `failed`: another error that its parameters caused, or no figure. */
  readonly outcome: "done" | "diverged" | "failed";
  /** The metric, where it is done. */
  readonly value?: number;
  /** All that was measured. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Wall seconds of training, or until it broke off. */
  readonly fitSeconds: number;
  /** What went wrong, or what a reader of the figure must know. */
  readonly message?: string;
}
