import { noItem } from "../models/scoring/rank-job.ts";
import { type Places, Ranker } from "../models/scoring/ranker.ts";
import type { ScoringForm } from "../models/scoring/scoring-form.ts";
import type { PerUserResults } from "./per-user-results.ts";
import { type PreparedFold, queryOfTrainUser } from "./prepared-fold.ts";
import { relevantUsers } from "./relevant-users.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { inBlocks } from "./user-blocks.ts";
import type { UserRanking } from "./user-ranking.ts";

/** The rankings of all users with something relevant, scored and sorted by the compute core a block of users at a time. */
export async function* rankInBatches(
  form: ScoringForm,
  plan: PreparedFold,
  longest: number,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
): AsyncGenerator<UserRanking> {
  const itemCount = plan.train.items.size;
  const { signal, threads } = options;
  watch.start();
  const ranker = new Ranker(form, itemCount);
  watch.stop();
  try {
    for await (const block of inBlocks(relevantUsers(plan, table, options))) {
      const queries = block.map(({ user }) => queryOfTrainUser(plan, user));
      const relevant = block.map(({ start, end }) => plan.relevant.items.subarray(start, end));
      watch.start();
      const lists = await ranker.rank(queries, longest, { signal, threads }, relevant);
      watch.stop();
      let place = 0;
      for (const [n, user] of block.entries()) {
        const size = relevant[n]!.length;
        const full = lists.items.subarray(n * longest, (n + 1) * longest);
        const end = full.indexOf(noItem);
        const others = itemCount - queries[n]!.history.length - size;
        const standing = standingOf(lists.places!, place, place + size, others);
        yield { ...user, list: end < 0 ? full : full.subarray(0, end), others, ...standing };
        place += size;
      }
    }
  } finally {
    ranker.dispose();
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
    const scored = scores[p]! > Number.NEGATIVE_INFINITY;
    if (scored) firstRank = Math.min(firstRank, 1 + ahead[p]!);
    const same = scored ? level[p]! : others - better[p]!;
    halves += 2 * (others - better[p]! - same) + same;
  }
  return { auc: halves / (2 * (to - from) * others), firstRank };
}
