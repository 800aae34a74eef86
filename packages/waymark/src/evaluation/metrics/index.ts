// Every metric there is, one line each, in the order tables and results show them: what a reader wants first stands first.

import { areaUnderCurve } from "./auc.ts";
import { averagePrecision } from "./average-precision.ts";
import { coverage } from "./coverage.ts";
import type { MetricDefinition } from "./define-metric.ts";
import { diversity } from "./diversity.ts";
import { f1 } from "./f1.ts";
import { gini } from "./gini.ts";
import { hitRate } from "./hit.ts";
import { meanAbsoluteError } from "./mae.ts";
import { meanSquaredError } from "./mse.ts";
import { ndcg } from "./ndcg.ts";
import { novelty } from "./novelty.ts";
import { meanPopularity } from "./popularity.ts";
import { precision } from "./precision.ts";
import { recall } from "./recall.ts";
import { recallCapped } from "./recall-capped.ts";
import { meanReciprocalRank } from "./reciprocal-rank.ts";
import { rootMeanSquaredError } from "./rmse.ts";

export const metrics: readonly MetricDefinition[] = [
  ndcg,
  rootMeanSquaredError,
  recall,
  hitRate,
  meanAbsoluteError,
  coverage,
  precision,
  averagePrecision,
  meanReciprocalRank,
  areaUnderCurve,
  novelty,
  recallCapped,
  f1,
  gini,
  diversity,
  meanPopularity,
  meanSquaredError,
];
