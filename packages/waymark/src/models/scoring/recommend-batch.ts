import { Pacer } from "../../compute/pacer.ts";
import { threadCount } from "../../compute/thread-count.ts";
import type { Dataset } from "../../data/dataset.ts";
import { checkLimit, type Model, type Progress, type Query, queryOf, recommend } from "../model.ts";
import { noItem } from "./rank-job.ts";
import { Ranker } from "./ranker.ts";
import { type ScoringForm, scoringFormOf } from "./scoring-form.ts";

/** Queries by number, made when asked for, so that millions need no memory. */
export interface QuerySource {
  readonly size: number;
  /** @param n from 0 to `size` − 1 */
  at(n: number): Query;
}

/** The lists of queries `first` … `first + count − 1`. */
export interface RankedBlock {
  readonly first: number;
  readonly count: number;
  /** Places in each list: the limit asked for, or the number of items where there are fewer. */
  readonly limit: number;
  /** Best first; `noItem` where a list is shorter. */
  readonly items: Uint32Array; // (count, limit)
  /** Comparable within one list only; NaN where a list is shorter. */
  readonly scores: Float64Array; // (count, limit)
}

export interface RecommendBatchOptions {
  /** Threads to use, 1 … cores. @defaultValue all cores */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export { noItem };

/**
 * `recommend` for many queries: the same lists, block after block in the order of the queries. No more than one block is
 * held, and none is made before it is asked for, so memory does not grow with the number of queries. A model with a batch
 * form is scored in the compute core, in float32: courses closer than its rounding may change places.
 *
 * @throws {InvalidInputError} when `limit` or `threads` is out of range
 */
export async function* recommendBatch(
  model: Model,
  queries: QuerySource,
  limit: number,
  options: RecommendBatchOptions = {},
): AsyncGenerator<RankedBlock> {
  checkLimit(limit);
  threadCount(options.threads);
  const places = Math.min(limit, model.items.size);
  const form = scoringFormOf(model);
  yield* form ? inBatches(form, model.items.size, queries, places, options) : oneByOne(model, queries, places, options);
}

export interface UserQueries extends QuerySource {
  /** Index of the user behind each query; ascending. */
  readonly users: Uint32Array;
}

/** A query for every user with at least one row in the data. */
export function queriesOf(data: Dataset): UserQueries {
  const { offsets, rowCount } = data.userItems;
  const users = Uint32Array.from({ length: rowCount }, (_, user) => user).filter(
    (user) => offsets[user + 1]! > offsets[user]!,
  );
  return {
    users,
    size: users.length,
    at(n) {
      const user = users[n];
      if (user === undefined) throw new RangeError(`query ${n} is out of range 0…${users.length - 1}.`);
      return queryOf(data, user);
    },
  };
}

const mostQueries = 256;
const mostBatched = 2048; // enough for every thread, few enough to show progress
const mostPlaces = 2 ** 18; // 3 MiB of items and scores, however long the lists

/** Queries to a block whose lists are `limit` long. */
const blockSize = (most: number, limit: number): number =>
  Math.max(1, Math.min(most, Math.floor(mostPlaces / Math.max(1, limit))));

/** For models whose scores are sums of products: the compute core ranks a block at a time on all threads. */
async function* inBatches(
  form: ScoringForm,
  itemCount: number,
  queries: QuerySource,
  limit: number,
  { threads, signal, onProgress }: RecommendBatchOptions,
): AsyncGenerator<RankedBlock> {
  const ranker = new Ranker(form, itemCount);
  const size = blockSize(mostBatched, limit);
  try {
    for (let first = 0; first < queries.size; first += size) {
      const count = Math.min(size, queries.size - first);
      const asked = Array.from({ length: count }, (_, n) => queries.at(first + n));
      const { items, scores } = await ranker.rank(asked, limit, { threads, signal });
      onProgress?.({ stage: "lists", done: first + count, of: queries.size });
      const known = Float64Array.from(scores, (score, p) => (items[p] === noItem ? Number.NaN : score));
      yield { first, count, limit, items, scores: known };
    }
  } finally {
    ranker.dispose();
  }
}

/** For models that are asked one query at a time. */
async function* oneByOne(
  model: Model,
  queries: QuerySource,
  limit: number,
  { signal, onProgress }: RecommendBatchOptions,
): AsyncGenerator<RankedBlock> {
  const pacer = new Pacer(signal);
  const size = blockSize(mostQueries, limit);
  for (let first = 0; first < queries.size; first += size) {
    signal?.throwIfAborted();
    const count = Math.min(size, queries.size - first);
    const items = new Uint32Array(count * limit).fill(noItem);
    const scores = new Float64Array(count * limit).fill(Number.NaN);
    for (let n = 0; n < count; n++) {
      const rest = pacer.pause();
      if (rest) {
        await rest;
        onProgress?.({ stage: "lists", done: first + n, of: queries.size });
      }
      const list = limit === 0 ? [] : recommend(model, queries.at(first + n), limit);
      list.forEach(({ item, score }, rank) => {
        items[n * limit + rank] = item;
        scores[n * limit + rank] = score;
      });
    }
    yield { first, count, limit, items, scores };
  }
  onProgress?.({ stage: "lists", done: queries.size, of: queries.size });
}
