import { describe, expect, test } from "vitest";
import { Random } from "../../../src/compute/random.ts";
import { Dataset, type Row } from "../../../src/data/dataset.ts";
import { BehaviourPolicy } from "../../../src/evaluation/off-policy/behaviour-policy.ts";
import { evaluateOffPolicy, softmaxPolicy } from "../../../src/evaluation/off-policy/evaluate-off-policy.ts";
import { loggedDecisions } from "../../../src/evaluation/off-policy/logged-decisions.ts";
import { mean } from "../../../src/models/baselines/mean.ts";
import { popularity } from "../../../src/models/baselines/popularity.ts";
import type { Model } from "../../../src/models/model.ts";
import type { Fold } from "../../../src/splits/fold.ts";

const chances = [0.4, 0.3, 0.2, 0.1]; // what learners choose
const successes = [0.2, 0.4, 0.6, 0.8]; // how often it goes well

/** Learners choose one of four items by chance and succeed by chance; each learner makes one choice, so there is no history. */
function banditFold(train: number, test: number, seed = 1): Fold {
  const random = new Random(seed);
  const rows = Array.from({ length: train + test }, (_, n): Row => {
    let left = random.uniform();
    const item = Math.max(
      0,
      chances.findIndex((chance) => (left -= chance) < 0),
    );
    return { user: `u${n}`, item: `item-${item}`, value: Number(random.uniform() < successes[item]!), time: n };
  });
  const data = Dataset.fromRows(rows, { scale: { min: 0, max: 1 } });
  const part = (isTest: boolean) => {
    const chosen = Uint32Array.from(rows.keys()).filter((n) => n >= train === isTest);
    const { users, items, values, times } = data.interactions;
    return {
      users: chosen.map((n) => users[n]!),
      items: chosen.map((n) => items[n]!),
      values: Float64Array.from(chosen, (n) => values![n]!),
      times: Float64Array.from(chosen, (n) => times![n]!),
    };
  };
  return { name: "bandit", train: data.replaceInteractions(part(false)), test: part(true) };
}

const scoring = (items: Model["items"], scores: readonly number[]): Model => ({
  items,
  score: () => Float64Array.from(scores),
  state: () => ({ numbers: {}, tensors: {} }),
});

describe("evaluating off policy", () => {
  const fold = banditFold(2000, 2000);
  const scores = [0, 1, 2, 3];
  const unit = Math.sqrt(1.25); // standard deviation of the scores
  const likelihoods = scores.map((score) => Math.exp(score / unit));
  const total = likelihoods.reduce((sum, likelihood) => sum + likelihood, 0);
  const policy = likelihoods.map((likelihood) => likelihood / total);
  const trueValue = policy.reduce((sum, share, item) => sum + share * successes[item]!, 0);

  test("finds the known value of a policy nobody followed, within its interval", async () => {
    const found = await evaluateOffPolicy(scoring(fold.train.items, scores), fold);
    for (const { value, interval } of [found.snips, found.doublyRobust]) {
      expect(Math.abs(value - trueValue)).toBeLessThan(0.05);
      expect(interval![0]).toBeLessThan(trueValue);
      expect(interval![1]).toBeGreaterThan(trueValue);
    }
    expect(found.logged.value).toBeCloseTo(0.4, 1); // Σ chances · successes
    expect(found.gain.value).toBeCloseTo(found.doublyRobust.value - found.logged.value, 12);
    expect(found.gain.interval![0]).toBeGreaterThan(0);
    expect(found).toMatchObject({ decisions: 2000, learners: 2000, unsupported: 0, isReliable: true, warnings: [] });
  });

  test("its effective sample size is about n / Σ π²/π_b, Kish's in the large", async () => {
    const { effectiveSampleSize, largestWeight } = await evaluateOffPolicy(scoring(fold.train.items, scores), fold);
    const squares = policy.reduce((sum, share, item) => sum + share ** 2 / chances[item]!, 0);
    expect(effectiveSampleSize / (2000 / squares)).toBeCloseTo(1, 1);
    expect(largestWeight).toBeCloseTo(policy[3]! / chances[3]!, 0);
  });

  test("the colder the policy, the fewer decisions it can be measured by; too few give a warning", async () => {
    const at = (temperature: number) =>
      evaluateOffPolicy(scoring(fold.train.items, scores), fold, {
        temperature,
        clip: 3,
        resamples: 0,
        leastSample: 500,
      });
    const [warm, cold] = [await at(3), await at(0.1)];
    expect(cold.effectiveSampleSize).toBeLessThan(warm.effectiveSampleSize);
    expect(warm.isReliable).toBe(true);
    expect(cold.isReliable).toBe(false);
    expect(cold.clippedShare).toBeCloseTo(0.1, 1); // all who chose the best
    expect(cold.warnings.join(" ")).toMatch(/worth [\d.]+ of equal weight, fewer than 500.*clipped at 3/);
    expect(cold.snips).not.toHaveProperty("interval");
  });

  test("looks at so many decisions as asked for, the same for the same seed", async () => {
    const some = (seed: number) => evaluateOffPolicy(scoring(fold.train.items, scores), fold, { decisions: 300, seed });
    const one = await some(1);
    expect(one).toMatchObject({ decisions: 300, leftOut: 1700 });
    expect(await some(1)).toEqual(one);
    expect((await some(2)).snips.value).not.toBe(one.snips.value);
  });

  test("measures any model: popularity is worth less here than the mean of results", async () => {
    const [taken, well] = [await popularity().fit(fold.train), await mean().fit(fold.train)];
    const value = async (model: Model) => (await evaluateOffPolicy(model, fold, { resamples: 0 })).doublyRobust.value;
    expect(await value(taken)).toBeLessThan((await value(well)) - 0.1);
  });

  test("results are needed, and some that differ", async () => {
    const model = scoring(fold.train.items, scores);
    const implicit = { ...fold, train: fold.train.asImplicit() };
    await expect(evaluateOffPolicy(model, implicit)).rejects.toMatchObject({ code: "unsuited_data" });
    const equal = { name: "equal", train: fold.train, test: { ...fold.test, values: fold.test.values!.map(() => 1) } };
    await expect(evaluateOffPolicy(model, equal)).rejects.toThrow(/the same result \(1\) in every test row/);
    await expect(evaluateOffPolicy(model, fold, { support: 5000 })).rejects.toThrow(/at least 5000 training rows/);
    await expect(evaluateOffPolicy(model, fold, { temperature: 0 })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(evaluateOffPolicy(model, fold, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

describe("its parts", () => {
  test("a decision knows what came before it, of both parts, and nothing of what came after", () => {
    const rows: Row[] = [5, 1, 3, 2].map((time, n) => ({ user: "u", item: `i${n}`, value: n / 4, time }));
    const data = Dataset.fromRows(rows, { scale: { min: 0, max: 1 } });
    const { users, items, values, times } = data.interactions;
    const pick = (rows: number[], dated = true) => ({
      users: Uint32Array.from(rows, (n) => users[n]!),
      items: Uint32Array.from(rows, (n) => items[n]!),
      values: Float64Array.from(rows, (n) => values![n]!),
      ...(dated && { times: Float64Array.from(rows, (n) => times![n]!) }),
    });
    const fold = { name: "", train: data.replaceInteractions(pick([0, 1])), test: pick([2, 3]) };
    const all = { most: 10, seed: 0 };
    const { decisions } = loggedDecisions(fold, { low: 0, high: 1 }, all);
    expect(decisions.map(({ query, action }) => [[...query.history], action])).toEqual([
      [[1], 3],
      [[1, 3], 2],
    ]);
    expect([...decisions[1]!.query.weights!]).toEqual([0.25, 0.75]);
    const undated = { name: "", train: data.replaceInteractions(pick([0, 1], false)), test: pick([2, 3], false) };
    const known = loggedDecisions(undated, { low: 0, high: 1 }, all);
    expect(known.isDated).toBe(false);
    expect(known.decisions.map(({ query }) => [...query.history].sort())).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test("the behaviour policy mixes popularity with what followed the last item, as far as that foretells", () => {
    const faithful = Array.from({ length: 60 }, (_, n) => ({ before: n % 3, action: 3 + (n % 3) }));
    const policy = new BehaviourPolicy(faithful, 6);
    expect(policy.historyShare).toBeGreaterThan(0.95);
    const candidates = Uint32Array.of(3, 4, 5);
    const out = new Float64Array(3);
    policy.probabilities({ history: Uint32Array.of(1) }, candidates, out);
    expect(out[1]).toBeGreaterThan(0.95);
    expect(out.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    policy.probabilities({ history: new Uint32Array(0) }, candidates, out);
    expect([...out]).toEqual([1 / 3, 1 / 3, 1 / 3]);
    const random = new Random(2);
    const aimless = Array.from({ length: 600 }, () => ({ before: random.below(3), action: 3 + random.below(3) }));
    expect(new BehaviourPolicy(aimless, 6).historyShare).toBeLessThan(0.5);
  });

  test("the softmax is one of standard deviations; what has no score gets nothing", () => {
    const out = new Float64Array(3);
    const candidates = Uint32Array.of(0, 2, 3);
    softmaxPolicy(Float64Array.of(10, 99, 30, Number.NaN), candidates, 2, out); // deviation 10
    expect(out[1]! / out[0]!).toBeCloseTo(Math.exp(20 / (2 * 10)), 12);
    expect(out[2]).toBe(0);
    softmaxPolicy(new Float64Array(4).fill(Number.NaN), candidates, 1, out);
    expect([...out]).toEqual([1 / 3, 1 / 3, 1 / 3]);
    softmaxPolicy(new Float64Array(4).fill(7), candidates, 1, out);
    expect([...out]).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});
