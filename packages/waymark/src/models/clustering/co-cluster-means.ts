import type { CsrMatrix } from "../../compute/csr-matrix.ts";

/** Which cluster everybody and everything is in, and the mean ratings predictions are made of. */
export interface CoClusters {
  readonly userCluster: Uint32Array; // (users)
  readonly itemCluster: Uint32Array; // (items)
  readonly userMeans: Float64Array; // (users)
  readonly itemMeans: Float64Array; // (items)
  readonly userClusterMeans: Float64Array; // (user clusters)
  readonly itemClusterMeans: Float64Array; // (item clusters)
  readonly blockMeans: Float64Array; // (user clusters, item clusters)
}

/** Mean ratings of user clusters, item clusters and blocks, in place; the overall mean where there is none. */
export function takeMeans(
  clusters: CoClusters,
  { offsets, columns, values, rowCount }: CsrMatrix,
  overall: number,
): void {
  const { userCluster, itemCluster, userClusterMeans, itemClusterMeans, blockMeans } = clusters;
  const width = itemClusterMeans.length;
  const counts = new Float64Array(blockMeans.length);
  const sums = new Float64Array(blockMeans.length);
  for (let user = 0; user < rowCount; user++) {
    const block = userCluster[user]! * width;
    for (let p = offsets[user]!; p < offsets[user + 1]!; p++) {
      const at = block + itemCluster[columns[p]!]!;
      counts[at]! += 1;
      sums[at]! += values[p]!;
    }
  }
  const meanOf = (sum: number, count: number): number => (count === 0 ? overall : sum / count);
  for (let at = 0; at < blockMeans.length; at++) blockMeans[at] = meanOf(sums[at]!, counts[at]!);
  for (let g = 0; g < userClusterMeans.length; g++) {
    const row = (all: Float64Array) => all.subarray(g * width, (g + 1) * width).reduce((a, b) => a + b, 0);
    userClusterMeans[g] = meanOf(row(sums), row(counts));
  }
  for (let h = 0; h < width; h++) {
    const column = (all: Float64Array) => all.reduce((a, b, at) => (at % width === h ? a + b : a), 0);
    itemClusterMeans[h] = meanOf(column(sums), column(counts));
  }
}

/** Of the predictions for the ratings the means were taken from. */
export function squaredError(c: CoClusters, { offsets, columns, values, rowCount }: CsrMatrix): number {
  const width = c.itemClusterMeans.length;
  let error = 0;
  for (let user = 0; user < rowCount; user++) {
    const group = c.userCluster[user]!;
    const lift = c.userMeans[user]! - c.userClusterMeans[group]!;
    for (let p = offsets[user]!; p < offsets[user + 1]!; p++) {
      const item = columns[p]!;
      const h = c.itemCluster[item]!;
      error +=
        (values[p]! - (c.blockMeans[group * width + h]! + lift + c.itemMeans[item]! - c.itemClusterMeans[h]!)) ** 2;
    }
  }
  return error;
}

/** The user cluster that leaves the least squared error over a history; of equal ones the lowest. */
export function nearestUserCluster(
  { itemCluster, itemMeans, itemClusterMeans, userClusterMeans, blockMeans }: CoClusters,
  history: Uint32Array,
  ratings: Float64Array,
  mean: number,
): number {
  const width = itemClusterMeans.length;
  let best = 0;
  let minError = Number.POSITIVE_INFINITY;
  for (let g = 0; g < userClusterMeans.length; g++) {
    let error = 0;
    for (let h = 0; h < history.length; h++) {
      const item = history[h]!;
      const column = itemCluster[item]!;
      const expected =
        blockMeans[g * width + column]! + mean - userClusterMeans[g]! + itemMeans[item]! - itemClusterMeans[column]!;
      error += (ratings[h]! - expected) ** 2;
    }
    if (error < minError) {
      minError = error;
      best = g;
    }
  }
  return best;
}
