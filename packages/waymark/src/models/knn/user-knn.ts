import type { Dataset } from "../../data/dataset.ts";
import { defineModel } from "../define-model.ts";
import type { Explainer, Model, Predictor } from "../model.ts";
import { defaultBiases, fitBiases } from "../shared/biases.ts";
import { takeFloats } from "../shared/model-state.ts";
import { measureRatings, takeCentre } from "../shared/rating-statistics.ts";
import { ExplicitUserKnnModel } from "./explicit-user-knn-model.ts";
import { ImplicitUserKnnModel } from "./implicit-user-knn-model.ts";
import { checkSuits, implicitSettings, knnParams, ratingSettings } from "./knn-params.ts";

/**
 * User neighbours: "learners like you took this", and for ratings "liked this".
 *
 * With N(u) the `neighbours` users most similar to u, for ratings among those who rated i:
 *
 *     rating(u, i) = e(u, i) + σᵤ · Σ_{v ∈ N(u)} s(u, v) · (r(v, i) − e(v, i)) / σᵥ  /  (Σ_{v ∈ N(u)} s(u, v) + prior)
 *     score(i)     = Σ_{v ∈ N(u), v took i} s(u, v)                                             implicit feedback
 *
 * e is what centring expects, 0, the user's mean or the baseline; σ is 1 but for z-score. A lazy learner: fitting takes
 * O(interactions), users are compared at query time. Predictions follow Surprise (KNNBasic, KNNWithMeans,
 * KNNWithZScore, KNNBaseline with user_based = True), which compares all users in advance, O(users²) space.
 *
 * @see Resnick et al. 1994, doi:10.1145/192844.192905; Herlocker et al. 1999, doi:10.1145/312624.312682.
 */
export const userKnn = defineModel({
  key: "user-knn",
  summary: "Courses that similar learners took, or rated high.",
  family: "knn",
  expectedSeconds: ({ users, userPairs, cells, isExplicit }) =>
    (isExplicit ? 1.3e-7 * userPairs : 3e-8 * users ** 2) + 5e-9 * cells,
  explains: true,
  params: knnParams("learners", "courses"),
  async fit(data, params, options): Promise<Model & Explainer & Partial<Predictor>> {
    checkSuits("user-knn", data, params);
    if (data.feedback === "implicit") return new ImplicitUserKnnModel(data, implicitSettings(params));
    const settings = ratingSettings(params);
    const centre = measureRatings(data);
    const needsBiases = settings.similarity === "pearson-baseline" || settings.centring === "baseline";
    const { users: userBiases, items: itemBiases } = needsBiases
      ? await fitBiases(data, defaultBiases, options, "user-knn")
      : noBiases(data);
    return new ExplicitUserKnnModel(data, settings, { centre, userBiases, itemBiases });
  },
  restore(state, data, params) {
    if (data.feedback === "implicit") return new ImplicitUserKnnModel(data, implicitSettings(params));
    return new ExplicitUserKnnModel(data, ratingSettings(params), {
      centre: takeCentre(state),
      userBiases: takeFloats(state, "userBiases", [data.users.size]),
      itemBiases: takeFloats(state, "itemBiases", [data.items.size]),
    });
  },
});

const noBiases = ({ users, items }: Dataset) => ({
  users: new Float64Array(users.size),
  items: new Float64Array(items.size),
});
