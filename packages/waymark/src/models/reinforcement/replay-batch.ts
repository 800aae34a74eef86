import type { DecisionLog } from "./decision-log.ts";
import { type StateScale, writeState } from "./state-features.ts";
import type { BatchPlace, TargetTape, TdStepTape } from "./td-step.ts";

/** Writes decisions of a log as batches of (s, a, r, s′). */
export class ReplayBatch {
  #log: DecisionLog;
  readonly #place: BatchPlace;
  readonly #next: TargetTape;
  readonly #discount: number;
  readonly #scale: StateScale;
  readonly #sums: Float64Array; // of rewards before each position

  constructor(log: DecisionLog, place: BatchPlace, next: TargetTape, discount: number, scale: StateScale) {
    this.#log = log;
    this.#place = place;
    this.#next = next;
    this.#discount = discount;
    this.#scale = scale;
    this.#sums = new Float64Array(log.items.length + 1);
    this.use(log);
  }

  /** From now on the decisions of this log, of the same size. */
  use(log: DecisionLog): void {
    this.#log = log;
    this.#place.sequence.set(log.items);
    log.rewards.forEach((reward, p) => {
      this.#sums[p + 1] = this.#sums[p]! + reward;
    });
  }

  /**
   * The decisions at positions[first], positions[first + 1] …; rows beyond the last do not count.
   * @returns how many count
   */
  fill(into: TdStepTape, positions: Uint32Array, first: number): number {
    const { items, rewards, starts, ends } = this.#log;
    const { rows, from, until, sample } = this.#place;
    const next = this.#next;
    const examples = Math.min(rows, positions.length - first);
    for (let row = 0; row < rows; row++) {
      const p = positions[first + (row < examples ? row : 0)]!;
      const goesOn = p + 1 < ends[p]!;
      into.weights[row] = row < examples ? 1 : 0;
      into.own[row] = items[p]!;
      next.own[row] = goesOn ? items[p + 1]! : sample.place.length;
      next.rewards[row] = rewards[p]!;
      next.discounts[row] = goesOn ? this.#discount : 0;
      from[row] = starts[p]!;
      until[row] = p + 1;
      this.#write(into, row, p);
      this.#write(next, row, p + 1);
    }
    return examples;
  }

  /** The state before position `until`, the learner's own history beginning at place.from[row]. */
  #write({ states }: TdStepTape | TargetTape, row: number, until: number): void {
    const { items, rewards } = this.#log;
    const from = this.#place.from[row]!;
    const rewardSum = this.#sums[until]! - this.#sums[from]!;
    writeState(states, row, { items, rewards, from, until, rewardSum }, this.#scale);
  }
}
