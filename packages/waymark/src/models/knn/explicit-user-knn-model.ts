import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { topK } from "../../compute/top-k.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { Contribution, Explainer, LiveHistory, Model, ModelState, Predictor, Query } from "../model.ts";
import type { ExactForm, HasScoringForm } from "../scoring/scoring-form.ts";
import { confidences, shrinkScore } from "../shared/confidence-shrinkage.ts";
import { sharesOf } from "../shared/contributions.ts";
import { knownHistory } from "../shared/known-history.ts";
import { tensor } from "../shared/model-state.ts";
import { type Centring, impliedBias, measureCentring, residuals, rowMoments } from "../shared/rating-centring.ts";
import { centreNumbers, clip, type RatingCentre } from "../shared/rating-statistics.ts";
import { trainingRows } from "../shared/training-rows.ts";
import { BestNeighbours } from "./best-neighbours.ts";
import { ExplicitUserKnnScorer, type PreparedUser } from "./explicit-user-knn-scorer.ts";
import type { RatingSettings, RatingSimilarity } from "./knn-params.ts";
import { RatingOverlap } from "./rating-overlap.ts";

/**
 * Fitted `user-knn` on ratings; see there for the equations. Users are compared at query time, so a new user costs
 * what a trained user costs, nothing but biases is stored, and the rows of the data are the model. Its score is the predicted
 * rating, not clipped, shrunk by confidence.
 */
export class ExplicitUserKnnModel implements Model, Predictor, Explainer, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly unit = "rating";
  readonly #userItems: CsrMatrix;
  readonly #itemUsers: CsrMatrix;
  readonly #settings: RatingSettings;
  readonly #learned: ExplicitUsers;
  readonly #centring: Centring;
  readonly #hasItem: Uint8Array;
  readonly #confidences: Float64Array; // (items)
  readonly #compared: CsrMatrix; // items × users, what users are compared by
  readonly #overlap: RatingOverlap;
  readonly #best: BestNeighbours;
  readonly #near: Float64Array; // (users), scratch: similarities of the neighbours found
  readonly #deviations: Float64Array; // (users), scratch: their deviations

  constructor(data: Dataset, settings: RatingSettings, learned: ExplicitUsers) {
    const { centre, userBiases, itemBiases } = learned;
    const { userItems, itemUsers } = data;
    this.items = data.items;
    this.#userItems = userItems;
    this.#itemUsers = itemUsers;
    this.#settings = settings;
    this.#learned = learned;
    this.#centring = measureCentring(settings.centring, userItems, centre, userBiases, itemBiases);
    this.#hasItem = trainingRows(data).hasItem;
    this.#compared =
      settings.similarity === "pearson-baseline"
        ? residuals(itemUsers, centre.mean, itemBiases, userBiases)
        : itemUsers;
    this.#overlap = new RatingOverlap(this.#compared, settings.similarity, settings.shrinkage);
    this.#confidences = confidences(itemUsers, settings.scoreShrinkage);
    this.#best = new BestNeighbours(settings.neighbours);
    this.#near = new Float64Array(data.users.size);
    this.#deviations = new Float64Array(data.users.size);
  }

  /** O(Σ over the history and the items asked of users who rated them). */
  predict(query: Query, items: Uint32Array): Float64Array {
    const prepared = prepareUser(query, this.#settings, this.#learned, this.#hasItem);
    this.#compare(prepared, query.user);
    const predictions = Float64Array.from(items, (item) => {
      this.#best.sum(this.#near, this.#deviations, 0, this.#gather(item));
      const { weighted, total, count } = this.#best;
      return clip(this.#estimate(prepared, item, weighted, total, count), this.#learned.centre);
    });
    this.#overlap.clear();
    return predictions;
  }

  /** O(interactions of users who share an item with the history). NaN for items nobody rated. */
  score(query: Query): Float64Array {
    const prepared = prepareUser(query, this.#settings, this.#learned, this.#hasItem);
    this.#compare(prepared, query.user);
    const similarities = this.#overlap.similarities;
    const users = this.#overlap.nearest(similarities.length, query.user);
    const weighted = new Float64Array(this.items.size);
    const totals = new Float64Array(this.items.size);
    const counts = new Uint32Array(this.items.size);
    // Nearest users first, so an item counts its nearest raters first.
    for (const n of topK(
      Float64Array.from(users, (user) => similarities[user]!),
      users.length,
    ))
      this.#addRatings(users[n]!, similarities[users[n]!]!, weighted, totals, counts);
    this.#overlap.clear();
    const scores = new Float64Array(this.items.size);
    const { columnBase } = this.#centring;
    const baseline = this.#settings.centring === "baseline";
    for (let item = 0; item < scores.length; item++) {
      const predicted = this.#estimate(prepared, item, weighted[item]!, totals[item]!, counts[item]!);
      const expected = baseline ? prepared.base + columnBase[item]! : prepared.mean;
      scores[item] = this.#hasItem[item] ? shrinkScore(expected, predicted, this.#confidences[item]!) : Number.NaN;
    }
    return scores;
  }

  scoringForm(): ExactForm {
    const users = {
      userItems: this.#userItems,
      comparedUsers: this.#compared,
      centring: this.#centring,
      hasItem: this.#hasItem,
      confidences: this.#confidences,
    };
    const prepare = (query: Query) => prepareUser(query, this.#settings, this.#learned, this.#hasItem);
    return {
      kind: "exact",
      open: (arena, core) => new ExplicitUserKnnScorer(users, this.#settings, prepare, arena, core),
    };
  }

  /**
   * Neighbours who raise the score of the item (s · deviation > 0) pass what they raise it by on to the items of the
   * history that make them neighbours, in proportion to what each adds to the similarity (see `agreements`).
   */
  explain(query: Query, item: number): readonly Contribution[] {
    const prepared = prepareUser(query, this.#settings, this.#learned, this.#hasItem);
    this.#compare(prepared, query.user);
    const { columns: raters } = this.#itemUsers.row(item);
    const users = raters.filter((user) => this.#overlap.similarities[user]! > 0);
    const size = this.#gather(item);
    const parts = new Float64Array(prepared.history.items.length);
    const best = topK(this.#near.subarray(0, size) as Float64Array, this.#settings.neighbours);
    for (const n of best) {
      const raised = this.#near[n]! * this.#deviations[n]!;
      if (raised > 0) this.#passOn(prepared, users[n]!, raised, parts);
    }
    this.#overlap.clear();
    if (best.length < this.#settings.minNeighbours) return [];
    return sharesOf(Array.from(prepared.history.items, (taken, h) => ({ item: taken, part: parts[h]! })));
  }

  state(): ModelState {
    const { centre, userBiases, itemBiases } = this.#learned;
    return {
      numbers: centreNumbers(centre),
      tensors: {
        userBiases: tensor([userBiases.length], userBiases),
        itemBiases: tensor([itemBiases.length], itemBiases),
      },
    };
  }

  #compare({ history, compared }: PreparedUser, self: number | undefined): void {
    this.#overlap.measure(history.items, compared, 0, history.items.length);
    if (self !== undefined) this.#overlap.similarities[self] = 0; // nobody is their own neighbour
  }

  /** Copies similarities and deviations of similar users who rated the item into the scratch, in order of user; @returns how many */
  #gather(item: number): number {
    const { offsets, columns: users, values } = this.#itemUsers;
    const { rowBase, rowScale, columnBase } = this.#centring;
    const similarities = this.#overlap.similarities;
    const expected = columnBase[item]!;
    const end = offsets[item + 1]!;
    let size = 0;
    for (let p = offsets[item]!; p < end; p++) {
      const user = users[p]!;
      const similarity = similarities[user]!;
      if (similarity === 0) continue;
      this.#near[size] = similarity;
      this.#deviations[size++] = (values[p]! - rowBase[user]! - expected) / rowScale[user]!;
    }
    return size;
  }

  #addRatings(user: number, near: number, weighted: Float64Array, totals: Float64Array, counts: Uint32Array): void {
    const { offsets, columns: items, values } = this.#userItems;
    const { rowBase, rowScale, columnBase } = this.#centring;
    const { neighbours } = this.#settings;
    const base = rowBase[user]!;
    const factor = near / rowScale[user]!;
    const end = offsets[user + 1]!;
    for (let p = offsets[user]!; p < end; p++) {
      const item = items[p]!;
      if (counts[item]! >= neighbours) continue;
      counts[item]! += 1;
      weighted[item]! += factor * (values[p]! - base - columnBase[item]!);
      totals[item]! += near;
    }
  }

  #estimate(
    { history, base, scale }: PreparedUser,
    item: number,
    weighted: number,
    total: number,
    count: number,
  ): number {
    const { centring, minNeighbours, prior } = this.#settings;
    if (centring !== "baseline" && (!this.#hasItem[item] || history.items.length === 0)) return Number.NaN;
    const enough = count >= minNeighbours;
    if (!enough && centring === "none") return Number.NaN;
    return base + this.#centring.columnBase[item]! + (enough ? (scale * weighted) / (total + prior) : 0);
  }

  #passOn({ history: { items }, compared }: PreparedUser, user: number, raised: number, parts: Float64Array): void {
    const theirs = Float64Array.from(items, (item) => this.#overlap.valueAt(item, user) ?? Number.NaN);
    const agreed = agreements(this.#settings.similarity, compared, theirs);
    const total = agreed.reduce((sum, part) => sum + part, 0);
    for (let h = 0; h < parts.length; h++) parts[h]! += (raised * agreed[h]!) / total;
  }
}

/**
 * What each rating two rows share adds to their similarity, 0 where it takes away or only one row holds it:
 *
 *     cosine, pearson-baseline  a·b
 *     pearson                   (a − ā)(b − b̄), means over what is shared
 *     msd                       1 / (1 + (a − b)²), the similarity of the one pair by itself
 *
 * @param theirs NaN where the other row holds nothing
 */
function agreements(similarity: RatingSimilarity, own: Float64Array, theirs: Float64Array): Float64Array {
  let shared = 0;
  let ownSum = 0;
  let theirSum = 0;
  for (let h = 0; h < own.length; h++) {
    if (Number.isNaN(theirs[h])) continue;
    shared++;
    ownSum += own[h]!;
    theirSum += theirs[h]!;
  }
  const ownMean = similarity === "pearson" ? ownSum / shared : 0;
  const theirMean = similarity === "pearson" ? theirSum / shared : 0;
  return own.map((a, h) => {
    const b = theirs[h]!;
    if (Number.isNaN(b)) return 0;
    return similarity === "msd" ? 1 / (1 + (a - b) ** 2) : Math.max(0, (a - ownMean) * (b - theirMean));
  });
}

/** What `user-knn` learns from ratings; all 0 biases where neither similarity nor centring needs them. */
interface ExplicitUsers {
  readonly centre: RatingCentre;
  readonly userBiases: Float64Array; // (users)
  readonly itemBiases: Float64Array; // (items)
}

function prepareUser(
  query: Query,
  settings: RatingSettings,
  learned: ExplicitUsers,
  hasItem: Uint8Array,
): PreparedUser {
  const { centring, similarity } = settings;
  const { centre, itemBiases } = learned;
  const history = knownHistory(query, hasItem, centre);
  const { items, ratings } = history;
  const bias = impliedBias(history, centre.mean, itemBiases);
  const compared =
    similarity === "pearson-baseline"
      ? ratings.map((rating, h) => rating - (centre.mean + bias + itemBiases[items[h]!]!))
      : ratings;
  const { mean, deviation } = rowMoments(ratings, centre);
  const base = centring === "baseline" ? centre.mean + bias : centring === "none" ? 0 : mean;
  return { history, compared, base, mean, scale: centring === "z-score" ? deviation : 1 };
}
