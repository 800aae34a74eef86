import type { ModelResult } from "../../evaluation/result.ts";
import type { Dimension } from "../../tuning/dimension.ts";
import type { Trial, Tuning } from "../../tuning/result.ts";
import { bestSoFarPlot } from "../charts/best-so-far-plot.ts";
import { parallelPlot } from "../charts/parallel-plot.ts";
import { openCanvas } from "../charts/plot-canvas.ts";
import {
  absent,
  formatCount,
  formatInterval,
  formatMetric,
  formatSeconds,
  metricBetter,
  metricName,
} from "../page/format.ts";
import { type Content, html, type Markup, plainText } from "../page/html.ts";
import { type ModelRow, modelRows, sortByMetric } from "../page/model-rows.ts";
import { page } from "../page/page.ts";
import { closing, eyebrow, navigation, type Section } from "../page/page-sections.ts";
import { facts, protocolFacts, provenance } from "../page/provenance.ts";
import type { ReportOptions } from "../page/report-options.ts";
import { comparisonTable } from "../tables/comparison-table.ts";
import { figureTables } from "../tables/figure-tables.ts";
import { type LeadingMetrics, leadingMetrics, measuredMetrics } from "../tables/leading-metrics.ts";
import { modelsTable } from "../tables/models-table.ts";
import { resultsTable } from "../tables/results-table.ts";

/**
 * One search as one HTML page, in the shell of the report of a comparison: what was chosen and what it is worth, the
 * curve of the best so far, parallel coordinates, every trial, and the figures on the test part. The same input gives the
 * same bytes.
 */
export async function renderTuningReport(
  tuning: Tuning,
  options: Pick<ReportOptions, "title" | "command"> = {},
): Promise<string> {
  const canvas = await openCanvas();
  const { test } = tuning;
  const leading = leadingMetrics(test);
  const rows = modelRows(test, leading.all[0]);
  const title = plainText(options.title ?? `${tuning.model} tuned on ${test.dataset.name}`);
  const plots = html`<div class="plots">
${bestSoFarPlot(canvas, tuning)}
${parallelPlot(canvas, tuning)}
</div>`;
  const sections = [
    { id: "search", title: "The search in pictures", body: plots },
    { id: "test", title: "On the test part", body: testTable(tuning, rows, leading) },
    { id: "trials", title: "All trials", body: trialTable(tuning) },
    { id: "space", title: "What was searched", body: spaceTable(tuning) },
    { id: "figures", title: "All metrics of the test part", body: figureTables(test, rows, leading) },
    { id: "differences", title: "Which differences are real", body: comparisonTable(test) },
    { id: "models", title: "Models and settings", body: modelsTable(test, rows) },
    { id: "protocol", title: "How it was measured", body: howMeasured(tuning) },
    { id: "again", title: "Doing it again", body: provenance(test, options.command) },
  ];
  return page(title, html`${tuningOpening(tuning, title, sections)}\n${closing(sections)}`, tuning);
}

/** The metric of the search first, and what a report of a comparison leads with. */
function testTable({ test, metric }: Tuning, rows: readonly ModelRow[], { all, cutoff }: LeadingMetrics): Markup {
  const measured = measuredMetrics(test);
  const wanted = [metric, ...all, `hit@${cutoff}`, `coverage@${cutoff}`];
  const metrics = [...new Set(wanted)].filter((key) => measured.includes(key));
  return html`${resultsTable(test, sortByMetric(rows, metric), {
    id: "main",
    caption: "The tuned model, trained on all training rows, beside models that are not personalized",
    columns: [...metrics.map((key) => ({ metric: key })), { duration: "fit" as const }],
    sortedBy: metric,
  })}
<p class="protocol"><strong>Protocol.</strong> ${test.protocol.name}</p>`;
}

function howMeasured({ validation, test, resource, rungs }: Tuning): Markup {
  return html`<p class="lede">The test rows were set aside first. The training rows were divided again, and every trial learned from one side and was measured on the other, the validation part. Only the best was fitted on all training rows and measured on the test rows.</p>
${facts([
  ["Trials", validation.name],
  [
    "Rounds",
    resource &&
      `${rungs.map(({ configurations, amount }) => `${configurations} with ${amount}`).join(", ")} ${resource}`,
  ],
  ...(validation.notes ?? []).map((note) => ["Note on trials", note] as const),
])}
<h3>The test part</h3>
${protocolFacts(test)}`;
}

/** What each parameter could be, and what was fixed for all. */
function spaceTable({ space, fixed, model }: Tuning): Markup {
  return html`<div class="scroll" role="region" aria-labelledby="space-caption" tabindex="0">
<table class="words">
<caption id="space-caption"><div>Parameters of ${model} that were searched or set. All others stood at their defaults.</div></caption>
<thead><tr><th scope="col">Parameter</th><th scope="col">Tried</th></tr></thead>
<tbody>
${Object.entries(space).map(([name, dimension]) => html`<tr><th scope="row">${name}</th><td>${rangeInWords(dimension)}</td></tr>\n`)}${Object.entries(
  fixed,
).map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${String(value)} in all trials</td></tr>\n`)}</tbody>
</table>
</div>`;
}

function rangeInWords(dimension: Dimension): string {
  if (dimension.kind === "values") return dimension.values.join(", ");
  const { low, high, scale, whole } = dimension;
  return `${low} to ${high}${whole ? ", whole numbers" : ""}${scale === "log" ? ", on a logarithmic scale" : ""}`;
}

/** Every trial with what was tried, what it gave, and what went wrong. */
function trialTable({ trials, space, metric, resource, best }: Tuning): Markup {
  const names = Object.keys(space);
  const noted = trials.some(({ message }) => message !== undefined);
  return html`<div class="scroll" role="region" aria-labelledby="trials-caption" tabindex="0">
<table class="figures sortable">
<caption id="trials-caption"><div>Every trial in the order they ran. The values are of the validation part. They decide the choice, so the best of them is better than what to expect on new data.</div></caption>
<thead><tr><th scope="col" data-better="lower" aria-sort="ascending">Trial</th>${
    resource && html`<th scope="col" data-better="higher">${resource === "epochs" ? "Epochs" : "Learners"}</th>`
  }${names.map((name) => html`<th scope="col" data-better="lower">${name}</th>`)}<th scope="col" data-better="${metricBetter(metric)}">${metricName(metric)}</th><th scope="col" data-better="lower">Training time</th>${
    noted && html`<th scope="col" class="words">What happened</th>`
  }</tr></thead>
<tbody>
${trials.map(
  (trial) => html`<tr><th scope="row" data-value="${trial.number}">${trial.number}</th>${
    resource && html`<td data-value="${trial.amount ?? ""}">${trial.amount ?? absent}</td>`
  }${names.map((name) => settingCell(trial.params[name]!))}${valueCell(trial, metric, trial.number === best.number)}<td data-value="${trial.fitSeconds}">${formatSeconds(trial.fitSeconds)}</td>${
    noted && html`<td class="words">${trial.message}</td>`
  }</tr>
`,
)}</tbody>
</table>
</div>`;
}

const settingCell = (value: string | number | boolean): Content =>
  typeof value === "number" ? html`<td data-value="${value}">${value}</td>` : html`<td>${String(value)}</td>`;

function valueCell({ value, outcome }: Trial, metric: string, isBest: boolean): Content {
  if (value === undefined) return html`<td data-value="">${outcome}</td>`;
  const star = html`<span class="mark" aria-hidden="true">★</span><span class="unseen"> the one chosen</span>`;
  return html`<td data-value="${value}"${isBest && html` class="best"`}><span class="value">${formatMetric(metric, value)}${isBest && star}</span></td>`;
}

/** The choice and what it is worth, before any table. */
function tuningOpening(tuning: Tuning, title: string, contents: readonly Section[]): Markup {
  const { test, trials, search, model, chosen, notes } = tuning;
  const { dataset, environment } = test;
  const rowsAre = dataset.feedback === "explicit" ? "ratings" : "enrolments";
  const settings = Object.entries(chosen).map(([name, value]) => `--set ${model}.${name}=${value}`);
  return html`<header>
${eyebrow(environment.createdAt)}
<h1>${title}</h1>
<p class="facts">${formatCount(trials.length)} trials, ${search} search · ${formatCount(dataset.users)} learners · ${formatCount(dataset.items)} courses · ${formatCount(dataset.interactions)} ${rowsAre}</p>
<div class="answer">
<p>${answer(tuning)}</p>
</div>
<pre><code>${settings.join(" ")}</code></pre>
${notes.map((note) => html`<p class="protocol">${note}</p>\n`)}${navigation(contents)}
</header>
<main>`;
}

function answer({ model, metric, best, trials, test }: Tuning): Content {
  const name = metricName(metric);
  const lost = trials.filter(({ value }) => value === undefined).length;
  const tuned = test.results.find((result) => result.model === model);
  const bar = test.results.find((result) => result.model === "popularity" && result !== tuned);
  return html`Trial ${best.number} is chosen: ${name}&nbsp;<strong>${formatMetric(metric, best.value)}</strong> on the validation part. Fitted again on all training rows, <strong>${model}</strong> reaches ${name}&nbsp;${reached(tuned, metric)} on the test part, which no trial saw${
    bar && html`; offering everybody the most popular courses gives ${formatMetric(metric, bar.metrics[metric])}`
  }.${lost > 0 && ` ${formatCount(lost)} of ${formatCount(trials.length)} trials gave no value.`}`;
}

function reached(tuned: ModelResult | undefined, metric: string): Content {
  const interval = tuned?.intervals[metric];
  return html`<strong>${formatMetric(metric, tuned?.metrics[metric])}</strong>${
    interval && html` <span class="interval">${formatInterval(metric, interval)}</span>`
  }`;
}
