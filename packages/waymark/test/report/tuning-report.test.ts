import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { formatMetric } from "../../src/report/page/format.ts";
import { renderTuningReport } from "../../src/report/tuning/render-tuning-report.ts";
import { parseSplit } from "../../src/splits/parse.ts";
import type { Tuning } from "../../src/tuning/result.ts";
import { tune } from "../../src/tuning/tune.ts";
import { plantedModel, plantedWithEpochs, someSchool } from "../tuning/planted-model.ts";

const school = someSchool();
const options = {
  split: parseSplit("per-user:0.3"),
  metric: "ndcg@5",
  seed: 0,
  k: [10],
  resamples: 50,
  threads: 1,
} as const;
const grid = await tune(school, plantedModel(school).model, {
  ...options,
  search: "grid",
  space: { misses: [3, 0, 2], trap: ["none", "diverge"] },
  fixed: { rate: 0.5 },
});
const halving = await tune(school, plantedWithEpochs(school, 3).model, { ...options, search: "halving" });

async function open(tuning: Tuning) {
  const text = await renderTuningReport(tuning, { command: "waymark tune campus --model planted" });
  const { document } = parseHTML(text);
  const all = (selector: string) =>
    [...document.querySelectorAll(selector)].map((part) => (part.textContent ?? "").replace(/\s+/gu, " ").trim());
  return { text, document, all };
}

describe("the report of a search", () => {
  test("holds every trial with what was tried, what it gave and what went wrong", async () => {
    const { all } = await open(grid);
    const rows = all("[aria-labelledby=trials-caption] tbody tr");
    expect(rows).toHaveLength(7); // the defaults, and six of the grid
    grid.trials.forEach(({ number, params, value, outcome, message = "" }, n) => {
      expect(rows[n]).toMatch(new RegExp(`^${number} ?${params.misses}`));
      expect(rows[n]).toContain(String(params.trap));
      expect(rows[n]).toContain(value === undefined ? outcome : formatMetric(grid.metric, value));
      expect(rows[n]).toContain(message);
    });
  });

  test("stars the chosen trial and no other", async () => {
    const { all } = await open(grid);
    const starred = all("[aria-labelledby=trials-caption] tbody tr").flatMap((row, n) =>
      row.includes("★") ? [n + 1] : [],
    );
    expect(starred).toEqual([grid.best.number]);
  });

  test("opens with the choice, its settings and its figures on both parts", async () => {
    const { all } = await open(grid);
    const [answer] = all(".answer");
    expect(answer).toContain(`Trial ${grid.best.number} is chosen`);
    expect(answer).toContain(formatMetric("ndcg@5", grid.best.value));
    for (const { metrics } of grid.test.results) expect(answer).toContain(formatMetric("ndcg@5", metrics["ndcg@5"]));
    expect(answer).toContain("3 of 7 trials gave no value");
    expect(all("header pre")[0]).toBe("--set planted.rate=0.5 --set planted.misses=0 --set planted.trap=none");
  });

  test("says what was searched and fixed, how it was measured, and how to do it again", async () => {
    const { all } = await open(grid);
    expect(all("[aria-labelledby=space-caption] tbody tr")).toEqual([
      "misses3, 0, 2",
      "trapnone, diverge",
      "rate0.5 in all trials",
    ]);
    const [page] = all(".page");
    for (const part of [grid.validation.name, grid.test.protocol.name, "waymark tune campus --model planted"])
      expect(page).toContain(part);
  });

  test("draws both pictures for both widths, with a description in words", async () => {
    const { document } = await open(halving);
    const labels = [...document.querySelectorAll("figure svg")].map((svg) => svg.getAttribute("aria-label") ?? "");
    expect(labels).toHaveLength(4);
    expect(labels[0]).toMatch(/^nDCG@5 of each trial: higher is better\. trial 1: /);
    expect(labels[2]).toMatch(/^What was tried, and what it gave\. misses 0, epochs 3: /);
    expect(labels[0]).toBe(labels[1]);
  });

  test("draws one line a trial over the axes, and none to the metric for a trial without a figure", async () => {
    const { document } = await open(grid);
    const [svg] = [...document.querySelectorAll("figure svg")].slice(2);
    const paths = [...svg!.querySelectorAll("path")].map((path) => (path.getAttribute("d") ?? "").split("L").length);
    expect(paths.sort()).toEqual([2, 2, 2, 3, 3, 3, 3]);
  });

  test("names epochs as an axis and a column where halving divided them", async () => {
    const { all } = await open(halving);
    expect(all("[aria-labelledby=trials-caption] thead th")[1]).toBe("Epochs");
    expect(all("figure svg text")).toContain("epochs");
    expect(all(".answer")[0]).not.toContain("gave no figure");
  });

  test("shows no figure that is none, and the same input gives the same bytes", async () => {
    for (const tuning of [grid, halving]) {
      const { text, document } = await open(tuning);
      expect(document.querySelector(".page")!.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
      expect(await renderTuningReport(tuning, { command: "waymark tune campus --model planted" })).toBe(text);
      expect(JSON.parse(document.querySelector("#evaluation")!.textContent ?? "")).toEqual(
        JSON.parse(JSON.stringify(tuning)),
      );
    }
  });

  test("lets no text out of its place", async () => {
    const hostile = "<script>alert(1)</script>";
    const trials = grid.trials.map((trial) => ({ ...trial, message: hostile }));
    const { text } = await open({ ...grid, model: hostile, trials });
    expect(text).not.toContain(hostile);
  });

  test("stands with a single trial", async () => {
    const { model } = plantedModel(school);
    const single = await tune(school, model, { ...options, search: "grid", space: { misses: [1] } });
    const { document } = await open(single);
    expect(document.querySelector(".page")!.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });
});
