import type { Model } from "../models/model.ts";
import type { MetricResults } from "./metric-results.ts";
import { markHits } from "./metrics/hits.ts";
import type { PreparedFold } from "./prepared-fold.ts";
import { rankUsers } from "./rank-users.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** What the lists of all users show together. */
export interface CatalogueRun {
  /** For each cutoff, in how many lists every item stands. */
  readonly exposures: readonly Uint32Array[]; // (cutoffs) of (items)
  /** Lists with fewer items than there are candidates and places, because the model could not score more. */
  readonly shortLists: number;
  readonly emptyLists: number;
}

/**
 * Ranks, for every user with something relevant, all items without a training row of theirs; records them in
 * `table`, whose rows are `fold.test.users`. Equal scores stand in item order, as `recommend` lists them; items a model
 * cannot score (NaN) are in no list, and last for the AUC. The clock runs for scoring and sorting only.
 */
export async function rankCatalogue(
  model: Model,
  fold: PreparedFold,
  cutoffs: readonly number[],
  table: MetricResults,
  watch: Stopwatch,
  options: RunOptions = {},
): Promise<CatalogueRun> {
  const itemCount = fold.train.items.size;
  const longest = Math.max(...cutoffs);
  const exposures = cutoffs.map(() => new Uint32Array(itemCount));
  const isRelevant = new Uint8Array(itemCount);
  let shortLists = 0;
  let emptyLists = 0;

  for await (const ranking of rankUsers(model, fold, longest, table, watch, options)) {
    const { row, list, others, auc, firstRank } = ranking;
    const relevant = fold.relevant.items.subarray(ranking.start, ranking.end);
    for (const item of relevant) isRelevant[item] = 1;
    table.recordRanking(row, { hits: markHits(list, isRelevant), relevantCount: relevant.length, firstRank, auc });
    for (const item of relevant) isRelevant[item] = 0;

    if (list.length < Math.min(longest, others + relevant.length)) shortLists++;
    if (list.length === 0) {
      emptyLists++;
      continue;
    }
    const { takers, trainUsers, diversity } = fold;
    table.recordList(row, { items: list, takers, trainUsers, diversity: diversity! });
    cutoffs.forEach((k, c) => {
      for (let p = 0; p < Math.min(k, list.length); p++) exposures[c]![list[p]!]! += 1;
    });
  }
  return { exposures, shortLists, emptyLists };
}
