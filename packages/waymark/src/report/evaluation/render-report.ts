import type { Evaluation } from "../../evaluation/result.ts";
import { coveragePlot } from "../charts/coverage-plot.ts";
import { histogramPlot } from "../charts/histogram-plot.ts";
import { intervalPlot } from "../charts/interval-plot.ts";
import { type Canvas, openCanvas } from "../charts/plot-canvas.ts";
import { timePlot } from "../charts/time-plot.ts";
import { cleaningTable, dataSummary, spreadTables } from "../page/data-summary.ts";
import { html, type Markup, plainText } from "../page/html.ts";
import { type ModelRow, modelRows } from "../page/model-rows.ts";
import { page } from "../page/page.ts";
import { closing } from "../page/page-sections.ts";
import { protocolFacts, provenance } from "../page/provenance.ts";
import type { ReportOptions } from "../page/report-options.ts";
import { comparisonTable } from "../tables/comparison-table.ts";
import { figureTables } from "../tables/figure-tables.ts";
import { type LeadingMetrics, leadingMetrics } from "../tables/leading-metrics.ts";
import { modelsTable } from "../tables/models-table.ts";
import { opening } from "./opening.ts";

export type {
  CleaningCount,
  ReportOptions,
  SampleCourse,
  SampleList,
  SampleRecommendation,
} from "../page/report-options.ts";

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
    { id: "figures", title: "All metrics", body: rows.length > 0 && figureTables(evaluation, rows, leading) },
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
  const own = evaluation.ownMetrics ?? [];
  const coverage = `coverage@${leading.cutoff}`;
  return html`<div class="plots">
${leading.lists !== undefined && coveragePlot(canvas, rows, { accuracy: leading.lists, coverage, own })}
${leading.all.map((key) => html`${intervalPlot(canvas, rows, key, { confidence, own })}\n`)}${timePlot(canvas, rows)}
</div>`;
}

function data(canvas: Canvas, evaluation: Evaluation, { description, cleaning = [] }: ReportOptions): Markup {
  return html`${dataSummary(evaluation, description)}
<div class="columns">
${description?.ratings && html`${histogramPlot(canvas, description.ratings)}\n`}${
  description && html`${spreadTables(description)}\n`
}${cleaning.length > 0 && html`${cleaningTable(cleaning)}\n`}</div>`;
}
