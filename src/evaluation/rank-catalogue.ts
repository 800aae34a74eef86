import { topK } from "../compute/top-k.ts";
import type { Model } from "../models/recommender.ts";
import { type FoldPlan, queryOfTrainUser } from "./fold-plan.ts";
import { judgeList } from "./judge-list.ts";
import { auc } from "./metrics/auc.ts";
import { markHits } from "./metrics/hits.ts";
import { noveltyAt } from "./metrics/novelty.ts";
import { popularityAt } from "./metrics/popularity.ts";
import { firstRelevantRank, reciprocalRank } from "./metrics/reciprocal-rank.ts";
import { relevantUsers } from "./relevant-users.ts";
import type { RunOptions } from "./settings.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { UserTable } from "./user-table.ts";

/** What the lists of all users show together. */
export interface CatalogueRun {
  /** For each cutoff, in how many lists every item stands. */
  readonly exposures: readonly Uint32Array[]; // (cutoffs) of (items)
  /** Lists with fewer items than there are candidates and places, because the model could not score more. */
  readonly shortLists: number;
  readonly emptyLists: number;
}

/**
 * Ranks, for every user with something relevant, all items without a training row of theirs; adds the figures to
 * `table`, whose rows are `plan.test.users`. Equal scores stand in item order, as `recommend` lists them; items a model
 * cannot score (NaN) are in no list, and last for the AUC. The clock runs for scoring and sorting out the best only.
 */
export async function rankCatalogue(
  model: Model,
  plan: FoldPlan,
  cutoffs: readonly number[],
  table: UserTable,
  watch: Stopwatch,
  options: RunOptions = {},
): Promise<CatalogueRun> {
  const { items } = plan.relevant;
  const itemCount = plan.train.items.size;
  const longest = Math.max(...cutoffs);
  const exposures = cutoffs.map(() => new Uint32Array(itemCount));
  const isRelevant = new Uint8Array(itemCount);
  const othersScratch = new Float64Array(itemCount);
  let shortLists = 0;
  let emptyLists = 0;

  for await (const { user, row, start, end } of relevantUsers(plan, table, options)) {
    const relevant = items.subarray(start, end);
    const query = queryOfTrainUser(plan, user);

    watch.start();
    const scores = model.score(query);
    watch.stop();
    for (const item of relevant) isRelevant[item] = 1;
    const others = othersOf(scores, query.history, isRelevant, othersScratch);
    const relevantScores = Float64Array.from(relevant, (item) => scores[item]!);
    table.addIfNumber(row, "auc", "aucs", auc(relevantScores, others));

    watch.start();
    for (let p = 0; p < query.history.length; p++) scores[query.history[p]!] = Number.NaN;
    const list = topK(scores, longest);
    watch.stop();
    judgeList(table, row, cutoffs, markHits(list, isRelevant), relevant.length);
    table.add(row, "mrr", reciprocalRank(firstRelevantRank(scores, relevant)));
    for (const item of relevant) isRelevant[item] = 0;

    if (list.length < Math.min(longest, others.length + relevant.length)) shortLists++;
    if (list.length === 0) {
      emptyLists++;
      continue;
    }
    table.add(row, "lists", 1);
    cutoffs.forEach((k, c) => {
      table.add(row, `novelty@${k}`, noveltyAt(k, list, plan.takers, plan.trainUsers));
      table.add(row, `popularity@${k}`, popularityAt(k, list, plan.takers));
      table.addIfNumber(row, `diversity@${k}`, `diversities@${k}`, plan.diversity!.at(k, list));
      for (let p = 0; p < Math.min(k, list.length); p++) exposures[c]![list[p]!]! += 1;
    });
  }
  return { exposures, shortLists, emptyLists };
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
