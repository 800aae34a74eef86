import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { Pacer } from "../../compute/pacer.ts";
import type { Dataset } from "../../data/dataset.ts";
import { FitDivergedError } from "../../errors.ts";
import type { FitOptions } from "../model.ts";
import { measureRatings } from "./rating-statistics.ts";

/** A rating is expected to be `mean + users[u] + items[i]`. Who has no training row has the bias 0. */
export interface Biases {
  readonly mean: number;
  readonly users: Float64Array; // (users)
  readonly items: Float64Array; // (items)
}

export interface AlsSettings {
  readonly method: "als";
  readonly epochs: number;
  /** Added to a user's (an item's) number of ratings where the mean of its errors is taken. */
  readonly userRegularization: number;
  readonly itemRegularization: number;
}
export interface SgdSettings {
  readonly method: "sgd";
  readonly epochs: number;
  readonly learningRate: number;
  readonly regularization: number;
}

/** The settings Surprise uses wherever it needs biases, e.g. for baseline neighbours. */
export const defaultBiases: AlsSettings = {
  method: "als",
  epochs: 10,
  userRegularization: 15,
  itemRegularization: 10,
};

/**
 * Biases of users and items, by alternating least squares or by stochastic gradient descent over the users in order.
 * O(interactions) time an epoch. `owner` is the model an error names.
 *
 * @throws {FitDivergedError}
 * @see Koren 2010, "Factor in the neighbors", doi:10.1145/1644873.1644874, §2.1.
 */
export async function fitBiases(
  data: Dataset,
  settings: AlsSettings | SgdSettings,
  { signal, onProgress }: FitOptions = {},
  owner = "baseline",
): Promise<Biases> {
  const biases = {
    mean: measureRatings(data).mean,
    users: new Float64Array(data.users.size),
    items: new Float64Array(data.items.size),
  };
  const pacer = new Pacer(signal);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    if (settings.method === "als") {
      const { mean, users, items } = biases;
      averageErrors(data.itemUsers, mean, users, items, settings.itemRegularization);
      averageErrors(data.userItems, mean, items, users, settings.userRegularization);
    } else descendBiases(data.userItems, biases, settings);
    if (!biases.users.every(Number.isFinite) || !biases.items.every(Number.isFinite))
      throw new FitDivergedError(owner, epoch);
    onProgress?.({ stage: "epoch", done: epoch, of: settings.epochs });
    await pacer.pause();
  }
  return biases;
}

/** own[r] ← Σ (rating − mean − other[c]) / (regularization + number of ratings), for every row r that has ratings. */
function averageErrors(
  { offsets, columns, values, rowCount }: CsrMatrix,
  mean: number,
  other: Float64Array,
  own: Float64Array,
  regularization: number,
): void {
  for (let r = 0; r < rowCount; r++) {
    const start = offsets[r]!;
    const end = offsets[r + 1]!;
    if (start === end) continue;
    let sum = 0;
    for (let p = start; p < end; p++) sum += values[p]! - mean - other[columns[p]!]!;
    own[r] = sum / (regularization + (end - start));
  }
}

function descendBiases(
  { offsets, columns, values, rowCount }: CsrMatrix,
  { mean, users, items }: Biases,
  { learningRate, regularization }: SgdSettings,
): void {
  for (let user = 0; user < rowCount; user++) {
    let userBias = users[user]!;
    const end = offsets[user + 1]!;
    for (let p = offsets[user]!; p < end; p++) {
      const item = columns[p]!;
      const itemBias = items[item]!;
      const error = values[p]! - (mean + userBias + itemBias);
      userBias += learningRate * (error - regularization * userBias);
      items[item] = itemBias + learningRate * (error - regularization * itemBias);
    }
    users[user] = userBias;
  }
}
