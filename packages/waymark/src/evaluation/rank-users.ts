import type { Model } from "../models/model.ts";
import type { Places } from "../models/scoring/scorer.ts";
import { askScorer } from "./ask-scorer.ts";
import type { PerUserResults } from "./per-user-results.ts";
import type { PreparedFold } from "./prepared-fold.ts";
import type { RelevantUser } from "./relevant-users.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** One user's list, and where the relevant items stand among all candidates. */
export interface UserRanking extends RelevantUser {
  /** The best candidates, best first; candidates are all items without a training row of the user. */
  readonly list: Uint32Array;
  /** Candidates that are not relevant. */
  readonly others: number;
  readonly auc: number;
  /** Rank of the best placed relevant item among all candidates, from 1; Infinity where none is scored. */
  readonly firstRank: number;
}

/** Every user with something relevant, ranked. The clock runs for scoring and sorting. */
export async function* rankUsers(
  model: Model,
  fold: PreparedFold,
  longest: number,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
): AsyncGenerator<UserRanking> {
  const itemCount = fold.train.items.size;
  const relevantOf = ({ start, end }: RelevantUser) => fold.relevant.items.subarray(start, end);
  const blocks = askScorer(model, fold, table, watch, options, (users) => {
    const placesOf = users.map(relevantOf);
    return (scorer, queries, settings) => scorer.rank(queries, { limit: longest, placesOf }, settings);
  });
  for await (const { users, queries, answer } of blocks) {
    const { offsets, items, places } = answer;
    let place = 0;
    for (const [n, user] of users.entries()) {
      const size = user.end - user.start;
      const others = itemCount - queries[n]!.history.length - size;
      const standing = standingOf(places!, place, place + size, others);
      yield { ...user, list: items.subarray(offsets[n], offsets[n + 1]), others, ...standing };
      place += size;
    }
  }
}

/** AUC and the best rank of the relevant items at places `[from, to)`; see metrics/auc.ts and metrics/reciprocal-rank.ts. */
function standingOf(
  { better, level, ahead, scores }: Places,
  from: number,
  to: number,
  others: number,
): { readonly auc: number; readonly firstRank: number } {
  let halves = 0; // a pair won counts two, a pair level one
  let firstRank = Number.POSITIVE_INFINITY;
  for (let p = from; p < to; p++) {
    const scored = !Number.isNaN(scores[p]!);
    if (scored) firstRank = Math.min(firstRank, 1 + ahead[p]!);
    const same = scored ? level[p]! : others - better[p]!;
    halves += 2 * (others - better[p]! - same) + same;
  }
  return { auc: halves / (2 * (to - from) * others), firstRank };
}
