import { padRows, takeRows } from "../../compute/linear-algebra/padded-rows.ts";
import { clearRows, normalRows, scaled } from "../../compute/linear-algebra/rows.ts";
import { Random } from "../../compute/random.ts";
import type { Dataset } from "../../data/dataset.ts";
import { withCore } from "../core-option.ts";
import { defineModel } from "../define-model.ts";
import type { FitOptions } from "../model.ts";
import type { ParamsOf } from "../params.ts";
import { ratings } from "../requirements.ts";
import { takeFloats, tensor } from "../shared/model-state.ts";
import { measureRatings, ratingStep } from "../shared/rating-statistics.ts";
import { trainingRows } from "../shared/training-rows.ts";
import { inOrder, openDescent, type StartingFactors } from "./descent.ts";
import { runEpochs } from "./epochs.ts";
import { checkFactorMemory, clearUnseen, type Factorization, factorModel, takeFactorization } from "./factor-model.ts";
import { descentParams } from "./factorization-params.ts";
import { foldInRatings, takeFactors } from "./svd.ts";

const params = {
  ...descentParams({ factors: 20, learningRate: 0.007 }),
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
  family: "factorization",
  expectedSeconds: ({ interactions, itemPairs, cells }) => 1e-6 * interactions + 6e-9 * itemPairs + 1e-8 * cells,
  cost: "high",
  requires: [ratings],
  params,
  async fit(data, params, options) {
    checkFactorMemory(options.core, "svd++", data, params.factors, [1, 2]);
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
  const model = factorModel(data, learned, (history) =>
    foldInRatings(learned, params, history, implicitOf(learned, history.items)),
  );
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
 * the same recurrence as pᵤ, and x through that of svd with gain 2. After n ratings x = κⁿ x₀ + 2g, where g is what pᵤ has
 * received; yⱼ has received g |N|^−½, and all of it is written back once a user (src/kernels/implicit-descent.ts).
 *
 * @throws {FitDivergedError}
 */
export async function trainSvdpp(
  data: Dataset,
  { factors, epochs, learningRate, regularization }: SvdppParams,
  options: FitOptions,
  start: StartingFactors & { readonly implicit: Float64Array /* (items, factors) */ },
): Promise<ImplicitFactorization> {
  const centre = measureRatings(data);
  const step = ratingStep(centre);
  const { core } = withCore(options);
  const arena = core.arena();
  try {
    const descent = openDescent(arena, data, centre, { factors, learningRate, regularization, biased: true }, start);
    const { offsets, columns, X, width, squares, users, items } = descent;
    const implicit = padRows(arena, start.implicit, factors);
    const decay = arena.f64(users);
    for (let user = 0; user < users; user++)
      decay[user] = (1 - learningRate * regularization) ** (offsets[user + 1]! - offsets[user]!);
    const inTurn = inOrder(descent, options, 0.4);
    await runEpochs({ owner: "svd++", epochs, ratings: data.size, step, squares }, options, () =>
      core.run("descendImplicit", users, { ...descent, implicit, decay }, inTurn),
    );
    await core.run("addImplicit", users, { offsets, columns, X, implicit, width, users, items }, inTurn);
    const implicitFactors = takeRows(implicit, factors, Math.sqrt(step));
    const { hasItem } = trainingRows(data);
    clearRows(implicitFactors, factors, (item) => hasItem[item] === 1);
    const learned = clearUnseen(data, { centre, biased: true, factors, ...takeFactors(descent, factors, step) });
    return { ...learned, implicitFactors };
  } finally {
    arena.dispose();
  }
}

/** n^−½ Σ y over the n items of a history that is not trained on. */
function implicitOf({ implicitFactors, factors }: ImplicitFactorization, items: Uint32Array): Float64Array {
  const sum = new Float64Array(factors);
  for (const item of items) for (let f = 0; f < factors; f++) sum[f]! += implicitFactors[item * factors + f]!;
  return scaled(sum, 1 / Math.sqrt(items.length));
}
