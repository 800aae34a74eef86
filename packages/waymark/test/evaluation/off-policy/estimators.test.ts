import { describe, expect, test } from "vitest";
import { Random } from "../../../src/compute/random.ts";
import {
  doublyRobust,
  effectiveSampleSize,
  selfNormalized,
  type Weighed,
} from "../../../src/evaluation/off-policy/estimators.ts";

const of = (weight: number, reward: number, expected = 0, expectedOfPolicy = 0): Weighed => ({
  weight,
  reward,
  expected,
  expectedOfPolicy,
});

describe("by hand", () => {
  test("self-normalized importance sampling is the weighted mean of rewards", () => {
    expect(selfNormalized([of(2, 1), of(0.5, 0), of(1, 0.5)])).toBeCloseTo((2 + 0.5) / 3.5, 12);
    expect(selfNormalized([of(0, 1)])).toBeNaN();
  });

  test("doubly robust is what is expected, corrected where the log knows better", () => {
    // (0.6 + 2 · (1 − 0.7) + 0.5 + 0.5 · (0 − 0.2)) / 2
    expect(doublyRobust([of(2, 1, 0.7, 0.6), of(0.5, 0, 0.2, 0.5)])).toBeCloseTo((1.2 + 0.4) / 2, 12);
  });

  test("the effective sample size is Kish's: n for equal weights, 1 for a single one, 0 for none", () => {
    expect(effectiveSampleSize([3, 3, 3, 3])).toBeCloseTo(4, 12);
    expect(effectiveSampleSize([0, 7, 0])).toBeCloseTo(1, 12);
    expect(effectiveSampleSize([1, 2, 3])).toBeCloseTo(36 / 14, 12);
    expect(effectiveSampleSize([])).toBe(0);
  });
});

/** Two states, three actions: chances of states, of actions in the log and in the policy, and mean rewards. */
const bandit = {
  states: [0.3, 0.7],
  log: [
    [0.6, 0.3, 0.1],
    [0.2, 0.2, 0.6],
  ],
  policy: [
    [0.1, 0.2, 0.7],
    [0.5, 0.4, 0.1],
  ],
  means: [
    [0.2, 0.5, 0.9],
    [0.8, 0.3, 0.4],
  ],
};
/** Σ over states and actions: 0.3 · 0.75 + 0.7 · 0.56 = 0.617. */
const trueValue = 0.617;

/** @param expects what the model of rewards says of an action @param propensity what is taken for the log's */
function simulate(
  random: Random,
  decisions: number,
  expects: (state: number, action: number) => number,
  propensity = (state: number, action: number): number => bandit.log[state]![action]!,
): Weighed[] {
  const draw = (chances: readonly number[]): number => {
    let left = random.uniform();
    const found = chances.findIndex((chance) => (left -= chance) < 0);
    return found < 0 ? chances.length - 1 : found;
  };
  return Array.from({ length: decisions }, () => {
    const state = draw(bandit.states);
    const action = draw(bandit.log[state]!);
    return of(
      bandit.policy[state]![action]! / propensity(state, action),
      Number(random.uniform() < bandit.means[state]![action]!),
      expects(state, action),
      bandit.policy[state]!.reduce((sum, chance, a) => sum + chance * expects(state, a), 0),
    );
  });
}

const meanAndError = (values: readonly number[]): readonly [mean: number, error: number] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (values.length - 1) / values.length)];
};

describe("on a simulated bandit whose value is known", () => {
  const logs = (
    expects: (state: number, action: number) => number,
    propensity?: (state: number, action: number) => number,
  ) => Array.from({ length: 400 }, (_, n) => simulate(new Random(n, 3), 300, expects, propensity));
  const wrong = (): number => 0.9;
  const right = (state: number, action: number): number => bandit.means[state]![action]!;

  test("both estimators hit it on average, with right propensities and a wrong model of rewards", () => {
    const drawn = logs(wrong);
    for (const estimator of [selfNormalized, doublyRobust]) {
      const [mean, error] = meanAndError(drawn.map(estimator));
      expect(error).toBeLessThan(0.005);
      expect(Math.abs(mean - trueValue)).toBeLessThan(4 * error + 0.002); // self-normalizing is off by about 1/n
    }
  });

  test("doubly robust hits it with wrong propensities too where the model of rewards is right, the other does not", () => {
    const drawn = logs(right, () => 1 / 3);
    const [mean, error] = meanAndError(drawn.map(doublyRobust));
    expect(Math.abs(mean - trueValue)).toBeLessThan(4 * error);
    expect(Math.abs(meanAndError(drawn.map(selfNormalized))[0] - trueValue)).toBeGreaterThan(0.02);
  });

  test("a right model of rewards makes doubly robust steadier than none does", () => {
    const spread = (expects: (state: number, action: number) => number) =>
      meanAndError(logs(expects).map(doublyRobust))[1];
    expect(spread(right)).toBeLessThan(0.8 * spread(() => 0));
  });
});
