import { PerUserResults } from "../per-user-results.ts";
import { columnsOf, type RatioMetric, ratioValue } from "../ratio-metric.ts";
import type { RunOptions } from "../settings.ts";
import { bootstrapIntervals } from "../statistics/bootstrap.ts";
import { doublyRobustPart, effectiveSampleSize, type Weighed } from "./estimators.ts";
import type { LoggedDecisions } from "./logged-decisions.ts";
import type { OffPolicySettings } from "./off-policy-settings.ts";
import type { Estimate, OffPolicyEvaluation } from "./result.ts";

/** A decision with whose it is. */
export interface WeighedDecision {
  readonly user: number;
  readonly decision: Weighed;
  readonly isClipped: boolean;
}

/** As ratios of sums over learners, so that the bootstrap of evaluations draws learners and not rows. */
const metrics = [
  { key: "logged", numerator: "reward", denominator: "decisions" },
  { key: "snips", numerator: "weighted-reward", denominator: "weight" },
  { key: "doublyRobust", numerator: "robust", denominator: "decisions" },
  { key: "gain", numerator: "gain", denominator: "decisions" },
] as const satisfies readonly RatioMetric[];

const CLIPPED_MUCH = 0.05; // of the decisions

/** @param weighed in order of users, at least one */
export async function estimate(
  weighed: readonly WeighedDecision[],
  { decisions, leftOut, isDated }: LoggedDecisions,
  historyShare: number,
  settings: OffPolicySettings,
  options: RunOptions,
): Promise<OffPolicyEvaluation> {
  const { temperature, clip, support, leastSample, resamples, confidence, seed } = settings;
  const table = tableOf(weighed);
  const [intervals] =
    resamples > 0
      ? await bootstrapIntervals([{ metrics, tables: [table] }], { ...options, resamples, confidence, seed })
      : [];
  const estimateOf = (metric: (typeof metrics)[number]): Estimate => {
    const interval = intervals?.get(metric.key);
    return { value: ratioValue(metric, [table]), ...(interval && { interval }) };
  };
  const [logged, snips, doublyRobust, gain] = metrics.map(estimateOf) as [Estimate, Estimate, Estimate, Estimate];
  const weights = weighed.map(({ decision }) => decision.weight);
  const size = effectiveSampleSize(weights);
  const clippedShare = weighed.filter(({ isClipped }) => isClipped).length / weighed.length;
  const isReliable = size >= leastSample;
  const warnings = [
    ...(isReliable
      ? []
      : [
          `The ${weighed.length} decisions are worth ${size.toFixed(1)} of equal weight, fewer than ${leastSample}: do not rely on the estimates. Raise temperature, or test on more rows.`,
        ]),
    ...(clippedShare > CLIPPED_MUCH
      ? [
          `${(100 * clippedShare).toFixed(1)} % of the weights were clipped at ${clip}: the estimates lean towards what learners chose anyway.`,
        ]
      : []),
    ...(isDated ? [] : ["Without times, histories are the training rows of each learner, in no known order."]),
  ];
  return {
    protocol: `one-step value of the softmax over scores at temperature ${temperature} (in standard deviations of a decision's scores) over items with at least ${support} training rows that the learner lacks; behaviour estimated from the training part by popularity and the last item (share ${historyShare.toFixed(2)}); weights clipped at ${clip}; self-normalized importance sampling and doubly robust with biases of learners and items as model of rewards; ${100 * confidence} % bootstrap intervals over learners`,
    decisions: weighed.length,
    learners: table.users.length,
    unsupported: decisions.length - weighed.length,
    leftOut,
    logged,
    snips,
    doublyRobust,
    gain,
    effectiveSampleSize: size,
    largestWeight: weights.reduce((most, weight) => Math.max(most, weight), 0),
    clippedShare,
    historyShare,
    isReliable,
    warnings,
  };
}

function tableOf(weighed: readonly WeighedDecision[]): PerUserResults {
  const table = new PerUserResults(Uint32Array.from(new Set(weighed.map(({ user }) => user))), columnsOf(metrics));
  let row = 0;
  for (const { user, decision } of weighed) {
    if (table.users[row] !== user) row++;
    const robust = doublyRobustPart(decision);
    table.add(row, "decisions", 1);
    table.add(row, "reward", decision.reward);
    table.add(row, "weight", decision.weight);
    table.add(row, "weighted-reward", decision.weight * decision.reward);
    table.add(row, "robust", robust);
    table.add(row, "gain", robust - decision.reward);
  }
  return table;
}
