import { averagePrecisionAt } from "./metrics/average-precision.ts";
import { f1At } from "./metrics/f1.ts";
import { hitAt } from "./metrics/hit.ts";
import type { Hits } from "./metrics/hits.ts";
import { ndcgAt } from "./metrics/ndcg.ts";
import { precisionAt } from "./metrics/precision.ts";
import { recallAt } from "./metrics/recall.ts";
import { recallCappedAt } from "./metrics/recall-capped.ts";
import type { PerUserResults } from "./per-user-results.ts";

/** Adds one ranking's accuracy, at every cutoff, to the user's row; `rankings` counts it. */
export function recordAccuracy(
  table: PerUserResults,
  row: number,
  cutoffs: readonly number[],
  hits: Hits,
  relevantCount: number,
): void {
  table.add(row, "rankings", 1);
  for (const k of cutoffs) {
    table.add(row, `precision@${k}`, precisionAt(k, hits));
    table.add(row, `recall@${k}`, recallAt(k, hits, relevantCount));
    table.add(row, `recall-capped@${k}`, recallCappedAt(k, hits, relevantCount));
    table.add(row, `f1@${k}`, f1At(k, hits, relevantCount));
    table.add(row, `ndcg@${k}`, ndcgAt(k, hits, relevantCount));
    table.add(row, `map@${k}`, averagePrecisionAt(k, hits, relevantCount));
    table.add(row, `hit@${k}`, hitAt(k, hits));
  }
}
