import { threadCount } from "../../compute/thread-count.ts";
import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError } from "../../errors.ts";
import { checkModel } from "../check-query.ts";
import { checkLimit, type Model, type Progress, type Query, queryOf } from "../model.ts";
import { createScorer } from "./create-scorer.ts";

/** Queries by number, made on demand, so that millions need no memory. */
export interface QuerySource {
  readonly size: number;
  /** @param n from 0 to `size` − 1 */
  at(n: number): Query;
}

/** The lists of queries `first` … `first + count − 1`; list `n` of the block is at `[offsets[n], offsets[n + 1])`. */
export interface RankedBlock {
  readonly first: number;
  readonly count: number;
  readonly offsets: Uint32Array; // (count + 1)
  /** Best first; a list is shorter than the limit where the model can say nothing about the rest. */
  readonly items: Uint32Array;
  /** Comparable within one list only. */
  readonly scores: Float64Array;
}

export interface RecommendBatchOptions {
  /** Threads to use, 1 … cores. @defaultValue all cores */
  readonly threads?: number;
  /** Items that are offered to nobody. */
  readonly masked?: Uint32Array;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

const mostPlaces = 2 ** 18; // 3 MiB of items and scores, however long the lists

/**
 * `recommend` for many queries: the same lists, block after block in the order of the queries. No more than one block is
 * held, and none is made before it is requested, so memory does not grow with the number of queries. A model with a scoring
 * form is scored in the compute core, in float32: courses closer than its rounding may change places.
 *
 * @throws {InvalidInputError} when `limit` or `threads` is out of range, or a query does not fit the model
 */
export async function* recommendBatch(
  model: Model,
  queries: QuerySource,
  limit: number,
  { threads, masked, signal, onProgress }: RecommendBatchOptions = {},
): AsyncGenerator<RankedBlock> {
  checkLimit(limit);
  threadCount(threads);
  checkModel(model);
  checkSource(queries);
  const places = Math.min(limit, model.items.size);
  using scorer = createScorer(model);
  const size = Math.max(1, Math.min(scorer.batchSize, Math.floor(mostPlaces / Math.max(1, places))));
  const report = (done: number) => onProgress?.({ stage: "lists", done, of: queries.size });
  for (let first = 0; first < queries.size; first += size) {
    const count = Math.min(size, queries.size - first);
    const queriesOfBlock = Array.from({ length: count }, (_, n) => queries.at(first + n));
    const options = { threads, signal, onProgress: (done: number) => report(first + done) };
    const { offsets, items, scores } = await scorer.rank(
      queriesOfBlock,
      { limit: places, ...(masked && { masked: queriesOfBlock.map(() => masked) }) },
      options,
    );
    yield { first, count, offsets, items, scores };
  }
}

/** @throws {InvalidInputError} */
function checkSource(queries: QuerySource): void {
  if (Number.isInteger(queries?.size) && typeof queries.at === "function") return;
  throw new InvalidInputError(
    "queries",
    { sentence: "queries must have a size and a function at(n) that gives the query of each number." },
    Array.isArray(queries) ? "an array" : queries,
    "Use queriesOf(data), or { size: list.length, at: (n) => list[n] }.",
  );
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
