import { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Dataset } from "../../data/dataset.ts";
import { defineModel } from "../define-model.ts";
import { choice, integer, number, type ParamsOf } from "../params.ts";
import { takeSingles } from "../shared/model-state.ts";
import { ImplicitAlsModel } from "./als/implicit-als-model.ts";
import { startingFactors } from "./als/starting-factors.ts";
import { type AlsFactors, checkAlsMemory, trainAls } from "./als/train-als.ts";
import { alternations, factors } from "./factorization-params.ts";

const params = {
  factors: factors(64),
  epochs: alternations(15),
  regularization: number({
    min: 0,
    max: 1e6,
    default: 50,
    description: "L2 regularization: draws every number towards 0; more fits noise less.",
  }),
  regularizationScaling: number({
    min: 0,
    max: 1,
    default: 0,
    search: false, // with it regularization has another unit, so that the two cannot be drawn apart
    description:
      "0: the same regularization for all; 1: it grows with the entries of a row; between: with that power of them.",
  }),
  alpha: number({
    min: 0,
    max: 1e6,
    default: 4,
    description: "Confidence in an enrolment is 1 + alpha, that in an absence 1; more listens less to absences.",
  }),
  solver: choice({
    options: ["cg", "exact"],
    default: "cg",
    search: false,
    description: "cg: a few steps of conjugate gradient a row, several times as fast; exact: Cholesky.",
  }),
  steps: integer({ min: 1, max: 100, default: 3, search: false, description: "Steps of conjugate gradient a row." }),
};

export type AlsParams = ParamsOf<typeof params>;

/**
 * Matrix factorization of implicit feedback by alternating least squares. Minimizes
 *
 *     Σ over all pairs of c_ui (p_ui − xᵤ·yᵢ)² + Σᵤ λᵤ |xᵤ|² + Σᵢ λᵢ |yᵢ|²
 *     p = 1, c = 1 + alpha where taken;  p = 0, c = 1 elsewhere;  λᵤ = λ (nᵤ + items / alpha)^scaling, λᵢ likewise
 *
 * Where the data says how often (counts), c = 1 + alpha (1 + ln n) in training; a history asked with counts each course once.
 *
 * An epoch takes O(entries · factors² + rows · factors³) exactly, O((entries + rows · factors) · factors · steps) by
 * conjugate gradient. For ratings that are to be predicted see `als-wr`.
 *
 * @see Hu, Koren & Volinsky 2008, doi:10.1109/ICDM.2008.22; Takács, Pilászy & Tikk 2011, doi:10.1145/2043932.2043987 (CG);
 * Rendle et al. 2022, doi:10.1145/3523227.3548486 (scaling). Deviations: factors are float32; after the last epoch users are
 * solved once more, exactly, so that a trained user's list is the list of a new user with the same history.
 */
export const als = defineModel({
  key: "als",
  summary: "Learns a vector for each learner and course from enrolments, every absence counting as a weak dislike.",
  family: "factorization",
  expectedSeconds: ({ interactions, cells }, { factors }) => (8e-8 * interactions + 6e-11 * cells) * factors,
  explains: true,
  feedback: "implicit",
  params,
  async fit(data, params, options) {
    checkAlsMemory(options.core, "als", data.userItems, params.factors);
    const counts = data.userCounts();
    const [users, items] = counts
      ? [countConfidences(counts, params), countConfidences(counts.transpose(), params)]
      : [confidences(data.userItems, params), confidences(data.itemUsers, params)];
    const start = await startingFactors(data, params.factors, options);
    const settings = { ...params, owner: "als", ridge: ridgeOf(params), objective: "implicit" } as const;
    return implicitModel(data, params, await trainAls(users, items, settings, start, options));
  },
  restore: (state, data, params) =>
    implicitModel(data, params, {
      users: takeSingles(state, "userFactors", [data.users.size, params.factors]),
      items: takeSingles(state, "itemFactors", [data.items.size, params.factors]),
    }),
});

/** λ (n + columns / alpha)^scaling: Rendle's, the weight of an absence being 1 / alpha of an entry's. */
const ridgeOf =
  ({ regularization, regularizationScaling, alpha }: AlsParams) =>
  (entries: number, columns: number): number =>
    regularization *
    (regularizationScaling === 0 ? 1 : (entries + columns / Math.max(alpha, 1e-6)) ** regularizationScaling);

const implicitModel = (data: Dataset, params: AlsParams, learned: AlsFactors): ImplicitAlsModel =>
  new ImplicitAlsModel(data, learned, {
    factors: params.factors,
    ridge: ridgeOf(params),
    confidence: 1 + params.alpha,
  });

/** Confidence 1 + alpha (1 + ln n) in a course taken, opened or played n times: as above for n = 1, and slow to grow. */
const countConfidences = ({ columnCount, offsets, columns, values }: CsrMatrix, { alpha }: AlsParams): CsrMatrix =>
  new CsrMatrix(
    columnCount,
    offsets,
    columns,
    values.map((n) => 1 + alpha * (1 + Math.log(Math.max(1, n)))),
  );

/** The 0/1 matrix with confidences in place of the ones. */
const confidences = ({ columnCount, offsets, columns, values }: CsrMatrix, { alpha }: AlsParams): CsrMatrix =>
  new CsrMatrix(columnCount, offsets, columns, new Float64Array(values.length).fill(1 + alpha));
