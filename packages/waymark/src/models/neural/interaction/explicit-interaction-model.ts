import type { Dataset } from "../../../data/dataset.ts";
import type { CoreOption } from "../../core-option.ts";
import type { ModelState, Predictor, Query } from "../../model.ts";
import { centreNumbers, clip, positiveRating, type RatingCentre } from "../../shared/rating-statistics.ts";
import { PairModel, type PairModelParts } from "./interaction-model.ts";

/** A network on pairs whose output, from 0 to 1, is a place on the rating scale. */
export class ExplicitInteractionModel extends PairModel implements Predictor {
  readonly unit = "rating";
  readonly #centre: RatingCentre;

  constructor(data: Dataset, parts: PairModelParts, centre: RatingCentre, options: CoreOption) {
    super(data, { ...parts, label: (rating = positiveRating(centre)) => toLabel(rating, centre) }, options);
    this.#centre = centre;
  }

  /** Ratings, clipped to the scale; NaN for courses nobody rated and for somebody nothing is known about. */
  predict(query: Query, items: Uint32Array): Float64Array {
    const scores = this.score(query);
    const { min, max } = this.#centre;
    return Float64Array.from(items, (item) => clip(min + scores[item]! * (max - min), this.#centre));
  }

  override state(): ModelState {
    return { ...super.state(), numbers: centreNumbers(this.#centre) };
  }
}

/** 0 at the lower end of the scale, 1 at the upper; 1 where all ratings are equal. */
export const toLabel = (rating: number, { min, max }: RatingCentre): number =>
  max > min ? (rating - min) / (max - min) : 1;
