import { expect, test, vi } from "vitest";
import { printEvaluation } from "../../../src/cli/terminal/evaluation-table.ts";
import { evaluate } from "../../../src/evaluation/evaluate.ts";
import { defineMetric } from "../../../src/evaluation/metrics/define-metric.ts";
import { describeMetric, findMetric } from "../../../src/evaluation/metrics/registry.ts";
import type { Evaluation } from "../../../src/evaluation/result.ts";
import { itemKnn } from "../../../src/models/knn/item-knn.ts";
import { renderReport } from "../../../src/report/evaluation/render-report.ts";
import { kFold } from "../../../src/splits/k-fold.ts";
import { chooseMetric, searchableMetrics } from "../../../src/tuning/chosen-metric.ts";
import { twoFaculties } from "../../two-faculties.ts";
import { topCourse, wellFilled } from "./toy-metric.ts";

// The one line in the registry: `topCourse` added to the list.
vi.mock("../../../src/evaluation/metrics/index.ts", async (original) => {
  const { metrics } = await original<typeof import("../../../src/evaluation/metrics/index.ts")>();
  const toy = await import("./toy-metric.ts");
  return { metrics: [...metrics, toy.topCourse] };
});

const data = twoFaculties();
const options = { split: kFold(3), k: [3, 5], resamples: 50, threads: 1 };

function printedOf(evaluation: Evaluation): string {
  const printed: string[] = [];
  const write = (text: string) => void printed.push(text);
  const style = (_: string, text: string) => text;
  printEvaluation(evaluation, { out: write, log: write, width: 400, style } as never);
  return printed.join("\n");
}

test("one file and one line: a new metric is in results, intervals, report, console and tuner", async () => {
  const evaluation = await evaluate(data, [itemKnn()], options);
  const { metrics, intervals } = evaluation.results[0]!;
  expect(metrics["top@3"]).toBe(metrics["top@5"]); // the first course is the same in lists of any length
  expect(metrics["top@3"]).toBeGreaterThan(0);
  expect(intervals["top@3"]?.[0]).toBeLessThanOrEqual(metrics["top@3"]!);

  const html = await renderReport(evaluation);
  expect(html).toContain("Top course@5");
  expect(html).toContain("Share of learners whose first course is relevant.");

  expect(printedOf(evaluation)).toContain("Top course@5");

  expect(searchableMetrics()).toContain("top@10");
  expect(chooseMetric("top@7", "implicit")).toEqual({ key: "top@7", better: "higher", ofRatings: false, cutoff: 7 });
  expect(describeMetric("top@3")).toMatchObject({ label: "Top course@3", group: "lists", cutoff: 3 });
});

test("a caller's own metric is measured beside the registry's, without users it does not apply to", async () => {
  const { results } = await evaluate(data, [itemKnn()], { ...options, metrics: [wellFilled] });
  expect(results[0]!.metrics["well-filled"]).toBe(1); // NaN for the others
  expect(results[0]!.metrics["ndcg@3"]).toBeGreaterThan(0);
  const twice = evaluate(data, [itemKnn()], { ...options, metrics: [topCourse] });
  await expect(twice).rejects.toThrow("metrics must be metrics with keys of their own");
});

test("a caller's own metric is shown by its label, direction and description in report, console and JSON", async () => {
  const value = () => 0.25;
  const effort = defineMetric({
    key: "effort@k",
    label: "Effort",
    better: "lower",
    group: "lists",
    description: "Hours that a list asks for.",
    measure: { of: "ranking", value },
  });
  const evaluation = await evaluate(data, [itemKnn()], { ...options, metrics: [effort, wellFilled] });
  const read = JSON.parse(JSON.stringify(evaluation)) as typeof evaluation;
  expect(read.ownMetrics).toEqual([
    { key: "effort@k", label: "Effort", better: "lower", group: "lists", description: "Hours that a list asks for." },
    expect.objectContaining({ key: "well-filled", label: "Well filled" }),
  ]);
  const html = await renderReport(read);
  expect(html).toMatch(
    /data-better="lower" title="Hours that a list asks for.">Effort@5&nbsp;<span class="arrow" aria-hidden="true">↓/,
  );
  expect(html).toContain("<dt>Well filled</dt><dd>Share of lists with five courses.</dd>");
  expect(html.replace(/<script.*?<\/script>/gs, "")).not.toMatch(/effort@|well-filled/);
  const printed = printedOf(read);
  expect(printed).toContain("Effort@5 ↓");
  expect(printed).toContain("Well filled");
  expect(printed).not.toMatch(/effort@|well-filled/);
  expect(await evaluate(data, [itemKnn()], options)).not.toHaveProperty("ownMetrics");
});

test.each(["rankings", "lists", "all"])(
  "a metric of one's own may be called %s without disturbing others",
  async (key) => {
    const measure = { of: "ranking", value: () => 7 } as const;
    const own = defineMetric({ ...topCourse, key, measure });
    const [alone] = (await evaluate(data, [itemKnn()], options)).results;
    const [beside] = (await evaluate(data, [itemKnn()], { ...options, metrics: [own] })).results;
    expect(beside!.metrics).toEqual({ ...alone!.metrics, [key]: 7 });
  },
);

test("a metric's key says whether it has a cutoff", () => {
  const value = () => 0;
  const named = (key: string) => ({ ...topCourse, key });
  expect(() => defineMetric(named("Top@k"))).toThrow("lower case");
  expect(() => defineMetric(named("top@10"))).toThrow("lower case");
  expect(() => defineMetric({ ...named("reach"), measure: { of: "exposure", value } })).toThrow("with @k");
  expect(() => defineMetric({ ...named("error@k"), measure: { of: "ratings", sum: value } })).toThrow("without @k");
  for (const key of ["ndcg", "ndcg@k", "ndcg@0", "ndcg@1.5", "ndcg@5@5", "rmse@5", "constructor"])
    expect(findMetric(key), key).toBeUndefined();
});
