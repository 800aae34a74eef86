import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import type { Evaluation } from "../../src/evaluation/result.ts";
import { type ReportOptions, renderReport } from "../../src/report/evaluation/render-report.ts";
import {
  absent,
  formatInterval,
  formatMetric,
  formatPValue,
  formatSeconds,
  metricBetter,
  metricName,
} from "../../src/report/page/format.ts";
import { inventedDescription, inventedEvaluation, inventedSample } from "./report-fixture.ts";

const everything: ReportOptions = {
  description: inventedDescription,
  cleaning: [
    { step: "exact repeats", count: 431 },
    { step: "rows rated outside 1–5", count: 0 },
  ],
  sample: inventedSample,
  command: "waymark compare campus --split hash-per-user:5 --threshold 4",
};

async function open(evaluation: Evaluation, options: ReportOptions = {}) {
  const text = await renderReport(evaluation, options);
  const { document } = parseHTML(text);
  const all = (selector: string): readonly Part[] => [...document.querySelectorAll(selector)] as unknown as Part[];
  return { text, document, all };
}

/** What these tests use of an element. */
interface Part {
  readonly textContent: string;
  readonly innerHTML: string;
  readonly localName: string;
  readonly children: readonly Part[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  getAttribute(name: string): string | null;
  querySelector(selector: string): Part | null;
  querySelectorAll(selector: string): Iterable<Part>;
  closest(selector: string): Part | null;
  click(): void;
}

const words = (part: Part | null | undefined): string => (part?.textContent ?? "").replace(/\s+/gu, " ").trim();
/** Traces of figures that are none, in what readers see and hear. */
const slips = (all: (selector: string) => readonly Part[]): readonly string[] =>
  all(".page").flatMap(({ innerHTML }) => innerHTML.match(/NaN|undefined|Infinity/gu) ?? []);
/** The rows of a table by model, the cells by their heading. */
function cellsOf(table: Part): Map<string, Map<string, Part>> {
  const headings = [...table.querySelectorAll("thead th")].map((heading) => words(heading).split(/ [↑↓]|, /u)[0]!);
  return new Map(
    [...table.querySelectorAll("tbody tr")].map((row) => [
      words(row.querySelector("th bdi")),
      new Map(row.children.map((cell, i) => [headings[i]!, cell])),
    ]),
  );
}

describe("a report", () => {
  test("holds every figure of every model, formatted, with its interval", async () => {
    const evaluation = inventedEvaluation({ models: 16, k: [5, 10] });
    const { all } = await open(evaluation, everything);
    const tables = all("#figures-section table, section table.figures").map(cellsOf);
    for (const { model, metrics, intervals } of evaluation.results)
      for (const [key, value] of Object.entries(metrics)) {
        const cells = tables.flatMap((table) => table.get(model)?.get(metricName(key)) ?? []);
        expect(cells.length, `${model} ${key}`).toBeGreaterThan(0);
        for (const cell of cells) {
          expect(words(cell)).toContain(formatMetric(key, value));
          expect(words(cell)).toContain(formatInterval(key, intervals[key]));
        }
      }
  });

  test("holds the times, the tests, the settings, the notes, the cleaning and where it comes from", async () => {
    const evaluation = inventedEvaluation({ models: 16 });
    const { document } = await open(evaluation, everything);
    const text = words(document.body as unknown as Part);
    for (const {
      fitSeconds,
      predictSeconds,
      recommendSeconds,
      metricSeconds,
      notes = [],
      params,
    } of evaluation.results) {
      for (const seconds of [fitSeconds, predictSeconds, recommendSeconds, metricSeconds])
        expect(text).toContain(formatSeconds(seconds));
      for (const note of notes) expect(text).toContain(note);
      for (const [name, value] of Object.entries(params)) expect(text).toContain(`${name} ${value}`);
    }
    for (const { difference, adjustedPValue, metric } of evaluation.comparisons) {
      expect(text).toContain(formatMetric(metric, difference));
      expect(text).toContain(formatPValue(adjustedPValue));
    }
    for (const { model, reason } of evaluation.leftOut) expect(text).toContain(`${model}${reason}`);
    const {
      dataset,
      protocol,
      environment: { threads, ...environment },
    } = evaluation;
    for (const part of [protocol.name, dataset.fingerprint, ...Object.values(environment), "6,040", "3,706", "4.47%"])
      expect(text).toContain(part);
    expect(text).toContain(`Threads${threads}`);
    for (const part of ["exact repeats431", everything.command!, "34.9%", "10% hold 44.1%", "2020-04-25 to 2023-02-28"])
      expect(text).toContain(part);
  });

  test("stars exactly the best value of each column, by the direction of its metric, and says so in words", async () => {
    const evaluation = inventedEvaluation({ models: 16 });
    const { all } = await open(evaluation);
    let starred = 0;
    for (const table of all("table.sortable").map(cellsOf))
      for (const key of Object.keys(evaluation.results[0]!.metrics)) {
        const column = [...table].flatMap(([model, cells]) => {
          const cell = cells.get(metricName(key));
          const value = evaluation.results.find((result) => result.model === model)?.metrics[key];
          return cell && value !== undefined
            ? [{ value, stars: words(cell).includes("★"), said: words(cell).includes(" best") }]
            : [];
        });
        if (column.length === 0) continue;
        const values = column.map(({ value }) => value);
        const best = { higher: Math.max(...values), lower: Math.min(...values), neither: undefined }[metricBetter(key)];
        for (const { value, stars } of column) expect(stars, `${key} ${value}`).toBe(value === best);
        starred += column.filter(({ stars, said }) => stars && said).length;
      }
    expect(starred).toBeGreaterThan(14);
  });

  test("marks a model the tests could not tell from the best, and no other", async () => {
    const evaluation = inventedEvaluation();
    const { all } = await open(evaluation);
    const main = cellsOf(all("table")[0]!);
    const marked = [...main].filter(([, cells]) => words(cells.get("nDCG@10")).includes("≈")).map(([model]) => model);
    const untold = evaluation.comparisons.filter(({ metric, significant }) => metric === "ndcg@10" && !significant);
    expect(marked).toEqual(untold.map(({ worse }) => worse));
    expect(marked).toEqual(["user-knn"]);
    const elsewhere = [...main.values()].flatMap((cells) =>
      ["Hit rate@10", "Coverage@10"].map((key) => words(cells.get(key))),
    );
    expect(elsewhere.filter((cell) => cell.includes("≈"))).toEqual([]);
  });

  test("puts the best model first and calls models that are not personalized baselines", async () => {
    const { all } = await open(inventedEvaluation());
    const order = [...cellsOf(all("table")[0]!).keys()];
    expect(order).toEqual(["item-knn", "user-knn", "popularity", "svd++", "svd", "nmf", "baseline", "mean"]);
    const tagged = all("table")[0]!.querySelectorAll("tr.baseline th bdi");
    expect([...tagged].map(words)).toEqual(["popularity", "baseline", "mean"]);
  });

  test("tells two runs of one model apart by the parameter that differs", async () => {
    const { results, ...rest } = inventedEvaluation({ models: 2 });
    const twice = [10, 80].map((neighbours) => ({ ...results[0]!, params: { neighbours, shrinkage: 10 } }));
    const { all } = await open({ ...rest, results: twice, comparisons: [] });
    expect([...cellsOf(all("table")[0]!).keys()]).toEqual(["item-knn neighbours=10", "item-knn neighbours=80"]);
  });

  test("shows the learner’s list with its reasons beside the table", async () => {
    const { all } = await open(inventedEvaluation(), everything);
    const [sample] = all(".top .sample");
    expect(words(sample)).toContain("item-knn for learner u1042, who has taken Introduction to Statistics");
    const first = words([...sample!.querySelectorAll("li")][0]);
    expect(first).toBe("Machine Learningbecause of Introduction to Statistics · Python for Everybody");
    expect([...sample!.querySelectorAll("li")]).toHaveLength(5);
  });

  test("is the same, byte for byte, for the same input", async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(() => renderReport(inventedEvaluation({ models: 16 }), everything)),
    );
    expect(first).toBe(second);
  });

  test("gives a reason that several models share once", async () => {
    const leftOut = ["svd", "mean"].map((model) => ({ model, reason: `${model} needs ratings.` }));
    const { all } = await open({ ...inventedEvaluation(), leftOut });
    const [list] = all("h3")
      .filter((heading) => words(heading) === "Left out")
      .map((heading) => heading.closest("section")!.querySelector("dl"));
    expect(words(list)).toBe("svd, meanneeds ratings.");
  });

  test("carries the evaluation as data", async () => {
    const { results, ...rest } = inventedEvaluation();
    const evaluation = { ...rest, results: [{ ...results[0]!, notes: ["</script><b>&\u2028"] }] };
    const { all, text } = await open(evaluation);
    expect(JSON.parse(all("script#evaluation")[0]!.textContent)).toEqual(evaluation);
    expect(text).not.toContain("</script><b>");
  });
});

describe("the answer in front", () => {
  const answer = async (evaluation: Evaluation) => (await open(evaluation)).all(".answer p").map(words);

  test("names the best, its interval, what it is better than, and what the simplest baseline reaches", async () => {
    expect(await answer(inventedEvaluation({ models: 3, ratings: false }))).toEqual([
      "item-knn ranks best: nDCG@10 0.2501 [0.2456, 0.2547], significantly better than popularity and svd (Holm-adjusted p < 0.001). Offering everybody the most popular courses gives 0.1511.",
    ]);
  });

  test("has one paragraph for lists and one for ratings, and says what is not clearly better", async () => {
    const [lists, ratings] = await answer(inventedEvaluation());
    expect(lists).toContain(
      "significantly better than 6 of 7 other models (Holm-adjusted p < 0.001) but not clearly better than user-knn.",
    );
    expect(ratings).toMatch(
      /^svd\+\+ predicts ratings best: RMSE 0\.9218 .* not clearly better than item-knn\. Predicting every rating by the mean gives 1\.1257\.$/u,
    );
  });

  test("gives the weakest of the significant tests, and leads with the longest list", async () => {
    const evaluation = inventedEvaluation({ models: 3, ratings: false, k: [5, 10] });
    const comparisons = evaluation.comparisons.map((each, i) => ({ ...each, adjustedPValue: [0.021, 0.004][i]! }));
    expect(await answer({ ...evaluation, comparisons })).toEqual([
      expect.stringContaining("significantly better than popularity and svd (Holm-adjusted p ≤ 0.021)."),
    ]);
    expect(await answer({ ...evaluation, comparisons: [] })).toEqual([
      expect.stringContaining("ranks best: nDCG@10 0.2501"),
    ]);
  });

  test("says nothing of significance where nothing was tested", async () => {
    const [lists] = await answer({ ...inventedEvaluation({ ratings: false }), comparisons: [] });
    expect(lists).toContain("[0.2456, 0.2547]; the differences were not tested. Offering");
    expect(lists).not.toContain("significant");
  });

  test("calls nothing better where no test was significant", async () => {
    const evaluation = inventedEvaluation({ models: 3, ratings: false });
    const comparisons = evaluation.comparisons.map((each) => ({ ...each, significant: false, adjustedPValue: 0.4 }));
    const [lists] = await answer({ ...evaluation, comparisons });
    expect(lists).toContain("but not clearly better than popularity and svd on this data.");
    expect(lists).not.toContain("significantly better");
  });

  test("admits that a baseline won", async () => {
    const evaluation = inventedEvaluation({ models: 4, ratings: false });
    const { comparisons: _, ...rest } = evaluation;
    const results = evaluation.results.slice(1);
    expect(await answer({ ...rest, results, comparisons: [] })).toEqual([
      "popularity ranks best: nDCG@10 0.1511 [0.1484, 0.1539]; the differences were not tested. It is a baseline: no personalized model did better on this data.",
    ]);
  });

  test("does not call a single model the best", async () => {
    const [lists] = await answer(inventedEvaluation({ models: 1 }));
    expect(lists).toMatch(/^item-knn reaches nDCG@10 0\.2501 .* nothing can be said about better or worse\.$/u);
  });
});

describe("a report of little", () => {
  test.each([
    ["lists only", inventedEvaluation({ ratings: false }), ["Accuracy against coverage", "nDCG@10: higher is better"]],
    ["ratings only", inventedEvaluation({ lists: false }), ["RMSE: lower is better"]],
    ["one model", inventedEvaluation({ models: 1, lists: false }), ["RMSE: lower is better"]],
  ])("%s: has the plots it has figures for, and no other", async (_, evaluation, plots) => {
    const { all } = await open(evaluation);
    expect(all("figure h3").map(words)).toEqual([...plots, "Time to train and to predict"]);
    expect(slips(all)).toEqual([]);
  });

  test("without any model gives the reasons", async () => {
    const { document, all } = await open({ ...inventedEvaluation(), results: [], comparisons: [] });
    expect(words(document.body as unknown as Part)).toContain("No model could be evaluated; the reasons stand below.");
    expect(words(document.body as unknown as Part)).toContain("text-neighboursit needs course descriptions");
    expect(all("figure")).toEqual([]);
    expect(slips(all)).toEqual([]);
  });

  test("without any metric still shows times and notes", async () => {
    const { results, ...rest } = inventedEvaluation();
    const bare = results.map((result) => ({ ...result, metrics: {}, intervals: {}, notes: ["no test rows"] }));
    const { document, all } = await open({ ...rest, results: bare, comparisons: [] });
    expect(words(document.body as unknown as Part)).toContain("No metric could be measured");
    expect(words(document.body as unknown as Part)).toContain("no test rows");
    expect(slips(all)).toEqual([]);
  });

  test("figures that are missing or no number are dashes, and stay out of plots and stars", async () => {
    const { results, ...rest } = inventedEvaluation({ models: 3, ratings: false });
    const gaps = results.map((result, i) =>
      i === 0
        ? { ...result, metrics: { ...result.metrics, "ndcg@10": Number.NaN } }
        : { ...result, intervals: { ...result.intervals, "ndcg@10": [Number.NaN, 1] as const } },
    );
    const { all, document } = await open({ ...rest, results: gaps, comparisons: [] });
    const main = cellsOf(all("table")[0]!);
    expect(words(main.get("item-knn")!.get("nDCG@10"))).toBe(`${absent}not measured`);
    expect(words(main.get("popularity")!.get("nDCG@10"))).toBe("0.1511★ best");
    expect(
      all("svg")
        .map((svg) => svg.getAttribute("aria-label"))
        .join(),
    ).not.toMatch(/NaN/u);
    expect(words(document.querySelector("main") as unknown as Part)).not.toContain("NaN");
  });

  test("equal figures share the star", async () => {
    const { results, ...rest } = inventedEvaluation({ models: 3, ratings: false });
    const equal = results.map((result) => ({
      ...result,
      metrics: { "ndcg@10": 0.25, "coverage@10": 0.25 },
      intervals: {},
    }));
    const { all } = await open({ ...rest, results: equal, comparisons: [] });
    const main = cellsOf(all("table")[0]!);
    expect([...main.values()].filter((cells) => words(cells.get("nDCG@10")).includes("★"))).toHaveLength(3);
  });
});

describe("texts from outside", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp; \u202e\u0007\ud800`;

  test("stay text wherever they come from", async () => {
    const { results, ...rest } = inventedEvaluation();
    const hostile: Evaluation = {
      ...rest,
      dataset: { ...rest.dataset, name: evil, format: evil, fingerprint: evil },
      protocol: { ...rest.protocol, name: evil, split: evil, notes: [evil] },
      results: results.map((result, i) => ({
        ...result,
        model: `${evil}${i}`,
        params: { [evil]: evil },
        notes: [evil],
        metrics: { ...result.metrics, [evil]: 0.5 },
      })),
      comparisons: rest.comparisons.map((comparison) => ({ ...comparison, better: evil, worse: evil })),
      leftOut: [{ model: evil, reason: evil }],
      environment: { waymark: evil, node: evil, platform: evil, threads: 2, createdAt: evil },
    };
    const { all, text } = await open(hostile, {
      title: evil,
      command: evil,
      cleaning: [{ step: evil, count: 1 }],
      sample: {
        learner: evil,
        model: evil,
        history: [{ id: evil, title: evil }],
        recommended: [{ rank: 1, id: evil, title: evil, because: [evil] }],
      },
    });
    expect(all("script").map((script) => script.getAttribute("id"))).toEqual(["evaluation", null]);
    expect(all("img")).toEqual([]);
    expect(all("*").flatMap(({ attributes }) => attributes.filter(({ name }) => name.startsWith("on")))).toEqual([]);
    // Outside attributes and the two scripts no "<" of theirs may stand, escaped or not in a way a parser would undo.
    expect(text.match(/<script/gu)).toHaveLength(2);
    expect(text).not.toMatch(/<img/u);
  });

  test("are shown as they are, entities and all", async () => {
    const title = `Ada & Grace's "<b>" — 推薦`;
    const { document, all } = await open(inventedEvaluation(), { title });
    expect(words(document.querySelector("h1") as unknown as Part)).toBe(title);
    expect(words(all("title")[0])).toBe(title);
  });

  test("long names are shortened in plots only", async () => {
    const { results, ...rest } = inventedEvaluation({ models: 3 });
    const long = "a-model-with-a-name-that-nobody-would-ever-type-twice-in-a-row";
    const { all } = await open({ ...rest, results: [{ ...results[0]!, model: long }, ...results.slice(1)] });
    expect([...cellsOf(all("table")[0]!).keys()]).toContain(long);
    expect(
      all("svg text")
        .map(words)
        .filter((name) => name.startsWith("a-model") && name.endsWith("…")).length,
    ).toBeGreaterThan(0);
    expect(all("svg text").map(words)).not.toContain(long);
  });
});

describe("a page that stands alone", () => {
  test("loads nothing, links only to itself, and has no style or handler in attributes", async () => {
    const { all, text } = await open(inventedEvaluation({ models: 16 }), everything);
    expect(text).not.toMatch(/https?:|\/\/[a-z]|@import|url\(|@font-face/iu);
    for (const { localName, attributes } of all("*"))
      for (const { name, value } of attributes) {
        expect(["src", "srcset", "data", "action", "poster", "style", "ping"], `${localName} ${name}`).not.toContain(
          name,
        );
        expect(name.startsWith("on")).toBe(false);
        if (name.endsWith("href")) expect(value).toMatch(/^#/u);
      }
    expect(all("link, iframe, object, embed, base, form")).toEqual([]);
  });

  test("has a policy that admits its one style sheet and its one script by hash, and nothing else", async () => {
    const { all, text } = await open(inventedEvaluation());
    const policy = all("meta[http-equiv]")[0]!.getAttribute("content")!;
    const hash = (body: string | undefined) => `'sha256-${createHash("sha256").update(body!).digest("base64")}'`;
    const style = hash(/<style>([\s\S]*?)<\/style>/u.exec(text)?.[1]);
    const script = hash(/<script>([\s\S]*?)<\/script>/u.exec(text)?.[1]);
    expect(policy).toBe(
      `default-src 'none'; style-src ${style}; script-src ${script}; base-uri 'none'; form-action 'none'`,
    );
    expect(all("style")).toHaveLength(1);
  });
});

describe("a page for everybody", () => {
  test("has one h1, no heading level left out, ids that are unique and references that lead somewhere", async () => {
    const { all } = await open(inventedEvaluation({ models: 16, k: [5, 10] }), everything);
    const levels = all("h1, h2, h3").map(({ localName }) => Number(localName[1]));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, i) => {
      expect(level - levels[i]!).toBeLessThanOrEqual(1);
    });
    const ids = all("[id]").map((part) => part.getAttribute("id")!);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [
      ...all("[aria-labelledby]").map((part) => part.getAttribute("aria-labelledby")),
      ...all("a[href]").map((part) => part.getAttribute("href")!.slice(1)),
    ];
    for (const reference of references) expect(ids).toContain(reference);
    expect(all("html")[0]!.getAttribute("lang")).toBe("en");
    expect(all("main")).toHaveLength(1);
  });

  test("has a caption and scoped headings on every table, and every wide table can be scrolled by keyboard", async () => {
    const { all } = await open(inventedEvaluation({ models: 16 }), everything);
    expect(all("table").length).toBeGreaterThan(8);
    for (const table of all("table")) {
      expect(words(table.querySelector("caption"))).not.toBe("");
      for (const heading of table.querySelectorAll("thead th")) expect(heading.getAttribute("scope")).toBe("col");
      for (const heading of table.querySelectorAll("tbody th")) expect(heading.getAttribute("scope")).toBe("row");
      expect(table.closest("[role=region][tabindex='0']")).not.toBeNull();
    }
  });

  test("describes every plot in words: each model with its figure", async () => {
    const evaluation = inventedEvaluation();
    const { all } = await open(evaluation, everything);
    const labels = all("svg").map((svg) => {
      expect(svg.getAttribute("role")).toBe("img");
      return svg.getAttribute("aria-label")!;
    });
    const about = (start: string) => labels.filter((label) => label.startsWith(start));
    expect(about("nDCG@10")).toHaveLength(2); // one drawing for wide pages, one for narrow ones
    for (const { model, metrics, intervals, fitSeconds } of evaluation.results) {
      const figure = `${formatMetric("ndcg@10", metrics["ndcg@10"])} ${formatInterval("ndcg@10", intervals["ndcg@10"])}`;
      expect(about("nDCG@10")[0]).toContain(`${model} ${figure}`);
      expect(about("Accuracy against coverage")[0]).toContain(
        `${model} ${formatMetric("ndcg@10", metrics["ndcg@10"])} at `,
      );
      expect(about("Time")[0]).toContain(`${model} ${formatSeconds(fitSeconds)} to train`);
    }
  });

  test("draws bars from zero, however close together the figures are", async () => {
    const { results, ...rest } = inventedEvaluation({ models: 3, ratings: false });
    const close = results.map((result, i) => ({ ...result, metrics: { "ndcg@10": 0.5 + i / 1000 }, intervals: {} }));
    const { all } = await open({ ...rest, results: close, comparisons: [] });
    const [bars] = all(".wide svg");
    const widths = [...bars!.querySelectorAll("rect")].map((bar) => Number(bar.getAttribute("width")));
    expect(widths).toHaveLength(3);
    expect(Math.min(...widths) / Math.max(...widths)).toBeCloseTo(0.5 / 0.502, 6);
  });

  test("names every point of the scatter plot beside it, for sixteen models on a wide page", async () => {
    const evaluation = inventedEvaluation({ models: 16 });
    const { all } = await open(evaluation);
    const [scatter] = all(".wide svg");
    const names = [...scatter!.querySelectorAll("text")].map(words);
    for (const { model } of evaluation.results) expect(names).toContain(model);
  });

  test("keeps text at 4.5 : 1 and marks at 3 : 1 or more in light and in dark", async () => {
    const { all } = await open(inventedEvaluation());
    const schemes = all("style")[0]!.textContent.matchAll(/--page: (#\w+); --sheet: (#\w+);([^}]*)/gu);
    const checked = [...schemes]
      .filter(([, , , rest]) => rest!.includes("--model"))
      .map(([, page, sheet, rest]) => {
        const colour = (name: string) => new RegExp(`--${name}: (#\\w+)`, "u").exec(rest!)![1]!;
        for (const ground of [page!, sheet!])
          for (const name of ["ink", "muted"]) expect(contrast(colour(name), ground), name).toBeGreaterThanOrEqual(4.5);
        for (const name of ["accent", "best"]) expect(contrast(colour(name), page!), name).toBeGreaterThanOrEqual(4.5);
        expect(contrast(colour("model"), page!)).toBeGreaterThanOrEqual(3);
        return page;
      });
    expect(checked).toEqual(["#ffffff", "#15171a", "#fff"]); // light, dark, paper
  });

  test("sorts by any column at a press of its heading, missing figures last, and back at the next", async () => {
    const { document, all } = await open(inventedEvaluation());
    new Function("document", all("script")[1]!.textContent)(document);
    const table = all("table")[0]!;
    const press = (heading: string) => {
      const found = [...table.querySelectorAll("thead th")].find((each) => words(each).startsWith(heading))!;
      found.querySelector("button")!.click();
      return { order: [...cellsOf(table).keys()], sorted: found.getAttribute("aria-sort") };
    };
    const byError = ["svd++", "item-knn", "user-knn", "svd", "baseline", "nmf", "mean"];
    expect(press("RMSE")).toEqual({ order: [...byError, "popularity"], sorted: "ascending" });
    expect(press("RMSE")).toEqual({ order: [...byError.toReversed(), "popularity"], sorted: "descending" });
    expect(press("Coverage").order[0]).toBe("item-knn");
    expect(press("Model").order).toEqual([
      "baseline",
      "item-knn",
      "mean",
      "nmf",
      "popularity",
      "svd",
      "svd++",
      "user-knn",
    ]);
    expect([...table.querySelectorAll("th[aria-sort]")].map(words)).toEqual(["Model"]);
  });
});

/** Contrast of two #rgb or #rrggbb colours, WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const digits = hex.length === 4 ? hex.slice(1).replace(/./gu, "$&$&") : hex.slice(1);
    const [r, g, b] = [0, 2, 4].map((at) => {
      const channel = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}
