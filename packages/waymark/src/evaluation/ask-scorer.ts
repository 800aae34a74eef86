import type { Model, Query } from "../models/model.ts";
import { openScorer } from "../models/scoring/open-scorer.ts";
import type { Scorer, ScorerOptions } from "../models/scoring/scorer.ts";
import type { PerUserResults } from "./per-user-results.ts";
import { type PreparedFold, queryOfTrainUser } from "./prepared-fold.ts";
import { type RelevantUser, relevantUsers } from "./relevant-users.ts";
import { type RunOptions, scorerOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** A block of users, with what the scorer answered about them. */
export interface AskedBlock<T> {
  readonly users: readonly RelevantUser[];
  readonly queries: readonly Query[];
  readonly answer: T;
}

/**
 * Asks a model about every user with something relevant, a block at a time. The clock runs for opening the scorer and for its
 * answers; `prepare` works out what to ask before the clock starts.
 */
export async function* askScorer<T>(
  model: Model,
  fold: PreparedFold,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
  prepare: (
    users: readonly RelevantUser[],
  ) => (scorer: Scorer, queries: readonly Query[], options: ScorerOptions) => Promise<T>,
): AsyncGenerator<AskedBlock<T>> {
  watch.start();
  using scorer = openScorer(model);
  watch.stop();
  let done = 0;
  for (const users of relevantUsers(fold, table, scorer.batchSize)) {
    const queries = users.map(({ user }) => queryOfTrainUser(fold, user));
    const ask = prepare(users);
    const settings = scorerOptions(options, "lists", done, fold.relevant.users.length);
    watch.start();
    const answer = await ask(scorer, queries, settings);
    watch.stop();
    yield { users, queries, answer };
    done += users.length;
  }
}
