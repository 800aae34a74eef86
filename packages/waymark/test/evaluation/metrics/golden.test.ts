import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { topK } from "../../../src/compute/top-k.ts";
import { auc } from "../../../src/evaluation/metrics/auc.ts";
import { averagePrecisionAt } from "../../../src/evaluation/metrics/average-precision.ts";
import { coverageAt } from "../../../src/evaluation/metrics/coverage.ts";
import { ListDiversity } from "../../../src/evaluation/metrics/diversity.ts";
import { f1At } from "../../../src/evaluation/metrics/f1.ts";
import { giniAt } from "../../../src/evaluation/metrics/gini.ts";
import { hitAt } from "../../../src/evaluation/metrics/hit.ts";
import { markHits } from "../../../src/evaluation/metrics/hits.ts";
import { mae } from "../../../src/evaluation/metrics/mae.ts";
import { mse } from "../../../src/evaluation/metrics/mse.ts";
import { ndcgAt } from "../../../src/evaluation/metrics/ndcg.ts";
import { noveltyAt } from "../../../src/evaluation/metrics/novelty.ts";
import { popularityAt } from "../../../src/evaluation/metrics/popularity.ts";
import { precisionAt } from "../../../src/evaluation/metrics/precision.ts";
import { recallAt } from "../../../src/evaluation/metrics/recall.ts";
import { reciprocalRank } from "../../../src/evaluation/metrics/reciprocal-rank.ts";
import { rmse } from "../../../src/evaluation/metrics/rmse.ts";
import { firstRelevantRank } from "./first-relevant-rank.ts";

interface Golden {
  readonly lists: {
    readonly k: number;
    readonly scores: readonly (readonly number[])[];
    readonly relevant: readonly (readonly number[])[];
    readonly features: readonly (readonly number[])[];
    readonly takers: readonly number[];
    readonly trainUsers: number;
    readonly exposure: readonly number[];
    readonly perUser: Readonly<Record<string, readonly number[]>>;
    readonly coverage: number;
    readonly gini: number;
  };
  readonly ratings: Readonly<Record<"actual" | "predicted", readonly number[]>> &
    Readonly<Record<"rmse" | "mse" | "mae", number>>;
}

// scikit-learn: nDCG, AUC, uncut average precision, cosines, rating errors; RecTools: the rest. See make_golden.py there.
const { lists, ratings } = JSON.parse(
  readFileSync(new URL("../../golden/metrics/metrics.json", import.meta.url), "utf8"),
) as Golden;

describe("the figures of scikit-learn and RecTools, user by user", () => {
  const { k } = lists;
  const takers = Uint32Array.from(lists.takers);
  const itemCount = takers.length;
  const entries = lists.features.flatMap((row, item) =>
    row.flatMap((value, topic) => (value > 0 ? [{ item, topic, value }] : [])),
  );
  const diversity = new ListDiversity(
    CsrMatrix.fromCoordinates(
      itemCount,
      lists.features[0]!.length,
      Uint32Array.from(entries, ({ item }) => item),
      Uint32Array.from(entries, ({ topic }) => topic),
      Float64Array.from(entries, ({ value }) => value),
    ),
  );

  const users = lists.scores.map((row, user) => {
    const scores = Float64Array.from(row);
    const relevant = Uint32Array.from(lists.relevant[user]!);
    const isRelevant = new Uint8Array(itemCount);
    for (const item of relevant) isRelevant[item] = 1;
    const ranked = topK(scores, itemCount);
    return { scores, relevant, isRelevant, ranked, hits: markHits(ranked, isRelevant), count: relevant.length };
  });
  type User = (typeof users)[number];

  const aucOf = ({ scores, isRelevant }: User, of: (score: number) => number) =>
    auc(
      scores.filter((_, item) => isRelevant[item] === 1).map(of),
      scores.filter((_, item) => isRelevant[item] === 0).map(of),
    );
  const ours: Readonly<Record<string, (user: User) => number>> = {
    ndcg: ({ hits, count }) => ndcgAt(k, hits, count),
    "ndcg-rectools": ({ hits, count }) => ndcgAt(k, hits, count),
    precision: ({ hits }) => precisionAt(k, hits),
    recall: ({ hits, count }) => recallAt(k, hits, count),
    f1: ({ hits, count }) => f1At(k, hits, count),
    hit: ({ hits }) => hitAt(k, hits),
    "average-precision": ({ hits, count }) => averagePrecisionAt(k, hits, count),
    "average-precision-uncut": ({ hits, count }) => averagePrecisionAt(itemCount, hits, count),
    "reciprocal-rank": ({ scores, relevant }) => reciprocalRank(firstRelevantRank(scores, relevant)),
    auc: (user) => aucOf(user, (score) => score),
    "auc-with-ties": (user) => aucOf(user, (score) => Math.floor(score / 4)),
    novelty: ({ ranked }) => noveltyAt(k, ranked, takers, lists.trainUsers),
    popularity: ({ ranked }) => popularityAt(k, ranked, takers),
    diversity: ({ ranked }) => diversity.at(k, ranked),
  };

  test("cover every metric that was written down", () => {
    expect(Object.keys(ours).sort()).toEqual(Object.keys(lists.perUser).sort());
  });

  test.each(Object.keys(lists.perUser))("%s", (name) => {
    const expected = lists.perUser[name]!;
    expect(expected).toHaveLength(users.length);
    users.forEach((user, n) => {
      expect(ours[name]!(user)).toBeCloseTo(expected[n]!, 12);
    });
  });

  test("coverage and Gini of the lists together", () => {
    const exposure = Uint32Array.from(lists.exposure);
    expect(coverageAt(exposure)).toBeCloseTo(lists.coverage, 14);
    expect(giniAt(exposure)).toBeCloseTo(lists.gini, 12);
  });
});

test("rating errors are those of scikit-learn", () => {
  const [predicted, actual] = [Float64Array.from(ratings.predicted), Float64Array.from(ratings.actual)];
  expect(rmse(predicted, actual)).toBeCloseTo(ratings.rmse, 12);
  expect(mse(predicted, actual)).toBeCloseTo(ratings.mse, 12);
  expect(mae(predicted, actual)).toBeCloseTo(ratings.mae, 12);
});
