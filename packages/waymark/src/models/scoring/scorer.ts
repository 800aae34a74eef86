/// <reference lib="esnext.disposable" preserve="true" />
import type { Query } from "../model.ts";

/** Asks one model many queries: ranked lists, places of given items, scores of given items. */
export interface Scorer extends Disposable {
  /** Queries to hand over in one call: enough for every thread, few enough to show progress. */
  readonly batchSize: number;
  /**
   * Candidates of a query are all items the model can score, without its history and its `masked` items. Equal scores stand in
   * order of item index.
   */
  rank(queries: readonly Query[], request: RankRequest, options?: ScorerOptions): Promise<RankedLists>;
  /**
   * Scores of a few items a query, those of its history as well.
   *
   * @param items item indexes, one array a query
   * @returns one score for each of them, in order; NaN where the model cannot say
   */
  score(
    queries: readonly Query[],
    items: readonly Uint32Array[],
    options?: ScorerOptions,
  ): Promise<Float64Array<ArrayBuffer>>;
}

export interface RankRequest {
  /** Length of the lists; 0 for places only. */
  readonly limit: number;
  /** Items that may not be offered, beside the history; one array a query. */
  readonly masked?: readonly Uint32Array[];
  /** Items whose places are wanted, each once; one array a query. */
  readonly placesOf?: readonly Uint32Array[];
}

export interface ScorerOptions {
  /** Threads to use. The result does not depend on it. @defaultValue all cores */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with how many queries of the call have been answered. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** The best items of some queries. The list of query `n` is at `[offsets[n], offsets[n + 1])` of the other columns. */
export interface RankedLists {
  readonly offsets: Uint32Array; // (queries + 1)
  /** Best first; a list is shorter than the limit where there are not as many candidates. */
  readonly items: Uint32Array;
  /** Comparable within one list only. */
  readonly scores: Float64Array;
  /** Only where `placesOf` was given: one entry for each of its items, in order. */
  readonly places?: Places;
}

/** Where each of some items of a query stands among the candidates; "others" are candidates without a place asked for. */
export interface Places {
  /** Others that score higher; those with a score, where the item has none. */
  readonly better: Uint32Array;
  /** Others that score the same. Means nothing where the item has no score. */
  readonly level: Uint32Array;
  /** Candidates before it in the list of all: higher scores, and equal ones of lower index. Means nothing where the item has no score. */
  readonly ahead: Uint32Array;
  /** Its own score, NaN where the model cannot say. */
  readonly scores: Float64Array;
}
