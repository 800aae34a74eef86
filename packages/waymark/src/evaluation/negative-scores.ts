import type { Model } from "../models/model.ts";
import { createScorer } from "../models/scoring/create-scorer.ts";
import { type CandidateScores, candidateSetsOf } from "./candidate-sets.ts";
import type { PerUserResults } from "./per-user-results.ts";
import { type PreparedFold, queryOfTrainUser } from "./prepared-fold.ts";
import { type RelevantUser, relevantUsers } from "./relevant-users.ts";
import { type RunOptions, scorerOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";

export interface UserCandidateScores extends RelevantUser {
  /** One a relevant test row. */
  readonly candidateSets: readonly CandidateScores[];
}

/** The scores of every user's test items and their negatives. The clock runs for scoring. */
export async function* scoreCandidates(
  model: Model,
  plan: PreparedFold,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
): AsyncGenerator<UserCandidateScores> {
  watch.start();
  using scorer = createScorer(model);
  watch.stop();
  let done = 0;
  for (const block of relevantUsers(plan, table, scorer.batchSize)) {
    const queries = block.map(({ user }) => queryOfTrainUser(plan, user));
    const sets = block.map((user) => candidateSetsOf(plan, user));
    const items = sets.map((of) => Uint32Array.from(of.flatMap(({ positive, negatives }) => [positive, ...negatives])));
    const settings = scorerOptions(options, "lists", done, plan.relevant.users.length);
    watch.start();
    const scores = await scorer.score(queries, items, settings);
    watch.stop();
    let at = 0;
    for (const [n, user] of block.entries()) {
      const candidateSets = sets[n]!.map(({ negatives: { length } }): CandidateScores => {
        const positive = scores[at++]!;
        const negatives = scores.subarray(at, at + length);
        at += length;
        return { positive, negatives };
      });
      yield { ...user, candidateSets };
    }
    done += block.length;
  }
}
