import type { CsrMatrix } from "../compute/csr-matrix.ts";
import { Pacer } from "../compute/pacer.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Factorization, KnownHistory, Taste } from "./factor-model.ts";
import { dotAt, rowViews } from "./factor-rows.ts";
import { addScaled, foldInPasses, gramOf, multiplyRow } from "./nmf-gram.ts";
import type { NmfParams } from "./nmf-params.ts";
import { likedRating, measureRatings } from "./rating-centre.ts";
import type { FitOptions } from "./recommender.ts";
import { finishEpoch, type StartingFactors } from "./svd.ts";

/**
 * Non-negative factors of the ratings given. With r̂ = [μ + bᵤ + bᵢ] + pᵤ·qᵢ, each epoch does, for all f at once,
 *   p_uf ← p_uf · Σᵢ q_if r / (Σᵢ q_if r̂ + nᵤ λ p_uf),  q_if ← q_if · Σᵤ p_uf r / (Σᵤ p_uf r̂ + nᵢ λ q_if),
 * both from the old p and q; biases, where asked for, take a gradient step at each rating.
 * O(epochs × ratings × factors) time.
 *
 * @throws {FitDivergedError}
 */
export async function trainObserved(
  data: Dataset,
  { factors, epochs, regularization, biased, learningRate, biasRegularization }: NmfParams,
  { signal, onProgress }: FitOptions,
  start: StartingFactors,
): Promise<Factorization> {
  const centre = measureRatings(data);
  const userFactors = start.users.slice();
  const itemFactors = start.items.slice();
  const sums: ObservedSums = {
    ratings: data.userItems,
    mean: biased ? centre.mean : 0,
    biasRate: biased ? learningRate : 0,
    biasRegularization,
    userRows: rowViews(userFactors, factors),
    itemRows: rowViews(itemFactors, factors),
    userBiases: new Float64Array(data.users.size),
    itemBiases: new Float64Array(data.items.size),
    over: new Float64Array(factors),
    under: new Float64Array(factors),
    itemOver: Array.from({ length: data.items.size }, () => new Float64Array(factors)),
    itemUnder: Array.from({ length: data.items.size }, () => new Float64Array(factors)),
  };
  const userCounts = data.userItems.offsets;
  const itemCounts = data.itemUsers.offsets;
  const pacer = new Pacer(signal);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let squares = 0;
    for (let user = 0; user < data.users.size; user++) {
      squares += addRatings(sums, user);
      const pull = regularization * (userCounts[user + 1]! - userCounts[user]!);
      multiply(sums.userRows[user]!, sums.over, sums.under, pull);
      const rest = pacer.pause();
      if (rest) await rest;
    }
    for (let item = 0; item < data.items.size; item++) {
      const pull = regularization * (itemCounts[item + 1]! - itemCounts[item]!);
      multiply(sums.itemRows[item]!, sums.itemOver[item]!, sums.itemUnder[item]!, pull);
    }
    finishEpoch("nmf", epoch, epochs, squares, data.size, 1, onProgress);
  }
  return {
    centre,
    biased,
    factors,
    userFactors,
    itemFactors,
    userBiases: sums.userBiases,
    itemBiases: sums.itemBiases,
  };
}

interface ObservedSums {
  readonly ratings: CsrMatrix;
  readonly mean: number;
  readonly biasRate: number;
  readonly biasRegularization: number;
  readonly userRows: readonly Float64Array[]; // (users), each (factors)
  readonly itemRows: readonly Float64Array[]; // (items), each (factors)
  readonly userBiases: Float64Array;
  readonly itemBiases: Float64Array;
  /** Numerators and denominators of the user at hand … */
  readonly over: Float64Array; // (factors)
  readonly under: Float64Array; // (factors)
  /** … and of every item. */
  readonly itemOver: readonly Float64Array[];
  readonly itemUnder: readonly Float64Array[];
}

/** Adds one user's ratings to the sums of that user and of the items rated. @returns Σ (r − r̂)² */
function addRatings(sums: ObservedSums, user: number): number {
  const { ratings, mean, biasRate, biasRegularization, itemRows, over, under, itemOver, itemUnder } = sums;
  const { userBiases, itemBiases } = sums;
  const { offsets, columns, values } = ratings;
  const end = offsets[user + 1]!;
  const row = sums.userRows[user]!;
  let squares = 0;
  for (let p = offsets[user]!; p < end; p++) {
    const item = columns[p]!;
    const rating = values[p]!;
    const itemRow = itemRows[item]!;
    const estimate = mean + userBiases[user]! + itemBiases[item]! + dotAt(row, 0, itemRow, 0, row.length);
    const error = rating - estimate;
    squares += error * error;
    if (biasRate > 0) {
      userBiases[user]! += biasRate * (error - biasRegularization * userBiases[user]!);
      itemBiases[item]! += biasRate * (error - biasRegularization * itemBiases[item]!);
    }
    addTo(over, under, itemRow, rating, estimate);
    addTo(itemOver[item]!, itemUnder[item]!, row, rating, estimate);
  }
  return squares;
}

function addTo(over: Float64Array, under: Float64Array, row: Float64Array, rating: number, estimate: number): void {
  for (let f = 0; f < row.length; f++) {
    const x = row[f]!;
    over[f]! += x * rating;
    under[f]! += x * estimate;
  }
}

/** factor ← factor · over / (under + pull · factor), where 0 stays 0; then both sums begin again at 0. */
function multiply(row: Float64Array, over: Float64Array, under: Float64Array, pull: number): void {
  for (let f = 0; f < row.length; f++) {
    const factor = row[f]!;
    const denominator = under[f]! + pull * factor;
    if (factor !== 0 && denominator !== 0) row[f] = (factor * over[f]!) / denominator;
    over[f] = 0;
    under[f] = 0;
  }
}

/**
 * Bias and factors of somebody training has not seen: the user's half of the same updates, item factors fixed, repeated
 * from equal factors until they settle. O(ratings × factors² + passes × factors²). Without ratings each item counts as
 * liked, see `likedRating`, and the bias stays 0.
 */
export const foldInObserved =
  (learned: Factorization, { regularization, biasRegularization }: NmfParams) =>
  ({ items, ratings }: KnownHistory): Taste => {
    const { centre, biased, factors, itemFactors, itemBiases } = learned;
    const rows = new Float64Array(items.length * factors);
    const numerator = new Float64Array(factors);
    const sums = new Float64Array(factors); // Σ q
    const expected = new Float64Array(factors); // Σ q (μ + bᵢ)
    let surplus = 0; // Σ (r − μ − bᵢ)
    items.forEach((item, k) => {
      const rating = ratings?.[k] ?? likedRating(centre);
      const base = biased ? centre.mean + itemBiases[item]! : 0;
      for (let f = 0; f < factors; f++) rows[k * factors + f] = itemFactors[item * factors + f]!;
      addScaled(numerator, rows, k * factors, rating);
      addScaled(sums, rows, k * factors, 1);
      addScaled(expected, rows, k * factors, base);
      surplus += rating - base;
    });
    const gram = gramOf(rows, factors);
    const row = new Float64Array(factors).fill(1);
    const old = new Float64Array(factors);
    const offset = new Float64Array(factors);
    let bias = 0;
    for (let pass = 0; pass < foldInPasses; pass++) {
      if (biased && ratings)
        bias = (surplus - dotAt(sums, 0, row, 0, factors)) / (items.length * (1 + biasRegularization));
      for (let f = 0; f < factors; f++) offset[f] = expected[f]! + bias * sums[f]!;
      multiplyRow(row, numerator, gram, regularization * items.length, old, offset);
    }
    return { bias, factors: row, start: 0 };
  };
