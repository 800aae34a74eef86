import type { Model } from "../models/recommender.ts";
import { type FoldPlan, queryOfTrainUser } from "./fold-plan.ts";
import { judgeList } from "./judge-list.ts";
import { auc } from "./metrics/auc.ts";
import { reciprocalRank } from "./metrics/reciprocal-rank.ts";
import { relevantUsers } from "./relevant-users.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { UserTable } from "./user-table.ts";

/**
 * Ranks every relevant test item against its published negatives, one ranking per test row. Equal scores count against
 * the test item, so that a model which scores everything alike earns nothing:
 *
 *     rank = 1 + number of negatives with score ≥ the test item's
 *
 * A negative that is the test item itself is no opponent and is left out (156 lines of the published NCF file repeat
 * it). A test item the model cannot score has no rank (Infinity), however few its negatives, so it is never a hit.
 *
 * @returns how many users have a score for none of their candidates
 * @see He et al. 2017, doi:10.1145/3038912.3052569, for the protocol; they do not say what becomes of ties
 */
export async function rankNegatives(
  model: Model,
  plan: FoldPlan,
  cutoffs: readonly number[],
  table: UserTable,
  watch: Stopwatch,
  options: RunOptions = {},
): Promise<{ readonly emptyLists: number }> {
  const { items, rows } = plan.relevant;
  const longest = Math.max(...cutoffs);
  let emptyLists = 0;
  for await (const { user, row, start, end } of relevantUsers(plan, table, options)) {
    watch.start();
    const scores = model.score(queryOfTrainUser(plan, user));
    watch.stop();
    let scored = false;
    for (let p = start; p < end; p++) {
      const item = items[p]!;
      watch.start();
      const rank = rankAgainst(scores, item, plan.negatives![rows[p]!]!);
      watch.stop();
      const hits = new Uint8Array(longest);
      if (rank <= longest) hits[rank - 1] = 1;
      judgeList(table, row, cutoffs, hits, 1);
      table.add(row, "mrr", reciprocalRank(rank));
      const opponents = plan.negatives![rows[p]!]!.filter((negative) => negative !== item);
      const opposing = Float64Array.from(opponents, (negative) => scores[negative]!);
      scored ||= isRanked(scores[item]!) || opposing.some(isRanked);
      table.addIfNumber(row, "auc", "aucs", auc(Float64Array.of(scores[item]!), opposing));
    }
    if (!scored) emptyLists++;
  }
  return { emptyLists };
}

/** Rank of `item` among `negatives`, from 1, ties against it; Infinity when it has no score. */
export function rankAgainst(scores: Float64Array, item: number, negatives: Uint32Array): number {
  const own = scores[item]!;
  if (!isRanked(own)) return Number.POSITIVE_INFINITY;
  let ahead = 0;
  for (let p = 0; p < negatives.length; p++) {
    const negative = negatives[p]!;
    if (negative !== item && scores[negative]! >= own) ahead++;
  }
  return 1 + ahead;
}

/** NaN (cannot say) and −∞ are not ranked, as in `topK`. */
const isRanked = (score: number): boolean => score > Number.NEGATIVE_INFINITY;
