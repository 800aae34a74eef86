import { expect, test } from "vitest";
import { Random } from "../../src/compute/random.ts";
import { fitLogisticRegression, logOdds } from "../../src/learn/logistic-regression.ts";

const probability = (sum: number): number => 1 / (1 + Math.exp(-sum));

test("finds the weights that made the labels", () => {
  const random = new Random(4);
  const inputs = new Float64Array(2 * 20_000).map(() => random.normal());
  const labels = Uint8Array.from({ length: 20_000 }, (_, n) =>
    Number(random.uniform() < probability(-1 + 2 * inputs[2 * n]! - 0.5 * inputs[2 * n + 1]!)),
  );
  const { bias, weights } = fitLogisticRegression(inputs, labels, 2);
  expect(Math.abs(bias + 1)).toBeLessThan(0.08);
  expect(Math.abs(weights[0]! - 2)).toBeLessThan(0.08);
  expect(Math.abs(weights[1]! + 0.5)).toBeLessThan(0.08);
});

test("predicts Platt's share of positives where inputs say nothing: (3 + 1 − …) by hand", () => {
  const logistic = fitLogisticRegression(new Float64Array(8), Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0), 1);
  const target = (2 * (3 / 4) + 6 * (1 / 8)) / 8; // two labels of (2 + 1) / (2 + 2), six of 1 / (6 + 2)
  expect(probability(logOdds(logistic, [0]))).toBeCloseTo(target, 3);
});

test("has an end where labels can be separated without error", () => {
  const { bias, weights } = fitLogisticRegression(Float64Array.of(-3, -2, 2, 3), Uint8Array.of(0, 0, 1, 1), 1);
  expect(Number.isFinite(bias)).toBe(true);
  expect(weights[0]!).toBeGreaterThan(0);
  expect(weights[0]!).toBeLessThan(10);
});

test("does not run away from large inputs", () => {
  const { bias, weights } = fitLogisticRegression(Float64Array.of(-1e3, 5e2, -4e2, 2e3), Uint8Array.of(0, 1, 1, 1), 1);
  expect(Number.isFinite(bias + weights[0]!)).toBe(true);
});
