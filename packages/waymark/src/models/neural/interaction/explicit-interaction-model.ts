import type { Dataset } from "../../../data/dataset.ts";
import type { CoreOption } from "../../core-option.ts";
import type { ModelState, Predictor, Query } from "../../model.ts";
import { centreNumbers, clip, positiveRating, type RatingCentre } from "../../shared/rating-statistics.ts";
import { InteractionModel, type InteractionModelParts } from "./interaction-model.ts";

/** An interaction network whose output, from 0 to 1, is a place on the rating scale. */
export class ExplicitInteractionModel extends InteractionModel implements Predictor {
  readonly unit = "rating";
  readonly #centre: RatingCentre;

  constructor(data: Dataset, parts: InteractionModelParts, centre: RatingCentre, options: CoreOption) {
    super(data, { ...parts, label: (rating = positiveRating(centre)) => toLabel(rating, centre) }, options);
    this.#centre = centre;
  }

  /** Ratings, clipped to the scale; NaN for courses nobody rated, and for a new user without a known history. */
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
