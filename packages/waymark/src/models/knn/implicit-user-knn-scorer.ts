import type { Arena } from "../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../compute/core/core.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Query } from "../model.ts";
import { ragged } from "../scoring/rank-job.ts";
import type { BlockScorer } from "../scoring/scoring-form.ts";
import type { ImplicitSettings } from "./knn-params.ts";
import { tileOfRows } from "./nearest-rows.ts";

/** What users are compared by. */
export interface ImplicitUsers {
  readonly userItems: CsrMatrix;
  readonly itemUsers: CsrMatrix;
  readonly weights: Float64Array; // (items)
  readonly norms: Float64Array; // (users)
}

const mostPlaces = 2 ** 22; // neighbours of the queries looked at together: 50 MB

/** The scores of `ImplicitUserKnnModel` for many queries at once: the same arithmetic in the same order, rounded to float32. */
export class ImplicitUserKnnScorer implements BlockScorer {
  readonly #core: Core;
  readonly #settings: ImplicitSettings;
  readonly #limit: number;
  readonly #others: { readonly columnOffsets: Uint32Array; readonly columnRows: Uint32Array };
  readonly #compared: { readonly weights: Float64Array; readonly norms: Float64Array };
  readonly #held: { readonly offsets: Uint32Array; readonly columns: Uint32Array };
  readonly #users: number;
  readonly #items: number;
  readonly #itemsEach: number; // of a user, on average

  constructor(
    { userItems, itemUsers, weights, norms }: ImplicitUsers,
    settings: ImplicitSettings,
    arena: Arena,
    core: Core,
  ) {
    this.#core = core;
    this.#settings = settings;
    this.#users = userItems.rowCount;
    this.#items = userItems.columnCount;
    this.#limit = Math.max(1, Math.min(settings.neighbours, this.#users));
    this.#itemsEach = userItems.size / Math.max(1, this.#users);
    this.#others = { columnOffsets: arena.copyU32(itemUsers.offsets), columnRows: arena.copyU32(itemUsers.columns) };
    this.#compared = { weights: arena.copyF64(weights), norms: arena.copyF64(norms) };
    this.#held = { offsets: arena.copyU32(userItems.offsets), columns: arena.copyU32(userItems.columns) };
  }

  async score(queries: readonly Query[], out: Float32Array, stride: number, options: CallOptions): Promise<void> {
    const blockSize = Math.max(1, Math.floor(mostPlaces / this.#limit));
    for (let first = 0; first < queries.length; first += blockSize) {
      const some = queries.slice(first, first + blockSize);
      await this.#scoreSome(some, out.subarray(first * stride, (first + some.length) * stride), stride, options);
    }
  }

  async #scoreSome(queries: readonly Query[], out: Float32Array, stride: number, options: CallOptions): Promise<void> {
    const [limit, rows] = [this.#limit, queries.length];
    const arena = this.#core.arena();
    try {
      const histories = ragged(
        queries.map(({ history }) => history),
        arena,
      );
      const near = arena.zerosU32(rows * limit); // places that stay empty hold an index, too
      const similarities = arena.f64(rows * limit);
      const found = arena.u32(rows);
      await this.#core.run(
        "implicitNeighbours",
        Math.ceil(rows / tileOfRows),
        {
          order: arena.copyU32(Uint32Array.from(queries, (_, q) => q)),
          offsets: histories.offsets,
          columns: histories.entries,
          ...this.#others,
          ...this.#compared,
          others: this.#users,
          shrinkage: this.#settings.shrinkage,
          selves: arena.copyU32(Uint32Array.from(queries, ({ user }) => user ?? this.#users)),
          limit,
          near,
          similarities,
          found,
          rows,
          columnCount: this.#items,
        },
        { ...options, cost: tileOfRows * (this.#users + this.#met(queries)) },
      );
      await this.#core.run(
        "neighbourSums",
        rows,
        {
          near,
          similarities,
          found,
          limit,
          ...this.#held,
          items: this.#items,
          minNeighbours: this.#settings.minNeighbours,
          out,
          stride,
          queries: rows,
          others: this.#users,
        },
        { ...options, cost: this.#items + limit * this.#itemsEach },
      );
    } finally {
      arena.dispose();
    }
  }

  /** Entries of other users a query meets, on average. */
  #met(queries: readonly Query[]): number {
    const { columnOffsets } = this.#others;
    let met = 0;
    for (const { history } of queries)
      for (const item of history) met += columnOffsets[item + 1]! - columnOffsets[item]!;
    return met / queries.length;
  }
}
