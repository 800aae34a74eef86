import { expect, test } from "vitest";
import { Random } from "../../src/compute/random.ts";
import { fitLogistic, logit } from "../../src/learn/logistic-regression.ts";
import { standardized } from "../../src/studies/ncf/calibration.ts";

const probability = (sum: number): number => 1 / (1 + Math.exp(-sum));

test("finds the weights that made the labels", () => {
  const random = new Random(4);
  const inputs = new Float64Array(2 * 20_000).map(() => random.normal());
  const labels = Uint8Array.from({ length: 20_000 }, (_, n) =>
    Number(random.uniform() < probability(-1 + 2 * inputs[2 * n]! - 0.5 * inputs[2 * n + 1]!)),
  );
  const { bias, weights } = fitLogistic(inputs, labels, 2);
  expect(Math.abs(bias + 1)).toBeLessThan(0.08);
  expect(Math.abs(weights[0]! - 2)).toBeLessThan(0.08);
  expect(Math.abs(weights[1]! + 0.5)).toBeLessThan(0.08);
});

test("predicts Platt's share of positives where inputs say nothing: (3 + 1 − …) by hand", () => {
  const logistic = fitLogistic(new Float64Array(8), Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0), 1);
  const target = (2 * (3 / 4) + 6 * (1 / 8)) / 8; // two labels of (2 + 1) / (2 + 2), six of 1 / (6 + 2)
  expect(probability(logit(logistic, [0]))).toBeCloseTo(target, 3);
});

test("has an end where labels can be told apart without error", () => {
  const { bias, weights } = fitLogistic(Float64Array.of(-3, -2, 2, 3), Uint8Array.of(0, 0, 1, 1), 1);
  expect(Number.isFinite(bias)).toBe(true);
  expect(weights[0]!).toBeGreaterThan(0);
  expect(weights[0]!).toBeLessThan(10);
});

test("does not run away from large inputs", () => {
  const { bias, weights } = fitLogistic(Float64Array.of(-1e3, 5e2, -4e2, 2e3), Uint8Array.of(0, 1, 1, 1), 1);
  expect(Number.isFinite(bias + weights[0]!)).toBe(true);
});

test("scores are standardized over the candidates; what cannot be scored stands with the lowest; rows alike become 0", () => {
  const row = standardized(Float64Array.of(1, Number.NaN, 3, 7, 900), Uint32Array.of(4));
  const candidates = row.subarray(0, 4);
  expect(row[1]).toBe(row[0]);
  expect(candidates.reduce((sum, score) => sum + score, 0)).toBeCloseTo(0, 12);
  expect(candidates.reduce((sum, score) => sum + score * score, 0) / 4).toBeCloseTo(1, 12);
  expect(row[4]).toBeCloseTo((900 - 3) / Math.sqrt(6), 9); // of 1, 1, 3, 7: mean 3, variance 6
  const none = new Uint32Array(0);
  expect([...standardized(Float64Array.of(5, 5, 5), none)]).toEqual([0, 0, 0]);
  expect([...standardized(Float64Array.of(Number.NaN, Number.NaN), none)]).toEqual([0, 0]);
  expect([...standardized(Float64Array.of(1, 2), Uint32Array.of(0, 1))]).toEqual([0, 0]); // no candidate at all
});
