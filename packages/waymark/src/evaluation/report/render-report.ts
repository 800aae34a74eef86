import type { Evaluation } from "../result.ts";
import { comparisonTable } from "./comparison-table.ts";
import { coveragePlot } from "./coverage-plot.ts";
import { cleaningTable, dataSummary, spreadTables } from "./data-summary.ts";
import { figureTables } from "./figure-tables.ts";
import { histogramPlot } from "./histogram-plot.ts";
import { html, type Markup, plainText } from "./html.ts";
import { intervalPlot } from "./interval-plot.ts";
import { type LeadingMetrics, leadingMetrics } from "./leading-metrics.ts";
import { type ModelRow, modelRows } from "./model-rows.ts";
import { modelsTable } from "./models-table.ts";
import { opening } from "./opening.ts";
import { page } from "./page.ts";
import { closing } from "./page-sections.ts";
import { type Canvas, openCanvas } from "./plot-canvas.ts";
import { protocolFacts, provenance } from "./provenance.ts";
import type { ReportOptions } from "./report-options.ts";
import { timePlot } from "./time-plot.ts";

export type { CleaningCount, ReportOptions, SampleCourse, SampleList, SampleRecommendation } from "./report-options.ts";

/**
 * One evaluation as one HTML page that needs nothing else: no network, no fonts, no script beyond the sorting of tables.
 * The same input gives the same bytes. Texts of the evaluation and the options are escaped.
 */
export async function renderReport(evaluation: Evaluation, options: ReportOptions = {}): Promise<string> {
  const canvas = await openCanvas();
  const leading = leadingMetrics(evaluation);
  const rows = modelRows(evaluation, leading.all[0]);
  const title = plainText(options.title ?? `Course recommenders compared on ${evaluation.dataset.name}`);
  const sections = [
    { id: "pictures", title: "In pictures", body: rows.length > 0 && plots(canvas, evaluation, rows, leading) },
    { id: "figures", title: "All figures", body: rows.length > 0 && figureTables(evaluation, rows, leading) },
    { id: "tests", title: "Which differences are real", body: rows.length > 1 && comparisonTable(evaluation) },
    { id: "models", title: "Models and settings", body: modelsTable(evaluation, rows) },
    {
      id: "data",
      title: "The data",
      body: data(canvas, evaluation, options),
    },
    { id: "protocol", title: "How it was measured", body: protocolFacts(evaluation) },
    { id: "again", title: "Doing it again", body: provenance(evaluation, options.command) },
  ].filter(({ body }) => body !== false);
  const body = html`${opening({ evaluation, title, rows, leading, contents: sections, sample: options.sample })}
${closing(sections)}`;
  return page(title, body, evaluation);
}

function plots(canvas: Canvas, evaluation: Evaluation, rows: readonly ModelRow[], leading: LeadingMetrics): Markup {
  const { confidence } = evaluation.protocol.bootstrap;
  const coverage = `coverage@${leading.cutoff}`;
  return html`<div class="plots">
${leading.lists !== undefined && coveragePlot(canvas, rows, leading.lists, coverage)}
${leading.all.map((key) => html`${intervalPlot(canvas, rows, key, confidence)}\n`)}${timePlot(canvas, rows)}
</div>`;
}

function data(canvas: Canvas, evaluation: Evaluation, { description, cleaning = [] }: ReportOptions): Markup {
  return html`${dataSummary(evaluation, description)}
<div class="columns">
${description?.ratings && html`${histogramPlot(canvas, description.ratings)}\n`}${
  description && html`${spreadTables(description)}\n`
}${cleaning.length > 0 && html`${cleaningTable(cleaning)}\n`}</div>`;
}
