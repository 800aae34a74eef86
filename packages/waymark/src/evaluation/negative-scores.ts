import type { Model } from "../models/model.ts";
import { scoringFormOf } from "../models/scoring/scoring-form.ts";
import { opponentsOf, type UserContests } from "./candidate-sets.ts";
import { contestsInBatches } from "./negative-scores-in-batches.ts";
import type { PerUserResults } from "./per-user-results.ts";
import { type PreparedFold, queryOfTrainUser } from "./prepared-fold.ts";
import { relevantUsers } from "./relevant-users.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";

/**
 * The scores of every user's test items and their negatives. Models with a batch form are scored by the compute core on
 * all threads, others one user at a time. The clock runs for scoring.
 */
export function contestsOf(
  model: Model,
  plan: PreparedFold,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
): AsyncGenerator<UserContests> {
  const form = scoringFormOf(model);
  return form
    ? contestsInBatches(form, plan, table, watch, options)
    : contestsOneByOne(model, plan, table, watch, options);
}

async function* contestsOneByOne(
  model: Model,
  plan: PreparedFold,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
): AsyncGenerator<UserContests> {
  for await (const user of relevantUsers(plan, table, options)) {
    watch.start();
    const scores = model.score(queryOfTrainUser(plan, user.user));
    watch.stop();
    const contests = opponentsOf(plan, user).map(({ item, opponents }) => ({
      own: scores[item]!,
      opposing: Float64Array.from(opponents, (opponent) => scores[opponent]!),
    }));
    yield { ...user, contests };
  }
}
