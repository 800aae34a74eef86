import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { CoClusters } from "./co-cluster-means.ts";

/** Users or items, as those that move or as those that stay. */
interface Side {
  readonly cluster: Uint32Array;
  readonly means: Float64Array;
  readonly clusterMeans: Float64Array;
}

/** Users to their best clusters, item clusters held still, in place; @returns how many moved */
export const moveUsers = (c: CoClusters, rows: CsrMatrix): number =>
  moveRows(
    { rows, cluster: c.userCluster, means: c.userMeans, clusterMeans: c.userClusterMeans },
    { cluster: c.itemCluster, means: c.itemMeans, clusterMeans: c.itemClusterMeans },
    c.blockMeans,
    c.itemClusterMeans.length,
    1,
  );

/** The same for items. */
export const moveItems = (c: CoClusters, rows: CsrMatrix): number =>
  moveRows(
    { rows, cluster: c.itemCluster, means: c.itemMeans, clusterMeans: c.itemClusterMeans },
    { cluster: c.userCluster, means: c.userMeans, clusterMeans: c.userClusterMeans },
    c.blockMeans,
    1,
    c.itemClusterMeans.length,
  );

/**
 * Moves every row to the cluster with the least squared error, the other side held still; @returns how many moved.
 * Block (own cluster a, other cluster b) stands at `a · ownStep + b · otherStep`.
 *
 * A row's error under cluster a is Σ over its ratings of (rest − (block(a, b) − mean(a)))², rest free of a. Grouped by
 * b it needs only n_b and Σ rest, Σ rest² being the same for every a: one pass over the ratings serves all clusters.
 */
function moveRows(
  own: Side & { readonly rows: CsrMatrix },
  other: Side,
  blocks: Float64Array,
  ownStep: number,
  otherStep: number,
): number {
  const { offsets, columns, values, rowCount } = own.rows;
  const counts = new Float64Array(other.clusterMeans.length);
  const sums = new Float64Array(other.clusterMeans.length);
  let moved = 0;
  for (let row = 0; row < rowCount; row++) {
    const end = offsets[row + 1]!;
    if (offsets[row] === end) continue;
    counts.fill(0);
    sums.fill(0);
    const mean = own.means[row]!;
    for (let p = offsets[row]!; p < end; p++) {
      const column = columns[p]!;
      const b = other.cluster[column]!;
      counts[b]! += 1;
      sums[b]! += values[p]! - mean - (other.means[column]! - other.clusterMeans[b]!);
    }
    let best = 0;
    let minError = Number.POSITIVE_INFINITY;
    for (let a = 0; a < own.clusterMeans.length; a++) {
      let error = 0;
      for (let b = 0; b < counts.length; b++) {
        const part = blocks[a * ownStep + b * otherStep]! - own.clusterMeans[a]!;
        error += part * (counts[b]! * part - 2 * sums[b]!);
      }
      if (error < minError) {
        minError = error;
        best = a;
      }
    }
    if (own.cluster[row] !== best) {
      own.cluster[row] = best;
      moved++;
    }
  }
  return moved;
}
