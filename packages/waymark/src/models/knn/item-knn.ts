import type { Dataset } from "../../data/dataset.ts";
import { defineModel } from "../define-model.ts";
import type { Explainer, FitOptions, Model, Predictor, SimilarItems } from "../model.ts";
import { defaultBiases, fitBiases } from "../shared/biases.ts";
import { takeCsr, takeFloats } from "../shared/model-state.ts";
import { residuals } from "../shared/rating-centring.ts";
import { measureRatings, takeCentre } from "../shared/rating-statistics.ts";
import { ExplicitItemKnnModel, type ExplicitItems } from "./explicit-item-knn-model.ts";
import { ImplicitItemKnnModel } from "./implicit-item-knn-model.ts";
import { checkSuits, implicitSettings, knnParams, type RatingSettings, ratingSettings } from "./knn-params.ts";
import { explicitNeighbours, implicitNeighbours } from "./nearest-rows.ts";

/** Most similarities kept of ratings, over all items: 400 MB. Beyond about 5,800 items the weakest are not kept. */
const mostKept = 2 ** 25;

/**
 * Item neighbours: "learners who took this also took that", and for ratings "liked this also liked that".
 *
 * With N(i) the `neighbours` items of the history most similar to i (ratings), or the history's part of the `neighbours`
 * items of the catalogue most similar to i (implicit):
 *
 *     rating(u, i) = e(u, i) + σᵢ · Σ_{j ∈ N(i)} s(i, j) · (r(u, j) − e(u, j)) / σⱼ  /  (Σ_{j ∈ N(i)} s(i, j) + prior)
 *     score(i)     = Σ_{j ∈ N(i)} s(i, j)                                                       implicit feedback
 *
 * e is what centring expects, 0, the item's mean or the baseline; σ is 1 but for z-score. Fitting takes O(Σᵤ nᵤ²), nᵤ the
 * items of user u. Predictions follow Surprise (KNNBasic, KNNWithMeans, KNNWithZScore, KNNBaseline with user_based = False);
 * similarities: see `RatingOverlap`, `ImplicitOverlap`.
 *
 * @see Sarwar et al. 2001, doi:10.1145/371920.372071; Deshpande & Karypis 2004, doi:10.1145/963770.963776, who keep the
 *   neighbours of each item taken. We keep those of each item offered: better on three data sets, see docs/models/item-knn.md.
 */
export const itemKnn = defineModel({
  key: "item-knn",
  summary: "Courses that go together: taken or rated alike by the same learners as the courses in the history.",
  family: "knn",
  expectedSeconds: ({ itemPairs, interactions, items, cells, isExplicit }) =>
    isExplicit ? 1.5e-8 * (itemPairs + interactions * items) : 5e-9 * itemPairs + 3e-9 * cells,
  explains: true,
  params: knnParams("courses", "learners"),
  async fit(data, params, options): Promise<Model & Explainer & SimilarItems & Partial<Predictor>> {
    checkSuits("item-knn", data, params);
    if (data.feedback === "explicit") {
      const settings = ratingSettings(params);
      return new ExplicitItemKnnModel(data, settings, await compareExplicitItems(data, settings, options));
    }
    const settings = implicitSettings(params);
    const similarities = await implicitNeighbours(data.itemUsers, data.userItems, settings, options);
    return new ImplicitItemKnnModel(data.items, similarities, settings.minNeighbours);
  },
  restore(state, data, params) {
    const similarities = takeCsr(state, "similarities", data.items.size, data.items.size);
    if (data.feedback === "implicit")
      return new ImplicitItemKnnModel(data.items, similarities, implicitSettings(params).minNeighbours);
    const itemBiases = takeFloats(state, "itemBiases", [data.items.size]);
    return new ExplicitItemKnnModel(data, ratingSettings(params), {
      centre: takeCentre(state),
      similarities,
      itemBiases,
    });
  },
});

async function compareExplicitItems(
  data: Dataset,
  settings: RatingSettings,
  options: FitOptions,
): Promise<ExplicitItems> {
  const { similarity, shrinkage, centring, neighbours } = settings;
  const { userItems, itemUsers } = data;
  const centre = measureRatings(data);
  const needsBiases = similarity === "pearson-baseline" || centring === "baseline";
  const biases = needsBiases
    ? await fitBiases(data, defaultBiases, options, "item-knn")
    : { users: new Float64Array(data.users.size), items: new Float64Array(data.items.size) };
  const compared = (rows: typeof userItems, rowBiases: Float64Array, columnBiases: Float64Array) =>
    similarity === "pearson-baseline" ? residuals(rows, centre.mean, rowBiases, columnBiases) : rows;
  const kept = Math.max(neighbours, Math.floor(mostKept / data.items.size));
  const rows = compared(itemUsers, biases.items, biases.users);
  const columnRows = compared(userItems, biases.users, biases.items);
  const similarities = await explicitNeighbours(rows, columnRows, { similarity, shrinkage }, kept, options);
  return { centre, similarities, itemBiases: biases.items };
}
