import { defineModel } from "../define-model.ts";
import type { Model } from "../model.ts";
import type { HasScoringForm } from "../scoring/scoring-form.ts";
import { takeFloats, tensor } from "../shared/model-state.ts";
import { baseForm } from "./base-form.ts";

/**
 * The same list for everyone: items by number of users, whatever their ratings. The baseline every other model must
 * beat. Courses nobody took are not listed. Fitting and scoring take O(interactions) and O(items).
 */
export const popularity = defineModel({
  key: "popularity",
  summary: "The same list for everyone: courses by number of learners.",
  family: "baselines",
  expectedSeconds: ({ cells }) => 3e-8 * cells,
  params: {},
  async fit(data) {
    const counts = new Float64Array(data.items.size);
    for (const item of data.interactions.items) counts[item]! += 1;
    return popularityModel(data.items, counts);
  },
  restore: (state, { items }) => popularityModel(items, takeFloats(state, "counts", [items.size])),
});

function popularityModel(items: Model["items"], counts: Float64Array): Model & HasScoringForm {
  const scores = counts.map((count) => (count === 0 ? Number.NaN : count));
  return {
    items,
    score: () => scores.slice(),
    scoringForm: () => baseForm(scores),
    state: () => ({ numbers: {}, tensors: { counts: tensor([counts.length], counts) } }),
  };
}
