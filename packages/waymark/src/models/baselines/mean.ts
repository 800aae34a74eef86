import type { Dataset } from "../../data/dataset.ts";
import { defineModel } from "../define-model.ts";
import type { Model, Predictor } from "../model.ts";
import { number } from "../params.ts";
import { ratings } from "../requirements.ts";
import type { HasScoringForm } from "../scoring/scoring-form.ts";
import { takeFloats, tensor } from "../shared/model-state.ts";
import { centreNumbers, measureRatings, type RatingCentre, takeCentre } from "../shared/rating-statistics.ts";
import { baseForm } from "./base-form.ts";

/**
 * Predicts the mean of all ratings, whoever asks and whatever for: the figure every rating model must beat. Its lists
 * order items by mean rating, damped: Σ (rating − mean) / (ratings + damping), so that one enthusiast does not put an
 * item on top. Fitting and scoring take O(interactions) and O(items).
 *
 * @see Ekstrand, Riedl and Konstan 2011, doi:10.1561/1100000009, on damped means.
 */
export const mean = defineModel({
  key: "mean",
  summary: "The same prediction for everything, the mean rating; courses by their damped mean rating.",
  family: "baselines",
  expectedSeconds: ({ cells }) => 3e-8 * cells,
  requires: [ratings],
  params: {
    damping: number({
      min: 0,
      max: 1e6,
      default: 5,
      description: "As many ratings at the overall mean are added to each course's; more favours courses rated often.",
    }),
  },
  async fit(data, { damping }) {
    const centre = measureRatings(data);
    return meanModel(data.items, centre, dampedMeans(data, centre.mean, damping));
  },
  restore: (state, { items }) => meanModel(items, takeCentre(state), takeFloats(state, "itemMeans", [items.size])),
});

/** NaN where an item has no ratings. */
function dampedMeans({ userItems: { columns, values }, items }: Dataset, mean: number, damping: number): Float64Array {
  const sums = new Float64Array(items.size);
  const counts = new Float64Array(items.size);
  for (let p = 0; p < columns.length; p++) {
    sums[columns[p]!]! += values[p]! - mean;
    counts[columns[p]!]! += 1;
  }
  return sums.map((sum, item) => (counts[item] === 0 ? Number.NaN : mean + sum / (counts[item]! + damping)));
}

const meanModel = (
  items: Model["items"],
  centre: RatingCentre,
  itemMeans: Float64Array,
): Model & Predictor & HasScoringForm => ({
  items,
  unit: "rating",
  score: () => itemMeans.slice(),
  scoringForm: () => baseForm(itemMeans),
  predict: (_query, asked) => new Float64Array(asked.length).fill(centre.mean),
  state: () => ({ numbers: centreNumbers(centre), tensors: { itemMeans: tensor([itemMeans.length], itemMeans) } }),
});
