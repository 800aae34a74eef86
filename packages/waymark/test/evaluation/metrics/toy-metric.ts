import { defineMetric } from "../../../src/evaluation/metrics/define-metric.ts";

/** 1 where the first course of the list is relevant. */
export const topCourse = defineMetric({
  key: "top@k",
  label: "Top course",
  better: "higher",
  group: "lists",
  description: "Share of learners whose first course is relevant.",
  measure: { of: "ranking", value: ({ hits }) => hits[0] ?? 0 },
});

/** 1 where the list holds five courses or more, and does not apply to others. */
export const wellFilled = defineMetric({
  key: "well-filled",
  label: "Well filled",
  better: "higher",
  group: "beyond",
  description: "Share of lists with five courses.",
  measure: { of: "list", value: ({ items }) => (items.length >= 5 ? 1 : Number.NaN), mayBeNaN: true },
});
