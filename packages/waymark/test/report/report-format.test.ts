import { describe, expect, test } from "vitest";
import {
  formatConfidence,
  formatCount,
  formatInterval,
  formatMetric,
  formatPValue,
  formatSeconds,
  formatShare,
  metricBetter,
  metricLabel,
  metricName,
  sortMetrics,
} from "../../src/report/page/format.ts";

describe("figures as people read them", () => {
  test.each([
    ["ndcg@10", 0.25006, "0.2501"],
    ["rmse", 0.9457, "0.9457"],
    ["rmse", 1.1, "1.1000"],
    ["rmse", 12.3456, "12.35"],
    ["ndcg@10", 0.0003417, "0.00034"],
    ["ndcg@10", 0, "0.0000"],
    ["ndcg@10", 1, "1.0000"],
    ["coverage@10", 1, "1.0000"],
    ["novelty@10", 9.5321, "9.532"],
    ["novelty@10", 10.5321, "10.53"],
    ["popularity@10", 165.5975, "165.6"],
    ["popularity@10", 2314.2, "2,314"],
    ["rmse", -0.25, "−0.2500"],
    ["ndcg@10", 3e-9, "3.0e-9"],
  ])("%s of %d is %s", (key, value, text) => {
    expect(formatMetric(key, value)).toBe(text);
  });

  test("a figure that is missing or no number is a dash, never NaN", () => {
    expect([formatMetric("rmse", undefined), formatMetric("rmse", Number.NaN), formatSeconds(undefined)]).toEqual([
      "–",
      "–",
      "–",
    ]);
  });

  test("an interval has the digits of its figure; none is an empty text", () => {
    expect(formatInterval("ndcg@10", [0.24563, 0.25449])).toBe("[0.2456, 0.2545]");
    expect(formatInterval("ndcg@10", undefined)).toBe("");
  });

  test.each([
    [0, "0 ms"],
    [0.0004, "0.40 ms"],
    [0.0042, "4.2 ms"],
    [0.012, "12 ms"],
    [0.48, "0.48 s"],
    [9.999, "10.0 s"],
    [12.34, "12.3 s"],
    [59.96, "1 min 00 s"],
    [125, "2 min 05 s"],
    [170, "2 min 50 s"],
    [3599.7, "1 h 00 min"],
    [4020, "1 h 07 min"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  test.each([
    [0, "0%"],
    [0.0447, "4.47%"],
    [0.1234, "12.3%"],
    [0.99999, "100.00%"],
    [1, "100%"],
    [0.000012, "0.0012%"],
  ])("a share of %d is %s", (fraction, text) => {
    expect(formatShare(fraction)).toBe(text);
  });

  test("thousands are set apart, p-values end where a test does, a confidence has no idle decimals", () => {
    expect([formatCount(1_000_209), formatCount(999)]).toEqual(["1,000,209", "999"]);
    expect([formatPValue(0.0004), formatPValue(0.0123), formatPValue(0.366)]).toEqual(["< 0.001", "0.012", "0.37"]);
    expect([formatConfidence(0.95), formatConfidence(0.999)]).toEqual(["95%", "99.9%"]);
  });
});

describe("names of metrics", () => {
  test("say the length of the list, and the direction only where lower is better", () => {
    expect(["ndcg@10", "rmse", "gini@5", "hit@1"].map((key) => metricLabel(key))).toEqual([
      "nDCG@10",
      "RMSE ↓",
      "Gini@5 ↓",
      "Hit rate@1",
    ]);
    expect(metricName("rmse")).toBe("RMSE");
    expect(["mrr", "mae", "popularity@10"].map((key) => metricBetter(key))).toEqual(["higher", "lower", "neither"]);
  });

  test("a metric nobody described keeps its key and has no direction", () => {
    expect([metricLabel("lift@3"), metricBetter("lift@3")]).toEqual(["lift@3", "neither"]);
  });

  test("stand in reading order whatever order they come in: lists, ratings, beyond accuracy; short lists first", () => {
    const keys = ["coverage@10", "lift@3", "rmse", "ndcg@10", "precision@5", "mae", "ndcg@5", "ndcg@10"];
    expect(sortMetrics(keys)).toEqual(["ndcg@5", "ndcg@10", "precision@5", "rmse", "mae", "coverage@10", "lift@3"]);
  });
});
