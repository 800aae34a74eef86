import type { CsrMatrix } from "../compute/csr-matrix.ts";
import { dotAt } from "./factor-rows.ts";

/** What stays the same over a training run by stochastic gradient descent. Ratings, mean and biases count in steps. */
export interface Descent {
  readonly ratings: CsrMatrix; // users × items
  /** Ratings are divided by it; see `ratingStep`. */
  readonly step: number;
  readonly mean: number;
  readonly userBiases: Float64Array; // (users)
  readonly itemBiases: Float64Array; // (items)
  /** False leaves the biases as they are. */
  readonly biased: boolean;
  readonly itemRows: readonly Float64Array[]; // (items), each (factors)
  readonly learningRate: number;
  readonly regularization: number;
  /** How often the error's gradient is added to the user's row: 1, and 2 where the row is a sum of two such rows. */
  readonly gain: number;
}

/**
 * One user's ratings in the order of the row, each followed by a step:
 *   e = r − (μ + bᵤ + bᵢ + x·qᵢ),  bᵤ += γ (e − λ bᵤ),  bᵢ += γ (e − λ bᵢ),
 *   x += γ (gain · e qᵢ − λ x),  qᵢ += γ (e x − λ qᵢ), both from the old x and qᵢ.
 * `row` is x, changed in place as are the biases and item factors. O(ratings × factors).
 *
 * @returns Σ e², errors taken before each step
 */
export function descendUser(descent: Descent, user: number, row: Float64Array): number {
  const { ratings, itemRows, itemBiases, biased, learningRate, regularization, mean, gain } = descent;
  const { offsets, columns, values } = ratings;
  const start = offsets[user]!;
  const end = offsets[user + 1]!;
  if (start === end) return 0;
  const perStep = 1 / descent.step;
  const kept = 1 - learningRate * regularization;
  let userBias = descent.userBiases[user]!;
  let squares = 0;
  let own = itemRows[columns[start]!]!;
  let product = dotAt(row, 0, own, 0, row.length);
  for (let p = start; p < end; p++) {
    const item = columns[p]!;
    const itemBias = itemBiases[item]!;
    const error = values[p]! * perStep - (mean + userBias + itemBias + product);
    squares += error * error;
    if (biased) {
      userBias += learningRate * (error - regularization * userBias);
      itemBiases[item] = itemBias + learningRate * (error - regularization * itemBias);
    }
    const next = p + 1 < end ? itemRows[columns[p + 1]!]! : own;
    product = takeStep(row, own, next, kept, gain * learningRate * error, learningRate * error);
    own = next;
  }
  descent.userBiases[user] = userBias;
  return squares;
}

/**
 * Updates x and q, and in the same loop takes the product of the new x with the next item's row.
 * Rows as views, two entries a turn: on V8 twice as fast as four entries a turn at offsets into one array.
 */
function takeStep(
  x: Float64Array,
  q: Float64Array,
  next: Float64Array,
  kept: number,
  toUser: number,
  toItem: number,
): number {
  const factors = x.length;
  const even = factors & ~1;
  let s0 = 0;
  let s1 = 0;
  for (let f = 0; f < even; f += 2) {
    const x0 = x[f]!;
    const x1 = x[f + 1]!;
    const q0 = q[f]!;
    const q1 = q[f + 1]!;
    const y0 = kept * x0 + toUser * q0;
    const y1 = kept * x1 + toUser * q1;
    x[f] = y0;
    x[f + 1] = y1;
    q[f] = kept * q0 + toItem * x0;
    q[f + 1] = kept * q1 + toItem * x1;
    s0 += y0 * next[f]!;
    s1 += y1 * next[f + 1]!;
  }
  if (even < factors) {
    const x0 = x[even]!;
    const q0 = q[even]!;
    const y0 = kept * x0 + toUser * q0;
    x[even] = y0;
    q[even] = kept * q0 + toItem * x0;
    s0 += y0 * next[even]!;
  }
  return s0 + s1;
}
