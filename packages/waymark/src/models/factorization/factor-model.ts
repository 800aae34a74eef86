import type { Core } from "../../compute/core/core.ts";
import { paddedWidth } from "../../compute/linear-algebra/padded-rows.ts";
import { clearRows, dotAt } from "../../compute/linear-algebra/rows.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { LiveHistory, Model, ModelState, Predictor, Query, SimilarItems } from "../model.ts";
import type { HasScoringForm } from "../scoring/scoring-form.ts";
import { takeFloats, tensor } from "../shared/model-state.ts";
import { centreNumbers, clip, type RatingCentre, takeCentre } from "../shared/rating-statistics.ts";
import { similarRows } from "../shared/similar-rows.ts";
import { TrainedHistories } from "../shared/trained-histories.ts";
import { trainingRows } from "../shared/training-rows.ts";

/** What factor models have learned: rating ≈ [mean + userBias + itemBias] or [origin], + userFactors · itemFactors. */
export interface Factorization {
  readonly centre: RatingCentre;
  /** Whether the first part in brackets counts. */
  readonly biased: boolean;
  /** What the product is added to where there are no biases, in the unit of the ratings. @defaultValue 0 */
  readonly origin?: number;
  readonly factors: number;
  readonly userFactors: Float64Array; // (users, factors)
  readonly itemFactors: Float64Array; // (items, factors)
  readonly userBiases: Float64Array; // (users), all 0 when not biased
  readonly itemBiases: Float64Array; // (items), all 0 when not biased
}

/** Where a query stands among the items. */
export interface BiasedUserVector {
  readonly bias: number;
  /** Holds the factors from `start` on. */
  readonly factors: Float64Array;
  readonly start: number;
}

/** Items of a history that occur in training, with their ratings if the query brought any. Never empty. */
export interface FactorHistory {
  readonly items: Uint32Array;
  readonly ratings?: Float64Array;
}

/**
 * @param perUser rows of factors a user needs in training; `perItem` an item
 * @throws {MemoryLimitError} naming what training would need, before anything is allocated
 */
export function checkFactorMemory(
  core: Core,
  owner: string,
  { users, items, size }: Dataset,
  factors: number,
  [perUser, perItem]: readonly [perUser: number, perItem: number],
): void {
  // rows, entries both ways, and what there is once a row
  const needed =
    8 * paddedWidth(factors) * (perUser * users.size + perItem * items.size) +
    24 * size +
    40 * (users.size + items.size);
  core.ensureMemory(
    needed,
    `Training ${owner} with ${factors} factors for ${users.size} learners and ${items.size} courses`,
    "Use fewer factors.",
  );
}

/** Clears in place the rows of users and items without a training row: they must not carry their random start. */
export function clearUnseen(data: Dataset, learned: Factorization): Factorization {
  const { hasUser, hasItem } = trainingRows(data);
  clearRows(learned.userFactors, learned.factors, hasUser);
  clearRows(learned.itemFactors, learned.factors, (item) => hasItem[item] === 1);
  return learned;
}

/**
 * The fitted model of `svd`, `svd++`, `als-wr` and `nmf`. A user asked with the history of training has a row; any other query is
 * folded in from the part of its history that occurs in training.
 *
 * Where nothing is known, what is known is used, as in Surprise: a biased model leaves out the unknown parts; one
 * without biases predicts the mean rating. Its score is then that of the average user, and NaN for an unknown item.
 */
export function factorModel(
  data: Dataset,
  learned: Factorization,
  foldIn: (history: FactorHistory) => BiasedUserVector,
): Model & Predictor & SimilarItems & HasScoringForm & LiveHistory {
  const { centre, biased, factors, userFactors, itemFactors, userBiases, itemBiases } = learned;
  const { hasItem } = trainingRows(data);
  const trained = new TrainedHistories(data, { rated: true });
  const mean = biased ? centre.mean : (learned.origin ?? 0);
  let start: BiasedUserVector | undefined;

  function findUserVector(query: Query): BiasedUserVector | undefined {
    if (trained.answers(query, hasItem))
      return { bias: userBiases[query.user]!, factors: userFactors, start: query.user * factors };
    const positions = Array.from(query.history.keys()).filter((k) => hasItem[query.history[k]!]);
    if (positions.length === 0) return undefined;
    return foldIn({
      items: Uint32Array.from(positions, (k) => query.history[k]!),
      ...(query.weights && { ratings: Float64Array.from(positions, (k) => query.weights![k]!) }),
    });
  }

  /** The same for somebody nothing is known about. */
  const userVectorOf = (query: Query): BiasedUserVector =>
    findUserVector(query) ?? (start ??= { bias: 0, factors: startingUserVector(data, learned), start: 0 });

  return {
    items: data.items,
    usesLiveHistory: true,
    unit: "rating",
    score(query) {
      const userVector = userVectorOf(query);
      const scores = new Float64Array(data.items.size);
      for (let item = 0; item < scores.length; item++)
        scores[item] = hasItem[item]
          ? mean +
            userVector.bias +
            itemBiases[item]! +
            dotAt(userVector.factors, userVector.start, itemFactors, item * factors, factors)
          : Number.NaN;
      return scores;
    },
    predict(query, items) {
      const userVector = findUserVector(query);
      const { bias, factors: row, start: offset } = userVector ?? noUserVector(factors);
      const predictions = new Float64Array(items.length);
      for (let p = 0; p < items.length; p++) {
        const item = items[p]!;
        const known = biased || (userVector !== undefined && hasItem[item] === 1);
        const product = known ? dotAt(row, offset, itemFactors, item * factors, factors) : 0;
        predictions[p] = known ? clip(mean + bias + itemBiases[item]! + product, centre) : centre.mean;
      }
      return predictions;
    },
    scoringForm: () => ({
      kind: "factors",
      factors,
      items: Float32Array.from(itemFactors),
      scorable: hasItem,
      ...(biased && { itemBias: Float32Array.from(itemBiases) }),
      userVector(query) {
        const { bias, factors: rows, start: from } = userVectorOf(query);
        return { factors: rows.subarray(from, from + factors), offset: mean + bias };
      },
    }),
    similar: (item, limit) => similarRows(itemFactors, factors, item, limit),
    state: () => factorizationState(learned),
  };
}

const noUserVector = (factors: number): BiasedUserVector => ({ bias: 0, factors: new Float64Array(factors), start: 0 });

/**
 * Factors of somebody nothing is known about, shape (factors): 0 beside biases, else those of the average user, since
 * without biases they also carry how high ratings are.
 */
export function startingUserVector(data: Dataset, { biased, userFactors, factors }: Factorization): Float64Array {
  const average = new Float64Array(factors);
  if (biased) return average;
  const { hasUser } = trainingRows(data);
  let count = 0;
  for (let user = 0; user < data.users.size; user++) {
    if (!hasUser(user)) continue;
    count++;
    for (let f = 0; f < factors; f++) average[f]! += userFactors[user * factors + f]!;
  }
  return average.map((sum) => sum / count);
}

const factorizationState = (learned: Factorization): ModelState => {
  const { centre, biased, factors, userFactors, itemFactors, userBiases, itemBiases } = learned;
  return {
    numbers: centreNumbers(centre),
    tensors: {
      userFactors: tensor([userBiases.length, factors], userFactors),
      itemFactors: tensor([itemBiases.length, factors], itemFactors),
      ...(biased && {
        userBiases: tensor([userBiases.length], userBiases),
        itemBiases: tensor([itemBiases.length], itemBiases),
      }),
    },
  };
};

/** @throws {ShapeError} */
export const takeFactorization = (
  state: ModelState,
  { users, items }: Dataset,
  { factors, biased }: Pick<Factorization, "factors" | "biased">,
): Factorization => ({
  centre: takeCentre(state),
  biased,
  factors,
  userFactors: takeFloats(state, "userFactors", [users.size, factors]),
  itemFactors: takeFloats(state, "itemFactors", [items.size, factors]),
  userBiases: biased ? takeFloats(state, "userBiases", [users.size]) : new Float64Array(users.size),
  itemBiases: biased ? takeFloats(state, "itemBiases", [items.size]) : new Float64Array(items.size),
});
