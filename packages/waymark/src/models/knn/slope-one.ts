import type { Dataset } from "../../data/dataset.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { defineModel } from "../define-model.ts";
import type { LiveHistory, Model, ModelState, Predictor, Query } from "../model.ts";
import { flag, type ParamsOf } from "../params.ts";
import { ratings } from "../requirements.ts";
import { joinedF64, ragged } from "../scoring/rank-job.ts";
import type { ExactForm, HasScoringForm } from "../scoring/scoring-form.ts";
import { confidences, scoreShrinkageParam, shrinkScore } from "../shared/confidence-shrinkage.ts";
import { type KnownHistory, knownHistory } from "../shared/known-history.ts";
import { csrTensors, takeCsr, takeIndexes, tensor } from "../shared/model-state.ts";
import { rowMoments } from "../shared/rating-centring.ts";
import { centreNumbers, clip, measureRatings, type RatingCentre, takeCentre } from "../shared/rating-statistics.ts";
import { trainingRows } from "../shared/training-rows.ts";
import { measureDeviations, type PairDeviations } from "./pair-deviations.ts";
import { PairPlaces } from "./pair-places.ts";

const params = {
  weighted: flag({ default: false, description: "Let pairs of courses that more learners rated count more." }),
  scoreShrinkage: scoreShrinkageParam,
};
type SlopeOneParams = ParamsOf<typeof params>;

/**
 * Slope one: an item is worth what the learner's other ratings say, moved by how much better it is usually rated.
 *
 *     plain     rating(u, i) = r̄ᵤ + Σ_{j ∈ Rᵢ(u)} dev(i, j) / |Rᵢ(u)|
 *     weighted  rating(u, i) = Σ_{j ∈ Rᵢ(u)} n(i, j) · (r(u, j) + dev(i, j)) / Σ_{j ∈ Rᵢ(u)} n(i, j)
 *
 * dev(i, j) is the mean of r(v, i) − r(v, j) over the n(i, j) users v of both, r̄ᵤ the learner's mean rating, Rᵢ(u) the
 * learner's items that share a user with i, i itself not among them. Where Rᵢ(u) is empty the prediction is r̄ᵤ. Fitting
 * takes O(Σᵤ nᵤ²), a list O(Σ over the history of items that share a user with it).
 *
 * @see Lemire & Maclachlan 2005, "Slope One Predictors for Online Rating-Based Collaborative Filtering",
 *   doi:10.1137/1.9781611972757.43. Plain is the default and follows Surprise: r̄ᵤ over all ratings of the learner,
 *   where the paper's derivation takes the mean over Rᵢ(u).
 */
export const slopeOne = defineModel({
  key: "slope-one",
  summary: "Predicts ratings from how much better or worse one course is usually rated than another.",
  family: "knn",
  expectedSeconds: ({ interactions, items, itemPairs }) => 8e-9 * (interactions * items + itemPairs),
  requires: [ratings],
  params,
  async fit(data, params, options): Promise<Model & Predictor & HasScoringForm> {
    const pairs = await measureDeviations(data.userItems, data.itemUsers, options);
    return new SlopeOneModel(data, measureRatings(data), pairs, params);
  },
  restore(state, data, params) {
    const deviations = takeCsr(state, "deviations", data.items.size, data.items.size);
    const counts = takeIndexes(state, "counts", [deviations.size]);
    return new SlopeOneModel(data, takeCentre(state), { deviations, counts }, params);
  },
});

/** Room for the entries a row shares with a history. */
interface Found {
  readonly places: Uint32Array; // (history)
  readonly which: Uint32Array; // (history)
}

/** Its score is the predicted rating, not clipped, shrunk by confidence; NaN for an empty history and for items nobody rated. */
class SlopeOneModel implements Model, Predictor, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly unit = "rating";
  readonly #centre: RatingCentre;
  readonly #pairs: PairDeviations;
  readonly #weighted: boolean;
  readonly #hasItem: Uint8Array;
  readonly #confidences: Float64Array; // (items)
  #places: PairPlaces | undefined; // made when first asked for a prediction

  constructor(
    data: Dataset,
    centre: RatingCentre,
    pairs: PairDeviations,
    { weighted, scoreShrinkage }: SlopeOneParams,
  ) {
    this.items = data.items;
    this.#centre = centre;
    this.#pairs = pairs;
    this.#weighted = weighted;
    this.#hasItem = trainingRows(data).hasItem;
    this.#confidences = confidences(data.itemUsers, scoreShrinkage);
  }

  /** O(items asked × history). */
  predict(query: Query, items: Uint32Array): Float64Array {
    const history = knownHistory(query, this.#hasItem, this.#centre);
    const { mean } = rowMoments(history.ratings, this.#centre);
    const scratch = { places: new Uint32Array(history.items.length), which: new Uint32Array(history.items.length) };
    this.#places ??= new PairPlaces(this.#pairs.deviations);
    const predictions = new Float64Array(items.length).fill(Number.NaN);
    if (history.items.length === 0) return predictions;
    for (let p = 0; p < items.length; p++)
      if (this.#hasItem[items[p]!])
        predictions[p] = clip(this.#estimate(items[p]!, history, mean, scratch), this.#centre);
    return predictions;
  }

  score(query: Query): Float64Array {
    const history = knownHistory(query, this.#hasItem, this.#centre);
    if (history.items.length === 0) return new Float64Array(this.items.size).fill(Number.NaN);
    const { mean } = rowMoments(history.ratings, this.#centre);
    const { sums, weights } = this.#addUp(history, mean);
    return sums.map((sum, item) =>
      !this.#hasItem[item]
        ? Number.NaN
        : weights[item] === 0
          ? mean
          : shrinkScore(mean, sum / weights[item]!, this.#confidences[item]!),
    );
  }

  /** The sums of `score` in the same order. */
  scoringForm(): ExactForm {
    const { deviations, counts } = this.#pairs;
    return {
      kind: "exact",
      open: (arena, core) => {
        const fixed = {
          rows: arena.copyU32(deviations.offsets),
          columns: arena.copyU32(deviations.columns),
          values: arena.copyF64(deviations.values),
          counts: this.#weighted ? arena.copyU32(counts) : undefined,
          known: arena.copyU8(this.#hasItem),
          confidences: arena.copyF64(this.#confidences),
        };
        const perRow = deviations.size / Math.max(1, deviations.rowCount);
        return {
          rank: (queries, args, block, options) => {
            const histories = queries.map((query) => knownHistory(query, this.#hasItem, this.#centre));
            const means = block.copyF64(histories.map(({ ratings }) => rowMoments(ratings, this.#centre).mean));
            const { offsets, entries } = ragged(
              histories.map(({ items }) => items),
              block,
            );
            const starts = joinedF64(
              histories.map(({ ratings }, n) =>
                this.#weighted ? ratings : new Float64Array(ratings.length).fill(means[n]!),
              ),
              block,
            );
            const own = { askedOffsets: offsets, asked: entries, starts, means };
            const cost = 4 * args.items + (entries.length / Math.max(1, queries.length)) * perRow;
            return core.run("rankDeviations", queries.length, { ...args, ...fixed, ...own }, { ...options, cost });
          },
        };
      },
    };
  }

  state(): ModelState {
    const { deviations, counts } = this.#pairs;
    return {
      numbers: centreNumbers(this.#centre),
      tensors: { ...csrTensors("deviations", deviations), counts: tensor([counts.length], counts) },
    };
  }

  #estimate(item: number, { items, ratings }: KnownHistory, mean: number, scratch: Found): number {
    const { values } = this.#pairs.deviations;
    const { counts } = this.#pairs;
    const { places, which } = scratch;
    const found = this.#places!.find(item, items, places, which);
    let sum = 0;
    let weight = 0;
    for (let f = 0; f < found; f++) {
      const p = places[f]!;
      const n = this.#weighted ? counts[p]! : 1;
      sum += n * ((this.#weighted ? ratings[which[f]!]! : mean) + values[p]!);
      weight += n;
    }
    return weight === 0 ? mean : sum / weight;
  }

  /** The same sums for all items at once: dev(i, j) = −dev(j, i), so the rows of the history hold all that is needed. */
  #addUp({ items, ratings }: KnownHistory, mean: number): { sums: Float64Array; weights: Float64Array } {
    const { offsets, columns, values } = this.#pairs.deviations;
    const { counts } = this.#pairs;
    const sums = new Float64Array(this.items.size);
    const weights = new Float64Array(this.items.size);
    for (let h = 0; h < items.length; h++) {
      const start = this.#weighted ? ratings[h]! : mean;
      const end = offsets[items[h]! + 1]!;
      for (let p = offsets[items[h]!]!; p < end; p++) {
        const item = columns[p]!;
        const n = this.#weighted ? counts[p]! : 1;
        sums[item]! += n * (start - values[p]!);
        weights[item]! += n;
      }
    }
    return { sums, weights };
  }
}
