import type { Model } from "../models/model.ts";
import { askScorer } from "./ask-scorer.ts";
import { type CandidateScores, candidateSetsOf } from "./candidate-sets.ts";
import type { MetricResults } from "./metric-results.ts";
import { auc } from "./metrics/auc.ts";
import type { PerUserResults } from "./per-user-results.ts";
import type { PreparedFold } from "./prepared-fold.ts";
import type { RelevantUser } from "./relevant-users.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";

/**
 * Ranks every relevant test item against its published negatives, one ranking per test row. Equal scores count against
 * the test item, so that a model which scores everything alike has no hits:
 *
 *     rank = 1 + number of negatives with score ≥ the test item's
 *
 * A test item the model cannot score has no rank (Infinity), however few its negatives, so it is never a hit.
 *
 * @returns how many users have a score for none of their candidates
 * @see He et al. 2017, doi:10.1145/3038912.3052569, for the protocol; they do not say what becomes of ties
 */
export async function rankNegatives(
  model: Model,
  fold: PreparedFold,
  cutoffs: readonly number[],
  table: MetricResults,
  watch: Stopwatch,
  options: RunOptions = {},
): Promise<{ readonly emptyLists: number }> {
  const longest = Math.max(...cutoffs);
  let emptyLists = 0;
  for await (const { row, candidateSets } of scoreCandidates(model, fold, table, watch, options)) {
    let scored = false;
    for (const set of candidateSets) {
      watch.start();
      const rank = rankAmongNegatives(set);
      watch.stop();
      const { positive, negatives } = set;
      const hits = new Uint8Array(longest);
      if (rank <= longest) hits[rank - 1] = 1;
      table.recordRanking(row, {
        hits,
        relevantCount: 1,
        firstRank: rank,
        auc: auc(Float64Array.of(positive), negatives),
      });
      scored ||= isRanked(positive) || negatives.some(isRanked);
    }
    if (!scored) emptyLists++;
  }
  return { emptyLists };
}

/** Rank of the test item, from 1, ties against it; Infinity when it has no score. */
export function rankAmongNegatives({ positive, negatives }: CandidateScores): number {
  if (!isRanked(positive)) return Number.POSITIVE_INFINITY;
  let ahead = 0;
  for (let p = 0; p < negatives.length; p++) if (negatives[p]! >= positive) ahead++;
  return 1 + ahead;
}

/** NaN (cannot say) and −∞ are not ranked, as in `topK`. */
const isRanked = (score: number): boolean => score > Number.NEGATIVE_INFINITY;

interface UserCandidateScores extends RelevantUser {
  /** One a relevant test row. */
  readonly candidateSets: readonly CandidateScores[];
}

/** The scores of every user's test items and their negatives. The clock runs for scoring. */
async function* scoreCandidates(
  model: Model,
  fold: PreparedFold,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
): AsyncGenerator<UserCandidateScores> {
  const blocks = askScorer(model, fold, table, watch, options, (users) => {
    const sets = users.map((user) => candidateSetsOf(fold, user));
    const items = sets.map((of) => Uint32Array.from(of.flatMap(({ positive, negatives }) => [positive, ...negatives])));
    return async (scorer, queries, settings) => ({ sets, scores: await scorer.score(queries, items, settings) });
  });
  for await (const { users, answer } of blocks) {
    const { sets, scores } = answer;
    let at = 0;
    for (const [n, user] of users.entries()) {
      const candidateSets = sets[n]!.map(({ negatives: { length } }): CandidateScores => {
        const positive = scores[at++]!;
        const negatives = scores.subarray(at, at + length);
        at += length;
        return { positive, negatives };
      });
      yield { ...user, candidateSets };
    }
  }
}
