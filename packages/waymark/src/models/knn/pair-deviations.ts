import { CsrMatrix } from "../../compute/csr-matrix.ts";
import { DataRequirementError } from "../../errors.ts";
import { withCore } from "../core-option.ts";
import type { FitOptions } from "../model.ts";

/** Most pairs of items kept, each way counted: 2.1 GB, e.g. 11,585 items that all share a learner. */
const mostPairs = 2 ** 27;

/** Bytes of the window through which rows of pairs pass: it stays in the cache. */
const defaultWindow = 2 ** 22;

/** How much better or worse one item is rated than another, by those who rated both. */
export interface PairDeviations {
  /** items × items: dev(i, j) = mean over users u of both of r(u, i) − r(u, j). No entry where nobody rated both. */
  readonly deviations: CsrMatrix;
  /** Users behind each stored deviation, in the same order. */
  readonly counts: Uint32Array; // (stored)
}

/**
 * All pairs, both ways, rows of items shared out over threads. O(Σᵤ nᵤ² + items²) time, nᵤ the ratings of user u; 16 bytes a
 * pair and way, and room for `windowBytes` of pairs in the core's memory.
 *
 * @throws {DataRequirementError} beyond `limit` pairs
 */
export async function measureDeviations(
  userItems: CsrMatrix,
  itemUsers: CsrMatrix,
  options: FitOptions,
  limit = mostPairs,
  windowBytes = defaultWindow,
): Promise<PairDeviations> {
  const { core, signal, onProgress, threads } = withCore(options);
  const { rowCount: userCount, columnCount: items } = userItems;
  const arena = core.arena();
  try {
    const rows = Math.min(items, Math.max(1, Math.floor(windowBytes / (16 * items))));
    const window = {
      pairColumns: arena.u32(rows * items),
      means: arena.f64(rows * items),
      counts: arena.u32(rows * items),
      lengths: arena.u32(rows),
    };
    const args = {
      ...window,
      itemOffsets: arena.copyU32(itemUsers.offsets),
      users: arena.copyU32(itemUsers.columns),
      ratings: arena.copyF64(itemUsers.values),
      userOffsets: arena.copyU32(userItems.offsets),
      columns: arena.copyU32(userItems.columns),
      values: arena.copyF64(userItems.values),
      items,
      userCount,
    };
    const cost = items + (userItems.size / Math.max(1, items)) * (userItems.size / Math.max(1, userCount));
    const pairs = new Pairs(items, Math.min(limit, mostPossible(userItems, itemUsers)));
    for (let first = 0; first < items; first += rows) {
      const count = Math.min(rows, items - first);
      const report = (done: number) => onProgress?.({ stage: "deviations", done: first + done, of: items });
      const options = { threads, signal, cost, onProgress: report };
      await core.run("pairDeviations", count, { ...args, first, rows: count }, options);
      if (!pairs.add(window, count)) throw tooManyPairs(limit);
    }
    return pairs.finish();
  } finally {
    arena.dispose();
  }
}

/** A bound on the pairs: an item has at most all others, and at most the other ratings of its users. */
function mostPossible({ offsets }: CsrMatrix, itemUsers: CsrMatrix): number {
  const { rowCount: items, columns: users } = itemUsers;
  let maxPairs = 0;
  for (let item = 0; item < items; item++) {
    let met = 0;
    const end = itemUsers.offsets[item + 1]!;
    for (let p = itemUsers.offsets[item]!; p < end && met < items; p++)
      met += offsets[users[p]! + 1]! - offsets[users[p]!]! - 1;
    maxPairs += Math.min(items - 1, met);
  }
  return maxPairs;
}

interface Window {
  readonly pairColumns: Uint32Array; // (rows, items), of each row the first `lengths` count; as are the next two
  readonly means: Float64Array;
  readonly counts: Uint32Array;
  readonly lengths: Uint32Array; // (rows)
}

/** Pairs row after row. Arrays are as long as may be needed: the system provides what is touched. */
class Pairs {
  readonly #items: number;
  readonly #offsets: Uint32Array;
  readonly #columns: Uint32Array;
  readonly #values: Float64Array;
  readonly #counts: Uint32Array;
  #rows = 0;

  constructor(items: number, capacity: number) {
    this.#items = items;
    this.#offsets = new Uint32Array(items + 1);
    this.#columns = new Uint32Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#counts = new Uint32Array(capacity);
  }

  /** @returns false when they do not fit */
  add({ pairColumns, means, counts, lengths }: Window, rows: number): boolean {
    for (let r = 0; r < rows; r++) {
      const next = this.#offsets[this.#rows]!;
      const end = next + lengths[r]!;
      if (end > this.#columns.length) return false;
      const from = r * this.#items;
      const to = from + lengths[r]!;
      this.#columns.set(pairColumns.subarray(from, to), next);
      this.#values.set(means.subarray(from, to), next);
      this.#counts.set(counts.subarray(from, to), next);
      this.#offsets[++this.#rows] = end;
    }
    return true;
  }

  finish(): PairDeviations {
    const size = this.#offsets[this.#items]!;
    const few = size < this.#columns.length / 2;
    const cut = <A extends Uint32Array | Float64Array>(array: A): A =>
      (few ? array.slice(0, size) : array.subarray(0, size)) as A;
    return {
      deviations: new CsrMatrix(this.#items, this.#offsets, cut(this.#columns), cut(this.#values)),
      counts: cut(this.#counts),
    };
  }
}

const tooManyPairs = (limit: number): DataRequirementError =>
  new DataRequirementError(
    "slope-one",
    `at most ${limit.toLocaleString("en-GB")} pairs of courses that share a learner, each way counted`,
    "more",
    "Use item-knn, which keeps only the nearest courses, or leave out courses few learners rated.",
  );
