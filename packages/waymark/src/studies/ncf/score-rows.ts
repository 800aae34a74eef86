import type { Dataset } from "../../data/dataset.ts";
import { type RunOptions, scorerOptions } from "../../evaluation/settings.ts";
import { type Model, type Query, queryOf } from "../../models/model.ts";
import { openScorer } from "../../models/scoring/open-scorer.ts";

/** Scores of every item for one user, those of the history as well; NaN where the model cannot say. */
export interface ScoreRow {
  readonly user: number;
  readonly scores: Float64Array; // (items)
}

/** Scores kept at once. */
const mostScores = 2 ** 22;

/** One row of scores a user, in the order given; a user without training rows asks with an empty history. */
export async function* scoreRows(
  model: Model,
  train: Dataset,
  users: Uint32Array,
  options: RunOptions,
): AsyncGenerator<ScoreRow> {
  const items = train.items.size;
  const all = Uint32Array.from({ length: items }, (_, item) => item);
  using scorer = openScorer(model);
  const size = Math.max(1, Math.min(scorer.batchSize, Math.floor(mostScores / Math.max(1, items))));
  for (let first = 0; first < users.length; first += size) {
    const block = users.subarray(first, first + size);
    const scores = await scorer.score(
      Array.from(block, (user) => askOf(train, user)),
      Array.from(block, () => all),
      scorerOptions(options, "scores", first, users.length),
    );
    for (let n = 0; n < block.length; n++)
      yield { user: block[n]!, scores: scores.subarray(n * items, (n + 1) * items) };
  }
}

function askOf(train: Dataset, user: number): Query {
  const query = queryOf(train, user);
  return query.history.length > 0 ? query : { history: query.history };
}
