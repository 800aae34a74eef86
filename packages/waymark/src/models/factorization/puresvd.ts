import { randomizedSvd } from "../../compute/linear-algebra/randomized-svd.ts";
import { defineModel } from "../define-model.ts";
import { integer } from "../params.ts";
import { takeSingles } from "../shared/model-state.ts";
import { ProjectionModel } from "./projection-model.ts";

const params = {
  factors: integer({
    min: 1,
    max: 100_000,
    default: 30,
    description: "Directions kept; few show broad preferences, many come near to what each took.",
  }),
  epochs: integer({
    min: 0,
    max: 1000,
    default: 10,
    description: "Rounds of the power iteration that looks for them; more come nearer to the exact ones.",
  }),
};

/**
 * Projects a history on the directions in which histories differ most: of all V with orthonormal columns the one that
 * minimizes |X − X V Vᵀ|², X the 0/1 matrix of who took what. V holds the right singular vectors of its largest values.
 *
 *     score(u) = r V Vᵀ,   r the 0/1 row of the history
 *
 * O((entries + (users + items) · factors) · factors) an epoch. New users are scored by the same formula.
 *
 * @see Cremonesi, Koren & Turrin 2010, doi:10.1145/1864708.1864721, §3.3.2. Deviations: ratings are read as taken or not,
 * while the paper puts their values into X; V comes from a randomized iteration in float32 (Halko, Martinsson & Tropp 2011,
 * doi:10.1137/090771806), whose last directions are near the exact ones only.
 */
export const puresvd = defineModel({
  key: "puresvd",
  summary: "Compares a history with the main patterns in what all learners took, and offers what completes them.",
  family: "factorization",
  expectedSeconds: ({ interactions, cells }, { factors }) => 0.03 + 7e-8 * interactions * factors + 3e-9 * cells,
  explains: true,
  feedback: "implicit",
  params,
  async fit(data, { factors, epochs }, { core, seed, threads, signal, onProgress }) {
    const { right } = await randomizedSvd(core, data.userItems, factors, {
      iterations: epochs,
      seed,
      threads,
      signal,
      onProgress: (done) => onProgress?.({ stage: "epoch", done, of: epochs + 1 }),
    });
    return new ProjectionModel(data, right, factors);
  },
  restore: (state, data, { factors }) =>
    new ProjectionModel(data, takeSingles(state, "itemFactors", [data.items.size, factors]), factors),
});
