import type { Dataset } from "../../data/dataset.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { ShapeError } from "../../errors.ts";
import { defineModel } from "../define-model.ts";
import type { LiveHistory, Model, ModelState, Predictor, Query } from "../model.ts";
import { integer } from "../params.ts";
import { ratings } from "../requirements.ts";
import type { ExactForm, HasScoringForm } from "../scoring/scoring-form.ts";
import { confidences, scoreShrinkageParam, shrinkScore } from "../shared/confidence-shrinkage.ts";
import { knownHistory } from "../shared/known-history.ts";
import { takeFloats, takeIndexes, tensor } from "../shared/model-state.ts";
import { rowMoments } from "../shared/rating-centring.ts";
import { centreNumbers, clip, measureRatings, type RatingCentre, takeCentre } from "../shared/rating-statistics.ts";
import { TrainedHistories } from "../shared/trained-histories.ts";
import { trainingRows } from "../shared/training-rows.ts";
import { type CoClusters, nearestUserCluster } from "./co-cluster-means.ts";
import { coCluster } from "./co-clusters.ts";

/**
 * Co-clustering: groups of learners × groups of courses, each block with its mean rating.
 *
 *     rating(u, i) = B(g, h) + (r̄ᵤ − Ū(g)) + (r̄ᵢ − Ī(h)),   u in user cluster g, i in item cluster h
 *
 * B is the mean rating of the block, Ū and Ī those of the clusters, r̄ᵤ and r̄ᵢ of the user and the item. Clusters start at
 * random; each epoch takes the means, then moves every user and every item to the cluster that leaves the least squared
 * error. O(epochs · ratings · (userClusters + itemClusters)).
 *
 * A learner without a user row joins the cluster that leaves the least squared error over the history.
 *
 * @see George & Merugu 2005, doi:10.1109/ICDM.2005.14, §3. Order of updates and number of clusters as in Surprise; an
 *   empty cluster takes the overall mean. Their parallel and incremental updates are left out.
 */
export const coClustering = defineModel({
  key: "co-clustering",
  summary: "Sorts learners and courses into groups by their ratings and predicts from the mean of each block.",
  family: "clustering",
  expectedSeconds: ({ interactions, cells }) => 4e-6 * interactions + 6e-8 * cells,
  requires: [ratings],
  params: {
    userClusters: integer({
      min: 1,
      max: 1000,
      default: 3,
      description: "Groups of learners; more fit finer and noisier.",
    }),
    itemClusters: integer({
      min: 1,
      max: 1000,
      default: 3,
      description: "Groups of courses; more fit finer and noisier.",
    }),
    epochs: integer({
      min: 1,
      max: 1000,
      default: 20,
      description: "Rounds of regrouping; it stops early when nothing moves.",
    }),
    starts: integer({
      min: 1,
      max: 1000,
      default: 5,
      search: false,
      description: "Random starts, of which the one that fits best is taken.",
    }),
    scoreShrinkage: scoreShrinkageParam,
  },
  async fit(data, params, options): Promise<Model & Predictor & HasScoringForm> {
    const centre = measureRatings(data);
    return new CoClusteringModel(data, params.scoreShrinkage, centre, await coCluster(data, centre, params, options));
  },
  restore(state, data, { userClusters, itemClusters, scoreShrinkage }) {
    const { users, items } = data;
    return new CoClusteringModel(data, scoreShrinkage, takeCentre(state), {
      userCluster: takeClusters(state, "userCluster", users.size, userClusters),
      itemCluster: takeClusters(state, "itemCluster", items.size, itemClusters),
      userMeans: takeFloats(state, "userMeans", [users.size]),
      itemMeans: takeFloats(state, "itemMeans", [items.size]),
      userClusterMeans: takeFloats(state, "userClusterMeans", [userClusters]),
      itemClusterMeans: takeFloats(state, "itemClusterMeans", [itemClusters]),
      blockMeans: takeFloats(state, "blockMeans", [userClusters, itemClusters]),
    });
  },
});

/** @throws {ShapeError} when somebody is in a cluster that does not exist */
function takeClusters(state: ModelState, name: string, size: number, clusters: number): Uint32Array {
  const taken = takeIndexes(state, name, [size]);
  if (taken.some((cluster) => cluster >= clusters))
    throw new ShapeError(name, `clusters below ${clusters}`, "a larger one");
  return taken;
}

/** Its score is the predicted rating, not clipped, shrunk by confidence; NaN for items nobody rated, whose prediction nobody can give either. */
class CoClusteringModel implements Model, Predictor, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly unit = "rating";
  readonly #centre: RatingCentre;
  readonly #clusters: CoClusters;
  readonly #trained: TrainedHistories;
  readonly #hasItem: Uint8Array;
  readonly #confidences: Float64Array; // (items)

  constructor(data: Dataset, scoreShrinkage: number, centre: RatingCentre, clusters: CoClusters) {
    this.items = data.items;
    this.#centre = centre;
    this.#clusters = clusters;
    this.#trained = new TrainedHistories(data, { rated: true });
    this.#hasItem = trainingRows(data).hasItem;
    this.#confidences = confidences(data.itemUsers, scoreShrinkage);
  }

  predict(query: Query, items: Uint32Array): Float64Array {
    const learner = this.#place(query);
    return Float64Array.from(items, (item) => clip(this.#estimate(learner, item), this.#centre));
  }

  score(query: Query): Float64Array {
    const learner = this.#place(query);
    return this.#confidences.map((confidence, item) =>
      shrinkScore(learner.mean, this.#estimate(learner, item), confidence),
    );
  }

  scoringForm(): ExactForm {
    const { itemCluster, itemMeans, itemClusterMeans, userClusterMeans, blockMeans } = this.#clusters;
    return {
      kind: "exact",
      open: (arena, core) => {
        const fixed = {
          itemCluster: arena.copyU32(itemCluster),
          itemMeans: arena.copyF64(itemMeans),
          itemClusterMeans: arena.copyF64(itemClusterMeans),
          blockMeans: arena.copyF64(blockMeans),
          userClusters: userClusterMeans.length,
          itemClusters: itemClusterMeans.length,
          known: arena.copyU8(this.#hasItem),
          confidences: arena.copyF64(this.#confidences),
        };
        return {
          rank: (queries, args, block, options) => {
            const learners = queries.map((query) => this.#place(query));
            const own = {
              means: block.copyF64(learners.map(({ mean }) => mean)),
              lifts: block.copyF64(learners.map(({ lift }) => lift)),
              clusters: block.copyU32(learners.map(({ cluster }) => cluster)),
            };
            const cost = 4 * args.items;
            return core.run("rankClusters", queries.length, { ...args, ...fixed, ...own }, { ...options, cost });
          },
        };
      },
    };
  }

  state(): ModelState {
    const { userCluster, itemCluster, userMeans, itemMeans, ...means } = this.#clusters;
    const { userClusterMeans, itemClusterMeans, blockMeans } = means;
    return {
      numbers: centreNumbers(this.#centre),
      tensors: {
        userCluster: tensor([userCluster.length], userCluster),
        itemCluster: tensor([itemCluster.length], itemCluster),
        userMeans: tensor([userMeans.length], userMeans),
        itemMeans: tensor([itemMeans.length], itemMeans),
        userClusterMeans: tensor([userClusterMeans.length], userClusterMeans),
        itemClusterMeans: tensor([itemClusterMeans.length], itemClusterMeans),
        blockMeans: tensor([userClusterMeans.length, itemClusterMeans.length], blockMeans),
      },
    };
  }

  /** The learner who asks, among the clusters; a mean of NaN where nothing is known. */
  #place(query: Query): PlacedLearner {
    const { userCluster, userMeans, userClusterMeans } = this.#clusters;
    const history = knownHistory(query, this.#hasItem, this.#centre);
    const known = this.#trained.answers(query, this.#hasItem) ? query.user : undefined;
    if (known === undefined && history.items.length === 0) return { mean: Number.NaN, cluster: 0, lift: Number.NaN };
    const mean = known === undefined ? rowMoments(history.ratings, this.#centre).mean : userMeans[known]!;
    const cluster =
      known === undefined
        ? nearestUserCluster(this.#clusters, history.items, history.ratings, mean)
        : userCluster[known]!;
    return { mean, cluster, lift: mean - userClusterMeans[cluster]! };
  }

  #estimate({ cluster, lift }: PlacedLearner, item: number): number {
    if (!this.#hasItem[item]) return Number.NaN;
    const { itemCluster, itemMeans, itemClusterMeans, blockMeans } = this.#clusters;
    const h = itemCluster[item]!;
    return blockMeans[cluster * itemClusterMeans.length + h]! + lift + itemMeans[item]! - itemClusterMeans[h]!;
  }
}

interface PlacedLearner {
  /** Of their ratings. */
  readonly mean: number;
  readonly cluster: number;
  /** What their mean is above that of the cluster. */
  readonly lift: number;
}
