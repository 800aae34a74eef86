import type { Dataset } from "../../data/dataset.ts";
import { decisionLog } from "../../models/reinforcement/decision-log.ts";
import { rewardScaleOf } from "../../models/reinforcement/reward-scale.ts";
import type { LoggedDecision } from "./logged-decisions.ts";

/** A choice of the training part: the item, and the one before it, if any. */
export interface Step {
  readonly before: number | undefined;
  readonly action: number;
}

/** Every learner's rows in order of time, of rows where there are none. */
export function stepsOf(train: Dataset): readonly Step[] {
  const { items, starts } = decisionLog(train, rewardScaleOf(train));
  return Array.from(items, (action, p) => ({ action, before: p > starts[p]! ? items[p - 1] : undefined }));
}

const ROUNDS = 30; // of expectation and maximization; one number converges in fewer

/**
 * What learners chose, as probabilities: π(a | history) = (1 − λ) · popularity(a) + λ · how often a came right after the last item of the history,
 * both counted in the training part and shared out over what can be chosen. λ is found by expectation and maximization of the likelihood of the
 * training rows, each row left out of its own counts (deleted interpolation).
 *
 * @see Jelinek & Mercer 1980 for the interpolation; Hanna, Niekum & Stone 2019, arXiv:1806.01347, for estimating a behaviour policy from its log
 */
export class BehaviourPolicy {
  /** λ, 0 … 1. */
  readonly historyShare: number;
  readonly #counts: Float64Array; // (items)
  readonly #after: readonly (ReadonlyMap<number, number> | undefined)[]; // (items) of counts by next item

  /** @param steps of the training part: what was chosen and the item before it, or none */
  constructor(steps: readonly Step[], itemCount: number) {
    this.#counts = new Float64Array(itemCount);
    const after: (Map<number, number> | undefined)[] = new Array(itemCount);
    for (const { before, action } of steps) {
      this.#counts[action]! += 1;
      if (before === undefined) continue;
      const row = (after[before] ??= new Map<number, number>());
      row.set(action, (row.get(action) ?? 0) + 1);
    }
    this.#after = after;
    this.historyShare = this.#findShare(steps);
  }

  /**
   * Writes π(a | history) for every candidate. O(candidates + what came after the last item).
   * @returns the same array
   */
  probabilities(query: LoggedDecision["query"], candidates: Uint32Array, out: Float64Array): Float64Array {
    const last = query.history.at(-1);
    const after = last === undefined ? undefined : this.#after[last];
    let popular = 0;
    let following = 0;
    for (const item of candidates) {
      popular += this.#counts[item]!;
      following += after?.get(item) ?? 0;
    }
    const share = following > 0 ? this.historyShare : 0;
    candidates.forEach((item, c) => {
      const next = share > 0 ? (share * (after?.get(item) ?? 0)) / following : 0;
      out[c] = ((1 - share) * this.#counts[item]!) / popular + next;
    });
    return out;
  }

  #findShare(steps: readonly Step[]): number {
    const pairs: (readonly [popular: number, next: number])[] = [];
    const totals = this.#after.map((row) => (row ? [...row.values()].reduce((sum, count) => sum + count, 0) : 0));
    for (const { before, action } of steps) {
      if (before === undefined || totals[before]! < 2) continue;
      const popular = (this.#counts[action]! - 1) / (steps.length - 1);
      const next = (this.#after[before]!.get(action)! - 1) / (totals[before]! - 1);
      if (popular + next > 0) pairs.push([popular, next]);
    }
    let share = 0.5;
    for (let round = 0; round < ROUNDS && pairs.length > 0; round++) {
      let sum = 0;
      for (const [popular, next] of pairs) sum += (share * next) / ((1 - share) * popular + share * next || 1);
      share = sum / pairs.length;
    }
    return pairs.length > 0 ? share : 0;
  }
}
