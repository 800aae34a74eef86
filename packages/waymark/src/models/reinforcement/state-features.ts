/** Sums of embeddings that describe a state: by recency, all alike, by outcome. */
export const KINDS = 3;
/** Numbers beside them: success so far, success lately, length of the history, whether it is empty. */
export const FEATURES = 4;

/** What is the same for all states of a model. */
export interface StateScale {
  /** Latest interactions that make up a state. */
  readonly window: number;
  /** Of the log: outcomes count from there, so that they say nothing where all are equal. */
  readonly meanReward: number;
  /** Weight by recency of an interaction relative to the one after it; 1 where their order is not known. */
  readonly decay: number;
}

/** A history in order, oldest first: entries [from, until) of the columns. */
export interface History {
  readonly items: Uint32Array;
  readonly rewards: Float32Array;
  readonly from: number;
  readonly until: number;
  /** Of rewards over the history. */
  readonly rewardSum: number;
}

/** Where states are written, one after the other: the sums as rows of a sparse matrix, KINDS of them a state. */
export interface StateRows {
  readonly offsets: Uint32Array; // (KINDS · states + 1)
  readonly columns: Uint32Array; // (KINDS · states · window), items
  readonly values: Float32Array; // the same
  readonly features: Float32Array; // (states, FEATURES)
}

/**
 * Writes state `row`: the last `window` items with weights that sum to 1 (by recency, all alike) and with how much better than the mean
 * each went, and the features. O(window).
 */
export function writeState(
  { offsets, columns, values, features }: StateRows,
  row: number,
  { items, rewards, from, until, rewardSum }: History,
  { window, meanReward, decay }: StateScale,
): void {
  const length = until - from;
  const count = Math.min(window, length);
  const recent = row === 0 ? 0 : offsets[KINDS * row]!;
  const [whole, outcome] = [recent + count, recent + 2 * count];
  for (let kind = 0; kind <= KINDS; kind++) offsets[KINDS * row + kind] = recent + kind * count;
  let share = decay < 1 ? (1 - decay) / (1 - decay ** count) : 1 / count;
  let lately = 0;
  for (let k = 0; k < count; k++, share *= decay) {
    const p = until - 1 - k;
    const gain = rewards[p]! - meanReward;
    columns[recent + k] = columns[whole + k] = columns[outcome + k] = items[p]!;
    values[recent + k] = share;
    values[whole + k] = 1 / count;
    values[outcome + k] = (2 * gain) / count;
    lately += share * gain;
  }
  const first = row * FEATURES;
  features[first] = (rewardSum + meanReward) / (length + 1) - meanReward;
  features[first + 1] = lately;
  features[first + 2] = Math.log1p(length) / 5; // 1 at about 150 interactions
  features[first + 3] = length === 0 ? 1 : 0;
}
