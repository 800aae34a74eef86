import { CsrMatrix } from "../compute/csr-matrix.ts";
import { Pacer } from "../compute/pacer.ts";
import { UnsuitedDataError } from "../errors.ts";
import type { FitOptions } from "./recommender.ts";

/** Most pairs of items kept, each way counted: 2.1 GB, e.g. 11,585 items that all share a learner. */
const mostPairs = 2 ** 27;

/** How much better or worse one item is rated than another, by those who rated both. */
export interface PairDeviations {
  /** items × items: dev(i, j) = mean over users u of both of r(u, i) − r(u, j). No entry where nobody rated both. */
  readonly deviations: CsrMatrix;
  /** Users behind each stored deviation, in the same order. */
  readonly counts: Uint32Array; // (stored)
}

/**
 * All pairs, both ways. O(Σᵤ nᵤ² + items²) time, nᵤ the ratings of user u; 16 bytes a pair and way.
 * @throws {UnsuitedDataError} beyond `limit` pairs
 */
export async function measureDeviations(
  userItems: CsrMatrix,
  itemUsers: CsrMatrix,
  { signal, onProgress }: FitOptions,
  limit = mostPairs,
): Promise<PairDeviations> {
  const itemCount = userItems.columnCount;
  const pairs = new Float64Array(itemCount * 2); // users of both and Σ of differences, for each other item
  const offsets = new Uint32Array(itemCount + 1);
  let columns = new Uint32Array(1 << 16);
  let values = new Float64Array(1 << 16);
  let counts = new Uint32Array(1 << 16);
  const pacer = new Pacer(signal);
  const step = Math.ceil(itemCount / 100);
  let next = 0;
  for (let item = 0; item < itemCount; item++) {
    for (let p = itemUsers.offsets[item]!; p < itemUsers.offsets[item + 1]!; p++)
      addUser(userItems, itemUsers.columns[p]!, itemUsers.values[p]!, pairs);
    if (next + itemCount > columns.length) {
      const length = 2 * columns.length + itemCount;
      columns = grown(columns, new Uint32Array(length));
      values = grown(values, new Float64Array(length));
      counts = grown(counts, new Uint32Array(length));
    }
    pairs[item * 2] = 0; // an item is not compared with itself
    for (let other = 0; other < itemCount; other++) {
      const shared = pairs[other * 2]!;
      if (shared > 0) {
        columns[next] = other;
        values[next] = pairs[other * 2 + 1]! / shared;
        counts[next++] = shared;
      }
    }
    pairs.fill(0);
    if (next > limit) throw tooManyPairs(limit);
    offsets[item + 1] = next;
    if ((item + 1) % step === 0 || item + 1 === itemCount)
      onProgress?.({ stage: "deviations", done: item + 1, of: itemCount });
    await pacer.pause();
  }
  const deviations = new CsrMatrix(itemCount, offsets, columns.slice(0, next), values.slice(0, next));
  return { deviations, counts: counts.slice(0, next) };
}

/** The hot loop: one user's differences between `rating` and all ratings of theirs. */
function addUser({ offsets, columns, values }: CsrMatrix, user: number, rating: number, pairs: Float64Array): void {
  const end = offsets[user + 1]!;
  for (let p = offsets[user]!; p < end; p++) {
    const at = columns[p]! * 2;
    pairs[at]! += 1;
    pairs[at + 1]! += rating - values[p]!;
  }
}

function grown<A extends Uint32Array | Float64Array>(from: A, into: A): A {
  into.set(from);
  return into;
}

const tooManyPairs = (limit: number): UnsuitedDataError =>
  new UnsuitedDataError(
    "slope-one",
    `at most ${limit.toLocaleString("en-GB")} pairs of courses that share a learner, each way counted`,
    "more",
    "Use item-knn, which keeps only the nearest courses, or leave out courses few learners rated.",
  );
