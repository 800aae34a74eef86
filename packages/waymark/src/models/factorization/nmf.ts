import { scaled, uniformRows } from "../../compute/linear-algebra/rows.ts";
import { Random } from "../../compute/random.ts";
import type { Dataset } from "../../data/dataset.ts";
import { DataRequirementError, InvalidInputError } from "../../errors.ts";
import { defineModel } from "../define-model.ts";
import type { LiveHistory, Model, Predictor, SimilarItems } from "../model.ts";
import type { HasScoringForm } from "../scoring/scoring-form.ts";
import { measureRatings, type RatingCentre, ratingStep } from "../shared/rating-statistics.ts";
import { checkFactorMemory, clearUnseen, type Factorization, factorModel, takeFactorization } from "./factor-model.ts";
import { foldInAllCells, trainAllCells } from "./nmf-all-cells.ts";
import { foldInObserved, ratingOrigin, trainObserved } from "./nmf-observed.ts";
import { type NmfParams, nmfParams } from "./nmf-params.ts";

/**
 * Non-negative matrix factorization by multiplicative updates, for ratings (absent cells are unknown) and for enrolments
 * (absent cells are zeros). Factors only add up, so each reads as a group of items.
 * Ratings are counted in steps of a five-star scale, so that no result depends on their unit.
 *
 * @see Luo, Zhou, Xia and Zhu 2014, doi:10.1109/TII.2014.2308433, for `unknown`, as Surprise has it (settings, start
 * U[0, 1), order of updates); Lee and Seung 2001, "Algorithms for non-negative matrix factorization", NIPS 13, for `zero`.
 */
export const nmf = defineModel({
  key: "nmf",
  summary:
    "Learns groups of courses that go together, from ratings or from enrolments, and how much each learner likes them.",
  family: "factorization",
  expectedSeconds: ({ interactions, cells }, { epochs }) => 6e-8 * interactions * epochs + 3e-9 * cells,
  params: nmfParams,
  async fit(data, params, options) {
    const zero = countsAsZero(data, params);
    checkSuited(data, params, zero);
    checkFactorMemory(options.core, "nmf", data, params.factors, zero ? [1, 1] : [1, 3]);
    const seed = options.seed ?? 0;
    const scale = zero ? 1 : startingScale(measureRatings(data), params);
    const start = {
      users: scaled(uniformRows(new Random(seed, 1), data.users.size, params.factors), scale),
      items: scaled(uniformRows(new Random(seed, 2), data.items.size, params.factors), scale),
    };
    const train = zero ? trainAllCells : trainObserved;
    return nmfModel(data, params, clearUnseen(data, await train(data, params, options, start)));
  },
  restore: (state, data, params) => nmfModel(data, params, takeFactorization(state, data, params)),
});

/** A score is a predicted rating only where absent cells are unknown: otherwise there is no `predict`. */
function nmfModel(
  data: Dataset,
  params: NmfParams,
  learned: Factorization,
): Model & SimilarItems & HasScoringForm & LiveHistory & Partial<Predictor> {
  if (!countsAsZero(data, params))
    return factorModel(data, { ...learned, origin: ratingOrigin(learned.centre) }, foldInObserved(learned, params));
  const { predict: _, unit: __, ...ranking } = factorModel(data, learned, foldInAllCells(learned, params));
  return ranking;
}

/** Lets the products of factors drawn from U[0, 1) start at the mean rating, however many there are: from afar, updates of both sides at once swing. */
const startingScale = (centre: RatingCentre, { factors, biased }: NmfParams): number =>
  biased ? 1 : Math.sqrt((centre.mean - ratingOrigin(centre)) / ratingStep(centre) / (factors / 4));

const countsAsZero = ({ feedback }: Dataset, { missing }: NmfParams): boolean =>
  missing === "auto" ? feedback === "implicit" : missing === "zero";

function checkSuited(data: Dataset, { biased }: NmfParams, zero: boolean): void {
  if (zero && biased)
    throw new InvalidInputError(
      "nmf.biased",
      "false where courses not taken count as zero",
      biased,
      "Leave it out, or set nmf.missing to unknown on rating data.",
    );
  if (!zero && data.feedback === "implicit")
    throw new DataRequirementError(
      "nmf with missing=unknown",
      "ratings",
      "implicit feedback only",
      "Leave missing at auto, so that courses not taken count as zero.",
    );
  const lowest = zero ? 0 : ratingOrigin(measureRatings(data));
  const below = data.userItems.values.find((value) => value < lowest);
  if (below !== undefined)
    throw new DataRequirementError(
      "nmf",
      `ratings of ${lowest} or more`,
      `a rating of ${below}`,
      "Use ratings on their scale, not centred ones, or a model such as svd.",
    );
}
