import { topK } from "../compute/top-k.ts";
import type { Model } from "../models/model.ts";
import { scoringFormOf } from "../models/scoring/scoring-form.ts";
import { auc } from "./metrics/auc.ts";
import { firstRelevantRank } from "./metrics/reciprocal-rank.ts";
import type { PerUserResults } from "./per-user-results.ts";
import { type PreparedFold, queryOfTrainUser } from "./prepared-fold.ts";
import { rankInBatches } from "./rank-in-batches.ts";
import { relevantUsers } from "./relevant-users.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { UserRanking } from "./user-ranking.ts";

/**
 * Every user with something relevant, ranked. Models with a batch form are scored by the compute core on all threads, others
 * one user at a time. The clock runs for scoring and sorting.
 */
export function rankUsers(
  model: Model,
  plan: PreparedFold,
  longest: number,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
): AsyncGenerator<UserRanking> {
  const form = scoringFormOf(model);
  return form
    ? rankInBatches(form, plan, longest, table, watch, options)
    : rankOneByOne(model, plan, longest, table, watch, options);
}

async function* rankOneByOne(
  model: Model,
  plan: PreparedFold,
  longest: number,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
): AsyncGenerator<UserRanking> {
  const itemCount = plan.train.items.size;
  const isRelevant = new Uint8Array(itemCount);
  const scratch = new Float64Array(itemCount);
  for await (const user of relevantUsers(plan, table, options)) {
    const relevant = plan.relevant.items.subarray(user.start, user.end);
    const query = queryOfTrainUser(plan, user.user);
    watch.start();
    const scores = model.score(query);
    watch.stop();
    for (const item of relevant) isRelevant[item] = 1;
    const others = othersOf(scores, query.history, isRelevant, scratch);
    for (const item of relevant) isRelevant[item] = 0;
    const relevantScores = Float64Array.from(relevant, (item) => scores[item]!);
    const area = auc(relevantScores, others);
    watch.start();
    for (let p = 0; p < query.history.length; p++) scores[query.history[p]!] = Number.NaN;
    const list = topK(scores, longest);
    watch.stop();
    yield { ...user, list, others: others.length, auc: area, firstRank: firstRelevantRank(scores, relevant) };
  }
}

/** Scores of the candidates that are not relevant; a view of `scratch`. */
function othersOf(
  scores: Float64Array,
  history: Uint32Array,
  isRelevant: Uint8Array,
  scratch: Float64Array,
): Float64Array {
  let size = 0;
  let p = 0; // history ascends, as a row of `userItems` does
  for (let item = 0; item < scores.length; item++) {
    if (p < history.length && history[p] === item) p++;
    else if (isRelevant[item] === 0) scratch[size++] = scores[item]!;
  }
  return scratch.subarray(0, size);
}
