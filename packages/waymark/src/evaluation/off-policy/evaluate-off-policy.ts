import { Pacer } from "../../compute/pacer.ts";
import { DataRequirementError } from "../../errors.ts";
import { baseline } from "../../models/baselines/baseline.ts";
import { type Model, ownModel } from "../../models/model.ts";
import { rewardOf, rewardScaleOf } from "../../models/reinforcement/reward-scale.ts";
import type { Fold } from "../../splits/fold.ts";
import { BehaviourPolicy, stepsOf } from "./behaviour-policy.ts";
import { estimate, type WeighedDecision } from "./estimate.ts";
import type { Weighed } from "./estimators.ts";
import { type LoggedDecision, loggedDecisions } from "./logged-decisions.ts";
import { type OffPolicyOptions, resolveOffPolicyOptions } from "./off-policy-settings.ts";
import type { OffPolicyEvaluation } from "./result.ts";

/**
 * What a model's choices would have brought, from what others chose: each test row is a decision with its reward (rating or correctness
 * on 0 … 1), weighed by how much likelier the model's policy is to choose the same than learners were. Policy: softmax over the model's
 * scores of what the log supports and the learner lacks. Learners: `BehaviourPolicy`, estimated from the training part. Nothing is learned about
 * what happens later: the value is that of one step.
 *
 * O(decisions · (items + what a score costs)).
 *
 * @throws {InvalidInputError} for a setting out of range
 * @throws {DataRequirementError} when there are no results, all are equal, or the training part supports no decision
 */
export async function evaluateOffPolicy(
  model: Model,
  fold: Fold,
  options: OffPolicyOptions = {},
): Promise<OffPolicyEvaluation> {
  const settings = resolveOffPolicyOptions(options);
  const { train } = fold;
  const scale = rewardScaleOf(train);
  const logged = loggedDecisions(fold, scale, { most: settings.decisions, seed: settings.seed });
  checkRewards(fold, logged.decisions);
  const behaviour = new BehaviourPolicy(stepsOf(train), train.items.size);
  const rewards = await baseline().fit(train, options.signal ? { signal: options.signal } : {});
  using _owned = ownModel(rewards);
  const supported = supportedItems(train.interactions.items, train.items.size, settings.support);
  const pacer = new Pacer(options.signal);
  const [policy, log] = [new Float64Array(supported.length), new Float64Array(supported.length)];
  const weighed: WeighedDecision[] = [];
  for (const [n, { user, query, action, reward }] of logged.decisions.entries()) {
    await pacer.pause();
    options.onProgress?.({ stage: "decisions", done: n, of: logged.decisions.length });
    const had = new Set(query.history);
    const candidates = supported.filter((item) => !had.has(item));
    const place = candidates.indexOf(action);
    if (place < 0) continue;
    softmaxPolicy(model.score(query), candidates, settings.temperature, policy);
    behaviour.probabilities(query, candidates, log);
    const expected = rewards.predict(query, candidates).map((value) => rewardOf(value, scale));
    const weight = policy[place]! / log[place]!;
    const decision: Weighed = {
      weight: Math.min(weight, settings.clip),
      reward,
      expected: expected[place]!,
      expectedOfPolicy: expected.reduce((sum, value, c) => sum + policy[c]! * value, 0),
    };
    weighed.push({ user, decision, isClipped: weight > settings.clip });
  }
  if (weighed.length === 0)
    throw new DataRequirementError(
      "evaluateOffPolicy",
      `test rows of items with at least ${settings.support} training rows`,
      "none",
      "Lower support, or use a split with more training rows.",
    );
  return estimate(weighed, logged, behaviour.historyShare, settings, options);
}

const supportedItems = (items: Uint32Array, size: number, least: number): Uint32Array => {
  const counts = new Uint32Array(size);
  for (const item of items) counts[item]! += 1;
  return Uint32Array.from(counts.keys()).filter((item) => counts[item]! >= least);
};

/** Where every decision brings the same, no policy is better than another. */
function checkRewards({ train }: Fold, decisions: readonly LoggedDecision[]): void {
  const needs = "results to compare, ratings or right and wrong answers";
  const without = "Off-policy evaluation needs more than enrolments: evaluate lists instead.";
  if (train.feedback === "implicit")
    throw new DataRequirementError("evaluateOffPolicy", needs, "implicit feedback only", without);
  const first = decisions[0]?.reward;
  if (decisions.every(({ reward }) => reward === first))
    throw new DataRequirementError("evaluateOffPolicy", needs, `the same result (${first}) in every test row`, without);
}

/**
 * π(a) ∝ e^(score(a) / (temperature · σ)) over the candidates, σ the standard deviation of their scores: scores have no unit, so a temperature is
 * one only beside their spread. Candidates without a score (NaN) get 0; all alike where none has one, or all are equal.
 *
 * @param scores of all items
 * @returns the same array, Σ = 1 for at least one candidate
 */
export function softmaxPolicy(
  scores: Float64Array,
  candidates: Uint32Array,
  temperature: number,
  out: Float64Array,
): Float64Array {
  let [count, mean, squares, top] = [0, 0, 0, Number.NEGATIVE_INFINITY];
  for (const item of candidates) {
    const score = scores[item]!;
    if (Number.isNaN(score)) continue;
    const step = score - mean;
    mean += step / ++count;
    squares += step * (score - mean);
    if (score > top) top = score;
  }
  const unit = temperature * Math.sqrt(squares / Math.max(1, count));
  if (count === 0) return out.fill(1 / candidates.length, 0, candidates.length);
  let sum = 0;
  candidates.forEach((item, c) => {
    const score = scores[item]!;
    const likelihood = Number.isNaN(score) ? 0 : unit > 0 ? Math.exp((score - top) / unit) : 1;
    out[c] = likelihood;
    sum += likelihood;
  });
  for (let c = 0; c < candidates.length; c++) out[c]! /= sum;
  return out;
}
