import type { Tuning } from "../../tuning/result.ts";
import { bestSoFarPlot } from "../charts/best-so-far-plot.ts";
import { parallelPlot } from "../charts/parallel-plot.ts";
import { openCanvas } from "../charts/plot-canvas.ts";
import { html, type Markup, plainText } from "../page/html.ts";
import { type ModelRow, modelRows, sortByMetric } from "../page/model-rows.ts";
import { page } from "../page/page.ts";
import { closing } from "../page/page-sections.ts";
import { facts, protocolFacts, provenance } from "../page/provenance.ts";
import type { ReportOptions } from "../page/report-options.ts";
import { comparisonTable } from "../tables/comparison-table.ts";
import { figureTables } from "../tables/figure-tables.ts";
import { type LeadingMetrics, leadingMetrics, measuredMetrics } from "../tables/leading-metrics.ts";
import { modelsTable } from "../tables/models-table.ts";
import { resultsTable } from "../tables/results-table.ts";
import { spaceTable, trialTable } from "./search-tables.ts";
import { tuningOpening } from "./tuning-opening.ts";

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
    { id: "figures", title: "All figures of the test part", body: figureTables(test, rows, leading) },
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
    caption: "The tuned model, trained on all training rows, beside models that learn nobody’s taste",
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
