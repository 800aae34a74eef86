import { gramOf } from "../../compute/linear-algebra/gram.ts";
import { paddedWidth, padRows, takeRows } from "../../compute/linear-algebra/padded-rows.ts";
import { addScaled, dotAt, scaled } from "../../compute/linear-algebra/rows.ts";
import type { Dataset } from "../../data/dataset.ts";
import { withCore } from "../core-option.ts";
import type { FitOptions } from "../model.ts";
import { measureRatings, positiveRating, type RatingCentre, ratingStep } from "../shared/rating-statistics.ts";
import { inOrder, type StartingFactors } from "./descent.ts";
import { runEpochs } from "./epochs.ts";
import type { BiasedUserVector, FactorHistory, Factorization } from "./factor-model.ts";
import type { NmfParams } from "./nmf-params.ts";
import { foldInPasses, multiplyRow } from "./nmf-step.ts";

/**
 * The rating that counts as 0 in training: one step below the scale. A scale of any unit and place thus becomes 1 … 5, where
 * factors are positive and λ has one meaning.
 */
export const ratingOrigin = (centre: RatingCentre): number => centre.min - ratingStep(centre);

/**
 * Non-negative factors of the ratings given, counted in steps from `ratingOrigin`. With r̂ = [μ + bᵤ + bᵢ] + pᵤ·qᵢ, each epoch does, for all f at once,
 *   p_uf ← p_uf · Σᵢ q_if r / (Σᵢ q_if r̂ + nᵤ λ p_uf),  q_if ← q_if · Σᵤ p_uf r / (Σᵤ p_uf r̂ + nᵢ λ q_if),
 * both from the old p and q; biases, where asked for, take a gradient step at each rating.
 * O(epochs × ratings × factors) time.
 *
 * @throws {FitDivergedError}
 */
export async function trainObserved(
  data: Dataset,
  { factors, epochs, regularization, biased, learningRate, biasRegularization }: NmfParams,
  options: FitOptions,
  start: StartingFactors,
): Promise<Factorization> {
  const centre = measureRatings(data);
  const origin = ratingOrigin(centre);
  const step = ratingStep(centre);
  const { core } = withCore(options);
  const arena = core.arena();
  try {
    const { offsets: userCounts, columns, values } = data.userItems;
    const itemCounts = data.itemUsers.offsets;
    const users = data.users.size;
    const items = data.items.size;
    const width = paddedWidth(factors);
    const userRegularization = arena.f64(users);
    for (let user = 0; user < users; user++)
      userRegularization[user] = regularization * (userCounts[user + 1]! - userCounts[user]!);
    const itemRegularization = arena.f64(items);
    for (let item = 0; item < items; item++)
      itemRegularization[item] = regularization * (itemCounts[item + 1]! - itemCounts[item]!);
    const X = padRows(arena, start.users, factors);
    const Y = padRows(arena, start.items, factors);
    const over = arena.f64(items * width).fill(0);
    const under = arena.f64(items * width).fill(0);
    const squares = arena.f64(1);
    const ratings = {
      offsets: arena.copyU32(userCounts),
      columns: arena.copyU32(columns),
      values: arena.copyF64(values.map((rating) => (rating - origin) / step)),
      userBiases: arena.f64(users).fill(0),
      itemBiases: arena.f64(items).fill(0),
    };
    const all = { ...ratings, X, Y, width, over, under, squares, users, items, userRegularization };
    const biases = {
      mean: biased ? (centre.mean - origin) / step : 0,
      biasLearningRate: biased ? learningRate : 0,
      biasRegularization,
    };
    const inTurn = inOrder(all, options, 0.5);
    await runEpochs({ owner: "nmf", epochs, ratings: data.size, step, squares }, options, async () => {
      await core.run("nmfUsers", users, { ...all, ...biases }, inTurn);
      await core.run(
        "nmfItems",
        items,
        { Y, width, itemRegularization, over, under, items },
        { ...inTurn, cost: 5 * width },
      );
    });
    return {
      centre,
      biased,
      factors,
      userFactors: takeRows(X, factors, Math.sqrt(step)),
      itemFactors: takeRows(Y, factors, Math.sqrt(step)),
      userBiases: scaled(Float64Array.from(ratings.userBiases), step),
      itemBiases: scaled(Float64Array.from(ratings.itemBiases), step),
    };
  } finally {
    arena.dispose();
  }
}

/**
 * Bias and factors of somebody training has not seen: the user's half of the same updates, item factors fixed, repeated
 * from equal factors until they converge. O(ratings × factors² + passes × factors²). Without ratings each item counts as
 * positive, see `positiveRating`, and the bias stays 0.
 */
export const foldInObserved =
  (learned: Factorization, { regularization, biasRegularization }: NmfParams) =>
  ({ items, ratings }: FactorHistory): BiasedUserVector => {
    const { centre, biased, factors, itemFactors, itemBiases } = learned;
    const origin = ratingOrigin(centre);
    const step = ratingStep(centre);
    const rows = new Float64Array(items.length * factors);
    const numerator = new Float64Array(factors);
    const sums = new Float64Array(factors); // Σ q
    const expected = new Float64Array(factors); // Σ q (μ + bᵢ)
    let surplus = 0; // Σ (r − μ − bᵢ)
    items.forEach((item, k) => {
      const rating = (ratings?.[k] ?? positiveRating(centre)) - origin;
      const base = biased ? centre.mean - origin + itemBiases[item]! : 0;
      for (let f = 0; f < factors; f++) rows[k * factors + f] = itemFactors[item * factors + f]!;
      addScaled(numerator, rows, k * factors, rating);
      addScaled(sums, rows, k * factors, 1);
      addScaled(expected, rows, k * factors, base);
      surplus += rating - base;
    });
    const gram = gramOf(rows, factors);
    const row = new Float64Array(factors).fill(Math.sqrt(step));
    const old = new Float64Array(factors);
    const offset = new Float64Array(factors);
    let bias = 0;
    for (let pass = 0; pass < foldInPasses; pass++) {
      if (biased && ratings)
        bias = (surplus - dotAt(sums, 0, row, 0, factors)) / (items.length * (1 + biasRegularization));
      for (let f = 0; f < factors; f++) offset[f] = expected[f]! + bias * sums[f]!;
      multiplyRow(row, numerator, gram, regularization * step * items.length, old, offset);
    }
    return { bias, factors: row, start: 0 };
  };
