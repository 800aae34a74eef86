import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Dataset } from "../dataset.ts";

/** The largest part of a data set in which every user and every item has at least `k` rows. */
export interface CoreSize {
  readonly k: number;
  readonly users: number;
  readonly items: number;
  readonly interactions: number;
}

/** Sizes of several cores from one decomposition. */
export function coreSizes(data: Dataset, ks: readonly number[]): readonly CoreSize[] {
  const cores = coreNumbers(data.userItems, data.itemUsers);
  const userCount = data.users.size;
  const { users, items } = data.interactions;
  return ks.map((k) => {
    const size = { k, users: 0, items: 0, interactions: 0 };
    for (let vertex = 0; vertex < cores.length; vertex++)
      if (cores[vertex]! >= k) size[vertex < userCount ? "users" : "items"]++;
    for (let p = 0; p < users.length; p++)
      if (cores[users[p]!]! >= k && cores[userCount + items[p]!]! >= k) size.interactions++;
    return size;
  });
}

/**
 * For each user, then each item, the largest k whose core holds it; 0 without rows. Vertices are taken away in order of
 * what is left of their degree, kept in an array sorted by degree. O(rows + users + items).
 *
 * @see Batagelj and Zaveršnik 2003, arXiv:cs/0310049
 */
function coreNumbers(userItems: CsrMatrix, itemUsers: CsrMatrix): Uint32Array {
  const userCount = userItems.rowCount;
  const size = userCount + itemUsers.rowCount;
  const degrees = new Uint32Array(size); // what is left; in the end the core number
  for (let u = 0; u < userCount; u++) degrees[u] = userItems.offsets[u + 1]! - userItems.offsets[u]!;
  for (let i = 0; userCount + i < size; i++) degrees[userCount + i] = itemUsers.offsets[i + 1]! - itemUsers.offsets[i]!;

  const { order, places, starts } = sortByDegree(degrees);
  for (let k = 0; k < size; k++) {
    const vertex = order[k]!;
    const degree = degrees[vertex]!;
    const isUser = vertex < userCount;
    const { offsets, columns } = isUser ? userItems : itemUsers;
    const row = isUser ? vertex : vertex - userCount;
    for (let p = offsets[row]!; p < offsets[row + 1]!; p++) {
      const neighbour = isUser ? userCount + columns[p]! : columns[p]!;
      const left = degrees[neighbour]!;
      if (left <= degree) continue; // gone already, or going at this degree
      // One place down: swap with the first of its degree, whose block then begins one later.
      const front = starts[left]!;
      const swapped = order[front]!;
      order[places[neighbour]!] = swapped;
      places[swapped] = places[neighbour]!;
      order[front] = neighbour;
      places[neighbour] = front;
      starts[left] = front + 1;
      degrees[neighbour] = left - 1;
    }
  }
  return degrees;
}

/** Vertices by degree, the place of each, and where each degree begins. */
function sortByDegree(degrees: Uint32Array) {
  const starts = new Uint32Array(degrees.reduce((a, b) => Math.max(a, b), 0) + 2);
  for (let v = 0; v < degrees.length; v++) starts[degrees[v]! + 1]! += 1;
  for (let d = 1; d < starts.length; d++) starts[d]! += starts[d - 1]!;
  const next = starts.slice();
  const order = new Uint32Array(degrees.length);
  const places = new Uint32Array(degrees.length);
  for (let v = 0; v < degrees.length; v++) {
    places[v] = next[degrees[v]!]!++;
    order[places[v]!] = v;
  }
  return { order, places, starts };
}
