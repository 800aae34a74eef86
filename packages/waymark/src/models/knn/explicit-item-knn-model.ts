import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { topK } from "../../compute/top-k.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type {
  Contribution,
  Explainer,
  LiveHistory,
  Model,
  ModelState,
  Predictor,
  Query,
  Ranked,
  SimilarItems,
} from "../model.ts";
import { joinedF64, ragged } from "../scoring/rank-job.ts";
import type { ExactForm, HasScoringForm } from "../scoring/scoring-form.ts";
import { confidences, shrinkScore } from "../shared/confidence-shrinkage.ts";
import { sharesOf } from "../shared/contributions.ts";
import { type KnownHistory, knownHistory } from "../shared/known-history.ts";
import { csrTensors, tensor } from "../shared/model-state.ts";
import { type Centring, impliedBias, measureCentring, rowMoments } from "../shared/rating-centring.ts";
import { centreNumbers, clip, type RatingCentre } from "../shared/rating-statistics.ts";
import { similarInRow } from "../shared/similar-rows.ts";
import { trainingRows } from "../shared/training-rows.ts";
import { BestNeighbours } from "./best-neighbours.ts";
import type { RatingSettings } from "./knn-params.ts";

/** What `item-knn` learns from ratings. */
export interface ExplicitItems {
  readonly centre: RatingCentre;
  /** items × items; row i holds the neighbours of i, the similarity positive. */
  readonly similarities: CsrMatrix;
  readonly itemBiases: Float64Array; // (items), all 0 unless ratings are centred on the baseline
}

/** A history prepared for scoring: the deviation of each of its ratings, and the learner's bias. */
interface PreparedHistory {
  readonly items: Uint32Array;
  /** Deviations of the ratings from what was expected of them, in the item's scale. */
  readonly deviations: Float64Array;
  readonly bias: number;
  /** Mean of the ratings in the history. */
  readonly mean: number;
}

/** Fitted `item-knn` on ratings; see there for the equations. Its score is the predicted rating, not clipped, shrunk by confidence. */
export class ExplicitItemKnnModel implements Model, Predictor, Explainer, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly unit = "rating";
  readonly #settings: RatingSettings;
  readonly #learned: ExplicitItems;
  readonly #centring: Centring;
  readonly #hasItem: Uint8Array;
  readonly #confidences: Float64Array; // (items)
  readonly #best: BestNeighbours;
  readonly #place: Int32Array; // (items), scratch: 1 + position in the history, 0 elsewhere
  readonly #near: Float64Array; // (items), scratch: similarities of the neighbours found
  readonly #deviations: Float64Array; // (items), scratch: their deviations
  #listedBy: CsrMatrix | undefined; // the transpose of similarities: row j holds the items j is a neighbour of

  constructor(data: Dataset, settings: RatingSettings, learned: ExplicitItems) {
    const { itemUsers, items } = data;
    const noBiases = new Float64Array(itemUsers.columnCount); // a query brings its own
    this.items = items;
    this.#settings = settings;
    this.#learned = learned;
    this.#centring = measureCentring(settings.centring, itemUsers, learned.centre, learned.itemBiases, noBiases);
    this.#hasItem = trainingRows(data).hasItem;
    this.#confidences = confidences(itemUsers, settings.scoreShrinkage);
    this.#best = new BestNeighbours(settings.neighbours);
    this.#place = new Int32Array(items.size);
    this.#near = new Float64Array(items.size);
    this.#deviations = new Float64Array(items.size);
  }

  predict(query: Query, items: Uint32Array): Float64Array {
    const prepared = this.#prepare(query);
    const { offsets, columns, values } = this.#learned.similarities;
    this.#mark(prepared);
    const predictions = Float64Array.from(items, (item) => {
      const size = this.#gather(prepared, columns, values, offsets[item]!, offsets[item + 1]!);
      this.#best.sum(this.#near, this.#deviations, 0, size);
      return clip(this.#estimate(prepared, item), this.#learned.centre);
    });
    this.#unmark(prepared);
    return predictions;
  }

  /** O(Σ over the history of items it is a neighbour of + items). NaN for items nobody rated. */
  score(query: Query): Float64Array {
    const prepared = this.#prepare(query);
    this.#listedBy ??= this.#learned.similarities.transpose();
    const { starts, near, deviations } = byItem(this.#listedBy, prepared);
    const scores = new Float64Array(this.items.size);
    const { rowBase } = this.#centring;
    const baseline = this.#settings.centring === "baseline";
    for (let item = 0; item < scores.length; item++) {
      this.#best.sum(near, deviations, starts[item]!, starts[item + 1]!);
      const expected = baseline ? rowBase[item]! + prepared.bias : prepared.mean;
      scores[item] = this.#hasItem[item]
        ? shrinkScore(expected, this.#estimate(prepared, item), this.#confidences[item]!)
        : Number.NaN;
    }
    return scores;
  }

  /** The sums of `score` in the same order. */
  scoringForm(): ExactForm {
    this.#listedBy ??= this.#learned.similarities.transpose();
    const { offsets, columns, values } = this.#listedBy;
    const { centring, neighbours, minNeighbours, prior } = this.#settings;
    return {
      kind: "exact",
      open: (arena, core) => {
        const fixed = {
          rows: arena.copyU32(offsets),
          columns: arena.copyU32(columns),
          values: arena.copyF64(values),
          rowBase: arena.copyF64(this.#centring.rowBase),
          rowScale: arena.copyF64(this.#centring.rowScale),
          known: arena.copyU8(this.#hasItem),
          confidences: arena.copyF64(this.#confidences),
          expectsMean: Number(centring !== "baseline"),
          needsNeighbours: Number(centring === "none"),
          neighbours,
          minNeighbours,
          prior,
        };
        return {
          rank: (queries, args, block, options) => {
            const prepared = queries.map((query) => this.#prepare(query));
            const asked = ragged(
              prepared.map(({ items }) => items),
              block,
            );
            const perRow = columns.length / Math.max(1, offsets.length - 1);
            const own = {
              askedOffsets: asked.offsets,
              asked: asked.entries,
              deviations: joinedF64(
                prepared.map(({ deviations }) => deviations),
                block,
              ),
              means: block.copyF64(prepared.map(({ mean }) => mean)),
              biases: block.copyF64(prepared.map(({ bias }) => bias)),
              mostAsked: prepared.reduce((most, { items }) => Math.max(most, items.length), 0),
            };
            const cost = 8 * (args.items + (asked.entries.length / Math.max(1, queries.length)) * perRow);
            return core.run("rankItemRatings", queries.length, { ...args, ...fixed, ...own }, { ...options, cost });
          },
        };
      },
    };
  }

  /** Of the neighbours that count, those that raise the score: s · deviation > 0, as shares of what they raise it by. */
  explain(query: Query, item: number): readonly Contribution[] {
    const prepared = this.#prepare(query);
    const found: { readonly item: number; readonly near: number; readonly deviations: number }[] = [];
    prepared.items.forEach((taken, h) => {
      const near = this.#learned.similarities.find(item, taken);
      if (near !== undefined) found.push({ item: taken, near, deviations: prepared.deviations[h]! });
    });
    const best = topK(
      Float64Array.from(found, ({ near }) => near),
      this.#settings.neighbours,
    );
    if (best.length < this.#settings.minNeighbours) return [];
    return sharesOf(Array.from(best, (n) => ({ item: found[n]!.item, part: found[n]!.near * found[n]!.deviations })));
  }

  similar(item: number, limit: number): readonly Ranked[] {
    return similarInRow(this.#learned.similarities, item, limit);
  }

  state(): ModelState {
    const { centre, similarities, itemBiases } = this.#learned;
    return {
      numbers: centreNumbers(centre),
      tensors: { ...csrTensors("similarities", similarities), itemBiases: tensor([itemBiases.length], itemBiases) },
    };
  }

  #prepare(query: Query): PreparedHistory {
    const { centre, itemBiases } = this.#learned;
    const { rowBase, rowScale } = this.#centring;
    const history: KnownHistory = knownHistory(query, this.#hasItem, centre);
    const bias = this.#settings.centring === "baseline" ? impliedBias(history, centre.mean, itemBiases) : 0;
    const { items, ratings } = history;
    const deviations = ratings.map((rating, h) => (rating - rowBase[items[h]!]! - bias) / rowScale[items[h]!]!);
    return { items, deviations, bias, mean: rowMoments(ratings, centre).mean };
  }

  /** From the sums in `#best`: what was expected of the item, moved by its neighbours. */
  #estimate({ bias }: PreparedHistory, item: number): number {
    const { centring, minNeighbours, prior } = this.#settings;
    const { rowBase, rowScale } = this.#centring;
    if (centring !== "baseline" && !this.#hasItem[item]) return Number.NaN;
    const { weighted, total, count } = this.#best;
    const enough = count >= minNeighbours;
    if (!enough && centring === "none") return Number.NaN;
    return rowBase[item]! + bias + (enough ? (rowScale[item]! * weighted) / (total + prior) : 0);
  }

  #mark({ items }: PreparedHistory): void {
    for (let h = 0; h < items.length; h++) this.#place[items[h]!] = h + 1;
  }

  #unmark({ items }: PreparedHistory): void {
    for (let h = 0; h < items.length; h++) this.#place[items[h]!] = 0;
  }

  /** Copies the neighbours that are in the history into the scratch; @returns how many */
  #gather(
    { deviations }: PreparedHistory,
    columns: Uint32Array,
    values: Float64Array,
    start: number,
    end: number,
  ): number {
    const place = this.#place;
    let size = 0;
    for (let p = start; p < end; p++) {
      const at = place[columns[p]!]!;
      if (at === 0) continue;
      this.#near[size] = values[p]!;
      this.#deviations[size++] = deviations[at - 1]!;
    }
    return size;
  }
}

/** For every item its neighbours in the history, in order of the history; entries of item i are `starts[i]` … `starts[i + 1]`. */
function byItem({ offsets, columns, values, rowCount }: CsrMatrix, { items, deviations }: PreparedHistory) {
  const starts = new Uint32Array(rowCount + 1);
  for (let h = 0; h < items.length; h++)
    for (let p = offsets[items[h]!]!; p < offsets[items[h]! + 1]!; p++) starts[columns[p]! + 1]! += 1;
  for (let item = 0; item < rowCount; item++) starts[item + 1]! += starts[item]!;
  const size = starts[rowCount]!;
  const next = starts.slice(0, rowCount);
  const near = new Float64Array(size);
  const nearDeviations = new Float64Array(size);
  for (let h = 0; h < items.length; h++) {
    const end = offsets[items[h]! + 1]!;
    for (let p = offsets[items[h]!]!; p < end; p++) {
      const at = next[columns[p]!]!++;
      near[at] = values[p]!;
      nearDeviations[at] = deviations[h]!;
    }
  }
  return { starts, near, deviations: nearDeviations };
}
