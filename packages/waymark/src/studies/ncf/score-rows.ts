import { Pacer } from "../../compute/pacer.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { RunOptions } from "../../evaluation/settings.ts";
import { type Model, type Query, queryOf } from "../../models/model.ts";
import { Ranker } from "../../models/scoring/ranker.ts";
import { scoringFormOf } from "../../models/scoring/scoring-form.ts";

/** Scores of every item for one user, those of the history as well; NaN where the model cannot say. */
export interface ScoreRow {
  readonly user: number;
  /** Good until the next row is asked for. */
  readonly scores: Float64Array; // (items)
}

/** Scores kept at once by the compute core. */
const mostScores = 2 ** 22;

/**
 * One row of scores a user, in the order given; a user without training rows asks with an empty history. Models with a
 * batch form are scored by the compute core on all threads.
 */
export async function* scoreRows(
  model: Model,
  train: Dataset,
  users: Uint32Array,
  options: RunOptions,
): AsyncGenerator<ScoreRow> {
  const form = scoringFormOf(model);
  if (form) yield* inBlocks(new Ranker(form, train.items.size), train, users, options);
  else yield* oneByOne(model, train, users, options);
}

async function* inBlocks(
  ranker: Ranker,
  train: Dataset,
  users: Uint32Array,
  { signal, threads, onProgress }: RunOptions,
): AsyncGenerator<ScoreRow> {
  const items = train.items.size;
  const all = Uint32Array.from({ length: items }, (_, item) => item);
  const size = Math.max(1, Math.floor(mostScores / items));
  try {
    for (let first = 0; first < users.length; first += size) {
      const block = users.subarray(first, first + size);
      const asked = Array.from(block, () => all);
      const scores = await ranker.score(
        Array.from(block, (user) => askOf(train, user)),
        asked,
        { signal, threads },
      );
      for (let n = 0; n < block.length; n++)
        yield { user: block[n]!, scores: known(scores.subarray(n * items, (n + 1) * items)) };
      onProgress?.({ stage: "scores", done: first + block.length, of: users.length });
    }
  } finally {
    ranker.dispose();
  }
}

async function* oneByOne(
  model: Model,
  train: Dataset,
  users: Uint32Array,
  { signal, onProgress }: RunOptions,
): AsyncGenerator<ScoreRow> {
  const pacer = new Pacer(signal);
  for (let n = 0; n < users.length; n++) {
    const rest = pacer.pause();
    if (rest) {
      await rest;
      onProgress?.({ stage: "scores", done: n, of: users.length });
    }
    yield { user: users[n]!, scores: known(model.score(askOf(train, users[n]!))) };
  }
}

function askOf(train: Dataset, user: number): Query {
  const query = queryOf(train, user);
  return query.history.length > 0 ? query : { history: query.history };
}

/** −∞, which kernels write where a model cannot say, as NaN. */
const known = (scores: ArrayLike<number>): Float64Array =>
  Float64Array.from(scores, (score) => (score > Number.NEGATIVE_INFINITY ? score : Number.NaN));
