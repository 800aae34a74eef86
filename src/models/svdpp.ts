import { Pacer } from "../compute/pacer.ts";
import { Random } from "../compute/random.ts";
import type { Dataset } from "../data/dataset.ts";
import { defineModel } from "./define-model.ts";
import { type Descent, descendUser } from "./descent.ts";
import { clearUnseen, type Factorization, factorModel, takeFactorization } from "./factor-model.ts";
import { clearRows, normalRows, rowViews, scaled } from "./factor-rows.ts";
import { integer, number, type ParamsOf } from "./params.ts";
import { measureRatings, ratingStep } from "./rating-centre.ts";
import type { FitOptions } from "./recommender.ts";
import { takeFloats, tensor } from "./state.ts";
import { finishEpoch, foldInRatings, type StartingFactors } from "./svd.ts";
import { trainingRows } from "./training-rows.ts";

const params = {
  factors: integer({
    min: 1,
    max: 2000,
    default: 20,
    about: "Numbers that describe a learner or a course; more fit finer tastes.",
  }),
  epochs: integer({ min: 1, max: 10_000, default: 20, about: "Passes over the ratings; too many fit noise." }),
  learningRate: number({
    min: 1e-6,
    max: 10,
    default: 0.007,
    about: "Size of a step; larger is faster and less steady.",
  }),
  regularization: number({ min: 0, max: 10, default: 0.02, about: "Pull of every number to 0; more fits noise less." }),
};

/**
 * SVD that also learns from which items a user rated, whatever the rating:
 * r ≈ μ + bᵤ + bᵢ + qᵢ·(pᵤ + |N(u)|^−½ Σ_{j ∈ N(u)} yⱼ).
 *
 * Surprise's settings, order of updates and starting point, and its arithmetic up to rounding, in O(factors) a rating
 * instead of O(|N(u)| · factors), see `trainSvdpp`.
 *
 * @see Koren 2008, "Factorization meets the neighborhood", doi:10.1145/1401890.1401944, §4. Deviations: as in `svd`.
 */
export const svdpp = defineModel({
  key: "svd++",
  summary: "Like svd, and also learns from which courses a learner rated at all.",
  family: "factors",
  needs: ["ratings"],
  params,
  async fit(data, params, options) {
    const random = (stream: number) => new Random(options.seed ?? 0, stream);
    return svdppModel(
      data,
      params,
      await trainSvdpp(data, params, options, {
        users: normalRows(random(1), data.users.size, params.factors, 0.1),
        items: normalRows(random(2), data.items.size, params.factors, 0.1),
        implicit: normalRows(random(3), data.items.size, params.factors, 0.1),
      }),
    );
  },
  restore: (state, data, params) =>
    svdppModel(data, params, {
      ...takeFactorization(state, data, { factors: params.factors, biased: true }),
      implicitFactors: takeFloats(state, "implicitFactors", [data.items.size, params.factors]),
    }),
});

type SvdppParams = ParamsOf<typeof params>;

/** `userFactors` hold pᵤ with the implicit part of the user's training items already added. */
export interface ImplicitFactorization extends Factorization {
  readonly implicitFactors: Float64Array; // y, (items, factors)
}

function svdppModel(data: Dataset, params: SvdppParams, learned: ImplicitFactorization) {
  const { factors, implicitFactors } = learned;
  const implicitRows = rowViews(implicitFactors, factors);
  const model = factorModel(data, learned, (history) => {
    const implicit = new Float64Array(factors);
    addImplicit(implicit, implicitRows, history.items);
    return foldInRatings(learned, params, history, implicit);
  });
  return {
    ...model,
    state() {
      const { numbers, tensors } = model.state();
      return { numbers, tensors: { ...tensors, implicitFactors: tensor([data.items.size, factors], implicitFactors) } };
    },
  };
}

/**
 * Training from given factors.
 *
 * While one user's ratings are gone through, x = pᵤ + |N|^−½ Σ yⱼ is all that predictions and the updates of qᵢ need. Each
 * rating sends pᵤ ← κ pᵤ + γ e qᵢ and every yⱼ ← κ yⱼ + γ e qᵢ |N|^−½ with κ = 1 − γλ, so the implicit part goes through
 * the same recurrence as pᵤ, and x through that of `descendUser` with gain 2. After n ratings x = κⁿ x₀ + 2g, where g is
 * what pᵤ has received; yⱼ has received g |N|^−½, and all of it is written back once a user.
 *
 * @throws {FitDivergedError}
 */
export async function trainSvdpp(
  data: Dataset,
  { factors, epochs, learningRate, regularization }: SvdppParams,
  { signal, onProgress }: FitOptions,
  start: StartingFactors & { readonly implicit: Float64Array /* (items, factors) */ },
): Promise<ImplicitFactorization> {
  const centre = measureRatings(data);
  const step = ratingStep(centre);
  const ratings = data.userItems;
  const userFactors = start.users.slice();
  const itemFactors = start.items.slice();
  const implicitFactors = start.implicit.slice();
  const userRows = rowViews(userFactors, factors);
  const implicitRows = rowViews(implicitFactors, factors);
  const descent: Descent = {
    ratings,
    step,
    mean: centre.mean / step,
    userBiases: new Float64Array(data.users.size),
    itemBiases: new Float64Array(data.items.size),
    biased: true,
    itemRows: rowViews(itemFactors, factors),
    learningRate,
    regularization,
    gain: 2,
  };
  const before = new Float64Array(factors);
  const row = new Float64Array(factors);

  const trainUser = (user: number): number => {
    const rated = ratings.row(user).columns;
    const own = userRows[user]!;
    row.set(own);
    addImplicit(row, implicitRows, rated);
    before.set(row);
    const squares = descendUser(descent, user, row);
    const kept = (1 - learningRate * regularization) ** rated.length;
    for (let f = 0; f < factors; f++) {
      const received = (row[f]! - kept * before[f]!) / 2;
      own[f] = kept * own[f]! + received;
      row[f] = received / Math.sqrt(rated.length);
    }
    shiftRows(implicitRows, rated, kept, row);
    return squares;
  };

  const pacer = new Pacer(signal);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let squares = 0;
    for (let user = 0; user < data.users.size; user++) {
      squares += trainUser(user);
      const rest = pacer.pause();
      if (rest) await rest;
    }
    finishEpoch("svd++", epoch, epochs, squares, data.size, step, onProgress);
  }

  userRows.forEach((row, user) => {
    addImplicit(row, implicitRows, ratings.row(user).columns);
  });
  const { hasItem } = trainingRows(data);
  clearRows(implicitFactors, factors, (item) => hasItem[item] === 1);
  const root = Math.sqrt(step);
  return {
    ...clearUnseen(data, {
      centre,
      biased: true,
      factors,
      userFactors: scaled(userFactors, root),
      itemFactors: scaled(itemFactors, root),
      userBiases: scaled(descent.userBiases, step),
      itemBiases: scaled(descent.itemBiases, step),
    }),
    implicitFactors: scaled(implicitFactors, root),
  };
}

/** target += n^−½ Σ y over n items; nothing when there are none. */
function addImplicit(target: Float64Array, implicitRows: readonly Float64Array[], items: Uint32Array): void {
  if (items.length === 0) return;
  const sum = new Float64Array(target.length);
  for (let p = 0; p < items.length; p++) addTo(sum, implicitRows[items[p]!]!);
  const scale = 1 / Math.sqrt(items.length);
  for (let f = 0; f < target.length; f++) target[f]! += scale * sum[f]!;
}

function addTo(sum: Float64Array, row: Float64Array): void {
  for (let f = 0; f < sum.length; f++) sum[f]! += row[f]!;
}

/** row ← kept · row + amount, for the rows of the items. */
function shiftRows(rows: readonly Float64Array[], items: Uint32Array, kept: number, amount: Float64Array): void {
  for (let p = 0; p < items.length; p++) shift(rows[items[p]!]!, kept, amount);
}

function shift(row: Float64Array, kept: number, amount: Float64Array): void {
  for (let f = 0; f < row.length; f++) row[f] = kept * row[f]! + amount[f]!;
}
