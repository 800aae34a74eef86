import { Ranker } from "../models/scoring/ranker.ts";
import type { ScoringForm } from "../models/scoring/scoring-form.ts";
import { type Contest, opponentsOf, type UserContests } from "./candidate-sets.ts";
import type { PerUserResults } from "./per-user-results.ts";
import { type PreparedFold, queryOfTrainUser } from "./prepared-fold.ts";
import { relevantUsers } from "./relevant-users.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { inBlocks } from "./user-blocks.ts";

/** The same scores from the compute core, a block of users at a time; only those of candidates are handed out. */
export async function* contestsInBatches(
  form: ScoringForm,
  plan: PreparedFold,
  table: PerUserResults,
  watch: Stopwatch,
  options: RunOptions,
): AsyncGenerator<UserContests> {
  const { signal, threads } = options;
  watch.start();
  const ranker = new Ranker(form, plan.train.items.size);
  watch.stop();
  try {
    for await (const block of inBlocks(relevantUsers(plan, table, options))) {
      const queries = block.map(({ user }) => queryOfTrainUser(plan, user));
      const sides = block.map((user) => opponentsOf(plan, user));
      const asked = sides.map((rows) => Uint32Array.from(rows.flatMap(({ item, opponents }) => [item, ...opponents])));
      watch.start();
      const scores = await ranker.score(queries, asked, { signal, threads });
      watch.stop();
      let at = 0;
      for (const [n, user] of block.entries()) {
        const contests = sides[n]!.map(({ opponents }): Contest => {
          const own = scores[at++]!;
          const opposing = Float64Array.from(scores.subarray(at, at + opponents.length));
          at += opponents.length;
          return { own, opposing };
        });
        yield { ...user, contests };
      }
    }
  } finally {
    ranker.dispose();
  }
}
