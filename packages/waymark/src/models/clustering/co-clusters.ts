import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { Pacer } from "../../compute/pacer.ts";
import { Random } from "../../compute/random.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { FitOptions } from "../model.ts";
import { rowMoments } from "../shared/rating-centring.ts";
import type { RatingCentre } from "../shared/rating-statistics.ts";
import { type CoClusters, squaredError, takeMeans } from "./co-cluster-means.ts";
import { moveItems, moveUsers } from "./co-cluster-moves.ts";

export interface CoClusterSettings {
  readonly userClusters: number;
  readonly itemClusters: number;
  readonly epochs: number;
  readonly starts: number;
}

/** The best of several random starts by squared error on the ratings: where one start ends depends much on luck. */
export async function coCluster(
  data: Dataset,
  centre: RatingCentre,
  { userClusters, itemClusters, epochs, starts }: CoClusterSettings,
  { seed = 0, signal, onProgress }: FitOptions,
): Promise<CoClusters> {
  const pacer = new Pacer(signal);
  let best: CoClusters | undefined;
  let minError = Number.POSITIVE_INFINITY;
  for (let start = 0; start < starts; start++) {
    const clusters = startFrom(
      data,
      centre,
      randomClusters(new Random(seed, 2 * start), data.users.size, userClusters),
      randomClusters(new Random(seed, 2 * start + 1), data.items.size, itemClusters),
      { userClusters, itemClusters },
    );
    for (let epoch = 0; epoch < epochs; epoch++) {
      const moved = regroup(clusters, data, centre.mean);
      onProgress?.({ stage: "epoch", done: start * epochs + epoch + 1, of: starts * epochs, metrics: { moved } });
      await pacer.pause();
      if (moved === 0) break;
    }
    const error = squaredError(clusters, data.userItems);
    if (error < minError) {
      minError = error;
      best = clusters;
    }
  }
  onProgress?.({ stage: "epoch", done: starts * epochs, of: starts * epochs });
  return best!; // starts ≥ 1, and ratings are finite
}

/** Clusters as given, with the means that belong to them. */
export function startFrom(
  { userItems, itemUsers }: Pick<Dataset, "userItems" | "itemUsers">,
  centre: RatingCentre,
  userCluster: Uint32Array,
  itemCluster: Uint32Array,
  { userClusters, itemClusters }: Pick<CoClusterSettings, "userClusters" | "itemClusters">,
): CoClusters {
  const clusters: CoClusters = {
    userCluster,
    itemCluster,
    userMeans: rowMeans(userItems, centre),
    itemMeans: rowMeans(itemUsers, centre),
    userClusterMeans: new Float64Array(userClusters),
    itemClusterMeans: new Float64Array(itemClusters),
    blockMeans: new Float64Array(userClusters * itemClusters),
  };
  takeMeans(clusters, userItems, centre.mean);
  return clusters;
}

/** One epoch, in place: moves users, then items, then takes the means anew; @returns how many moved */
export function regroup(
  clusters: CoClusters,
  { userItems, itemUsers }: Pick<Dataset, "userItems" | "itemUsers">,
  overall: number,
): number {
  const moved = moveUsers(clusters, userItems) + moveItems(clusters, itemUsers);
  takeMeans(clusters, userItems, overall);
  return moved;
}

const randomClusters = (random: Random, count: number, clusters: number): Uint32Array =>
  Uint32Array.from({ length: count }, () => random.below(clusters));

const rowMeans = (rows: CsrMatrix, centre: RatingCentre): Float64Array =>
  Float64Array.from({ length: rows.rowCount }, (_, r) => rowMoments(rows.row(r).values, centre).mean);
