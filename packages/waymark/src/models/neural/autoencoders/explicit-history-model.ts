import { CsrMatrix } from "../../../compute/csr-matrix.ts";
import type { Weights } from "../../../compute/neural/network.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Predictor, Query } from "../../model.ts";
import { scoreFactors } from "../../scoring/score-factors.ts";
import type { HeldOut } from "../../shared/neural/hold-out.ts";
import { centreNumbers, clip, type RatingCentre, ratingStep } from "../../shared/rating-statistics.ts";
import { trainingRows } from "../../shared/training-rows.ts";
import { sumOfEntries, takeLayer, takeWeight } from "./dense-layer.ts";
import { HistoryModel } from "./history-model.ts";
import type { RowData } from "./train-rows.ts";

/** Added to a learner's number of ratings where the mean of what they are off by is taken, as in `defaultBiases`. */
const BIAS_REGULARIZATION = 15;

/** A model of ratings. Empty histories are answered by biases alone, and so is what rating a course nobody rated would get. */
export class ExplicitHistoryModel extends HistoryModel implements Predictor {
  readonly unit = "rating";
  readonly #centre: RatingCentre;

  /**
   * @param weights those of the network and `expected`, the bias of each item, in float32
   * @throws {ShapeError} when a weight is missing or of another shape
   */
  constructor(data: Dataset, weights: Weights, factors: number, centre: RatingCentre) {
    const { size } = data.items;
    const step = ratingStep(centre);
    const { hasItem } = trainingRows(data);
    const encoder = takeLayer(weights, "encoder", size, factors);
    const output = takeWeight(weights, "output.weight", [size, factors]);
    const bias = takeWeight(weights, "output.bias", [1, size]);
    const expected = takeWeight(weights, "expected", [1, size]);
    super(data, {
      weights,
      numbers: centreNumbers(centre),
      scorable: hasItem,
      output,
      itemBias: expected.map((of, item) => of + step * bias[item]!),
      userVector(query: Query) {
        const { items, deviations, offset } = deviationsOf(query, expected, hasItem, centre);
        const h = sumOfEntries(
          encoder,
          items,
          deviations.map((deviation) => deviation / step),
        );
        return { factors: h.map((x) => step / (1 + Math.exp(-x))), offset };
      },
    });
    this.#centre = centre;
  }

  predict(query: Query, items: Uint32Array): Float64Array {
    const { scorable: _, ...everyItem } = this.scoringForm();
    const scores = scoreFactors(everyItem, query, this.items.size);
    return Float64Array.from(items, (item) => clip(scores[item]!, this.#centre));
  }
}

/** What a history's ratings are off from what is expected of learner and item; without ratings each is one deviation above. */
function deviationsOf(
  { history, weights }: Query,
  expected: Float32Array,
  hasItem: Uint8Array,
  { mean, deviation }: RatingCentre,
): { readonly items: Uint32Array; readonly deviations: Float64Array; readonly offset: number } {
  const known = Uint32Array.from(history.keys()).filter((h) => hasItem[history[h]!]);
  const items = known.map((h) => history[h]!);
  if (!weights) return { items, deviations: new Float64Array(items.length).fill(deviation), offset: mean };
  const rest = Float64Array.from(known, (h) => weights[h]! - mean - expected[history[h]!]!);
  const bias = biasOf(rest);
  return { items, deviations: rest.map((off) => off - bias), offset: mean + bias };
}

/** Of a learner, from what their ratings are off. */
const biasOf = (rest: Float64Array): number =>
  rest.reduce((sum, off) => sum + off, 0) / (BIAS_REGULARIZATION + rest.length);

/**
 * Ratings to train on and held-out ones as what they are off from what is expected of learner and item, in steps of a five-star scale. The
 * learner's bias is that of the rows to train on.
 */
export function deviationRows(
  { train, held }: HeldOut,
  expected: Float32Array,
  centre: RatingCentre,
): Omit<RowData, "input"> {
  const step = ratingStep(centre);
  const [targets, rest] = [train, held].map(({ offsets, columns, values, columnCount }) => {
    const off = values.map((value, p) => value - centre.mean - expected[columns[p]!]!);
    return new CsrMatrix(columnCount, offsets, columns, off);
  }) as [CsrMatrix, CsrMatrix];
  for (let user = 0; user < targets.rowCount; user++) {
    const bias = biasOf(targets.row(user).values);
    for (const { offsets, values } of [targets, rest])
      for (let p = offsets[user]!; p < offsets[user + 1]!; p++) values[p] = (values[p]! - bias) / step;
  }
  return { targets, held: rest };
}
