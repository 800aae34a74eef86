import type { Arena } from "../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../compute/core/core.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Query } from "../model.ts";
import { type JobArgs64, joinedF64, ragged } from "../scoring/rank-job.ts";
import type { ExactScorer } from "../scoring/scoring-form.ts";
import type { KnownHistory } from "../shared/known-history.ts";
import type { Centring } from "../shared/rating-centring.ts";
import type { RatingSettings } from "./knn-params.ts";
import { ratingKinds } from "./nearest-rows.ts";

/** A query prepared for scoring: the ratings users are compared by, and what is expected of this learner. */
export interface PreparedUser {
  readonly history: KnownHistory;
  readonly compared: Float64Array;
  readonly base: number;
  /** Mean of the ratings in the history. */
  readonly mean: number;
  readonly scale: number;
}

/** What users are compared by, and what their ratings are measured from. */
export interface ExplicitUserRows {
  readonly userItems: CsrMatrix;
  readonly comparedUsers: CsrMatrix; // items × users
  readonly centring: Centring; // of users
  readonly hasItem: Uint8Array;
  readonly confidences: Float64Array; // (items)
}

const mostPlaces = 2 ** 22; // neighbours of the queries looked at together: 50 MB

/** The lists of `ExplicitUserKnnModel` for many queries at once: the same arithmetic in the same order. */
export class ExplicitUserKnnScorer implements ExactScorer {
  readonly #core: Core;
  readonly #prepare: (query: Query) => PreparedUser;
  readonly #users: number;
  readonly #perColumn: number; // users who rated an item, on average
  readonly #stored: number;
  readonly #compare;
  readonly #rank;

  constructor(
    { userItems, comparedUsers, centring, hasItem, confidences }: ExplicitUserRows,
    settings: RatingSettings,
    prepare: (query: Query) => PreparedUser,
    arena: Arena,
    core: Core,
  ) {
    this.#core = core;
    this.#prepare = prepare;
    this.#users = userItems.rowCount;
    this.#stored = userItems.size;
    this.#perColumn = userItems.size / Math.max(1, userItems.columnCount);
    this.#compare = {
      columnOffsets: arena.copyU32(comparedUsers.offsets),
      columnRows: arena.copyU32(comparedUsers.columns),
      columnValues: arena.copyF64(comparedUsers.values),
      others: this.#users,
      columnCount: userItems.columnCount,
      kind: ratingKinds.indexOf(settings.similarity),
      shrinkage: settings.shrinkage,
      after: undefined,
    };
    this.#rank = {
      offsets: arena.copyU32(userItems.offsets),
      columns: arena.copyU32(userItems.columns),
      deviations: arena.copyF64(deviationsOf(userItems, centring)),
      rowScale: arena.copyF64(centring.rowScale),
      columnBase: arena.copyF64(centring.columnBase),
      known: arena.copyU8(hasItem),
      confidences: arena.copyF64(confidences),
      expectsMean: Number(settings.centring !== "baseline"),
      needsHistory: Number(settings.centring !== "baseline"),
      needsNeighbours: Number(settings.centring === "none"),
      neighbours: settings.neighbours,
      minNeighbours: settings.minNeighbours,
      prior: settings.prior,
      users: this.#users,
    };
  }

  /** Every similar user counts, so that a few queries at a time take room for all of them. */
  async rank(queries: readonly Query[], args: JobArgs64, _: Arena, options: CallOptions): Promise<void> {
    const blockSize = Math.max(1, Math.floor(mostPlaces / Math.max(1, this.#users)));
    for (let first = 0; first < queries.length; first += blockSize) {
      const some = queries.slice(first, first + blockSize);
      await this.#rankSome(some, partOf(args, first, some.length), options);
    }
  }

  async #rankSome(queries: readonly Query[], args: JobArgs64, options: CallOptions): Promise<void> {
    using arena = this.#core.arena();
    const rows = queries.length;
    const limit = Math.max(1, this.#users);
    const prepared = queries.map((query) => this.#prepare(query));
    const histories = ragged(
      prepared.map(({ history }) => history.items),
      arena,
    );
    const found = {
      near: arena.zerosU32(rows * limit), // places that stay empty hold an index, too
      similarities: arena.f64(rows * limit),
      found: arena.u32(rows),
      limit,
    };
    const compared = {
      offsets: histories.offsets,
      columns: histories.entries,
      values: joinedF64(
        prepared.map(({ compared }) => compared),
        arena,
      ),
      selves: arena.copyU32(Uint32Array.from(queries, ({ user }) => user ?? this.#users)),
      rows,
    };
    const met = (histories.entries.length / rows) * this.#perColumn;
    await this.#core.run(
      "explicitNeighbours",
      rows,
      { ...this.#compare, ...found, ...compared },
      { ...options, cost: this.#users + 4 * met },
    );
    const own = {
      askedOffsets: histories.offsets,
      bases: arena.copyF64(prepared.map(({ base }) => base)),
      means: arena.copyF64(prepared.map(({ mean }) => mean)),
      scales: arena.copyF64(prepared.map(({ scale }) => scale)),
    };
    await this.#core.run(
      "rankUserRatings",
      rows,
      { ...args, ...this.#rank, ...found, ...own },
      { ...options, cost: 8 * args.items + this.#stored },
    );
  }
}

/** (rating − base of the user − base of the item), in that order. */
function deviationsOf(
  { offsets, columns, values, rowCount }: CsrMatrix,
  { rowBase, columnBase }: Centring,
): Float64Array {
  const deviations = new Float64Array(values.length);
  for (let user = 0; user < rowCount; user++)
    for (let p = offsets[user]!; p < offsets[user + 1]!; p++)
      deviations[p] = values[p]! - rowBase[user]! - columnBase[columns[p]!]!;
  return deviations;
}

/** The arguments of some of the queries: lists are found by their offsets, which stay. */
const partOf = (args: JobArgs64, first: number, count: number): JobArgs64 => ({
  ...args,
  historyOffsets: args.historyOffsets.subarray(first, first + count + 1),
  best: args.best.subarray(first * args.k, (first + count) * args.k),
  bestScores: args.bestScores.subarray(first * args.k, (first + count) * args.k),
  relevantOffsets: args.relevantOffsets?.subarray(first, first + count + 1),
  queries: count,
});
