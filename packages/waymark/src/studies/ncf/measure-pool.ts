import { textHash } from "../../compute/hash.ts";
import { Random } from "../../compute/random.ts";
import { topK } from "../../compute/top-k.ts";
import { auc } from "../../evaluation/metrics/auc.ts";
import { markHits } from "../../evaluation/metrics/hits.ts";
import { precisionAt } from "../../evaluation/metrics/precision.ts";
import { recallAt } from "../../evaluation/metrics/recall.ts";
import { PerUserResults } from "../../evaluation/per-user-results.ts";
import { rankAmongNegatives } from "../../evaluation/rank-negatives.ts";
import { columnsOf, type RatioMetric } from "../../evaluation/ratio-metric.ts";
import type { RunOptions } from "../../evaluation/settings.ts";
import type { Model } from "../../models/model.ts";
import { type Calibration, logitsOf, standardized } from "./calibration.ts";
import { type Candidates, candidateSets } from "./result.ts";
import { scoreRows } from "./score-rows.ts";
import type { StudyData } from "./study-data.ts";

const k = 10;
const hundred = 99;

/** All metrics of the study; the name of the candidates stands before the metric. */
export const studyMetrics: readonly RatioMetric[] = [
  ...candidateSets.flatMap((set) => [
    { key: `${set}/precision@10`, numerator: `${set}/precision`, denominator: `${set}/lists` },
    { key: `${set}/recall@10`, numerator: `${set}/recall`, denominator: `${set}/lists` },
    { key: `${set}/auc`, numerator: `${set}/auc`, denominator: `${set}/aucs` },
  ]),
  { key: "pool/rmse", numerator: "squared-error", denominator: "pairs", root: true },
];

/**
 * Measures a model on the test rows of some users, every user once, against three sets of candidates. Courses a user has a
 * training or validation row of are candidates nowhere. A user all of whose candidates are held-out ones has no AUC.
 *
 * @param users ascending
 */
export async function measureModel(
  model: Model,
  calibration: Calibration | undefined,
  studyData: StudyData,
  users: Uint32Array,
  options: RunOptions,
): Promise<PerUserResults> {
  const table = new PerUserResults(users, columnsOf(studyMetrics));
  let row = 0;
  for await (const { user, scores } of scoreRows(model, studyData.train, users, options)) {
    const standard = standardized(scores, studyData.train.userItems.row(user).columns);
    const logits = calibration && logitsOf(calibration, user, standard);
    measureUser(table, row++, user, calibration?.features ? logits! : scores, logits, studyData);
  }
  return table;
}

function measureUser(
  table: PerUserResults,
  row: number,
  user: number,
  scores: Float64Array,
  logits: Float64Array | undefined,
  { train, valid, test, sampler, negatives: negativesPerItem, seed }: StudyData,
): void {
  const relevant = test.itemsOf(user);
  const random = new Random(seed, textHash("negatives") + user);
  const pool = sampler.draw(user, negativesPerItem * relevant.length, random);
  const at = (item: number): number => scores[item]!;

  const isOther = new Uint8Array(scores.length).fill(1);
  for (const items of [train.userItems.row(user).columns, valid.itemsOf(user), relevant])
    for (const item of items) isOther[item] = 0;
  const others = scores.filter((_, item) => isOther[item] === 1);
  const candidates = scores.map((score, item) => (isOther[item] === 1 ? score : Number.NaN));
  const isRelevant = new Uint8Array(scores.length);
  for (const item of relevant) {
    candidates[item] = at(item);
    isRelevant[item] = 1;
  }
  const own = Float64Array.from(relevant, at);
  list(table, row, "catalogue", markHits(topK(candidates, k), isRelevant), relevant.length);
  table.addIfNumber(row, "catalogue/auc", "catalogue/aucs", auc(own, others));

  const drawn = Float64Array.from(pool, at);
  const together = new Float64Array(drawn.length + own.length); // of equal scores the drawn ones stand first
  together.set(drawn);
  together.set(own, drawn.length);
  const isOwn = Uint8Array.from(together, (_, n) => Number(n >= drawn.length));
  list(table, row, "pool", markHits(topK(together, k), isOwn), relevant.length);
  table.addIfNumber(row, "pool/auc", "pool/aucs", auc(own, drawn));
  if (logits) addErrors(table, row, logits, relevant, pool);

  for (const score of own) {
    const negatives = Float64Array.from(sampler.draw(user, hundred, random), at);
    const rank = rankAmongNegatives({ positive: score, negatives });
    list(table, row, "hundred", rank <= k ? new Uint8Array(k).fill(1, rank - 1, rank) : new Uint8Array(k), 1);
    table.addIfNumber(row, "hundred/auc", "hundred/aucs", auc(Float64Array.of(score), negatives));
  }
}

function list(table: PerUserResults, row: number, set: Candidates, hits: Uint8Array, relevantCount: number): void {
  table.add(row, `${set}/lists`, 1);
  table.add(row, `${set}/precision`, precisionAt(k, hits));
  table.add(row, `${set}/recall`, recallAt(k, hits, relevantCount));
}

/** (label − probability)² over the pool. */
function addErrors(
  table: PerUserResults,
  row: number,
  logits: Float64Array,
  positives: Uint32Array,
  drawn: Uint32Array,
): void {
  for (const [items, label] of [
    [positives, 1],
    [drawn, 0],
  ] as const)
    for (const item of items) {
      table.add(row, "squared-error", (label - 1 / (1 + Math.exp(-logits[item]!))) ** 2);
      table.add(row, "pairs", 1);
    }
}
