import { intervalPlot } from "../../../report/charts/interval-plot.ts";
import { type Canvas, openCanvas } from "../../../report/charts/plot-canvas.ts";
import { formatCount, formatMetric } from "../../../report/page/format.ts";
import { html, type Markup, plainText } from "../../../report/page/html.ts";
import { modelRows, sortByMetric } from "../../../report/page/model-rows.ts";
import { page } from "../../../report/page/page.ts";
import { closing } from "../../../report/page/page-sections.ts";
import { facts, provenance } from "../../../report/page/provenance.ts";
import type { ReportOptions } from "../../../report/page/report-options.ts";
import { comparisonTable } from "../../../report/tables/comparison-table.ts";
import { modelsTable } from "../../../report/tables/models-table.ts";
import { resultsTable } from "../../../report/tables/results-table.ts";
import { type Candidates, candidateSets, type NcfStudy } from "../result.ts";
import { asEvaluation } from "./as-evaluation.ts";
import { lossPlot } from "./loss-plot.ts";
import { studyOpening } from "./study-opening.ts";
import { publishedTable, stepsTable, trialsTable } from "./study-tables.ts";
import { whyTheyDiffer } from "./why-they-differ.ts";

/** The study as one HTML page, in the shell of the report of a comparison. The same input gives the same bytes. */
export async function renderStudy(
  study: NcfStudy,
  options: Pick<ReportOptions, "title" | "command"> = {},
): Promise<string> {
  const canvas = await openCanvas();
  const whole = asEvaluation(study, "catalogue");
  const rows = modelRows(whole, "auc");
  const title = plainText(options.title ?? `Neural collaborative filtering on ${study.dataset.name}`);
  const sections = [
    {
      id: "results",
      title: "Results",
      body: html`${candidateSets.map((set) => figures(study, set))}${protocol(study)}`,
    },
    { id: "pictures", title: "In pictures", body: pictures(canvas, study) },
    { id: "published", title: "Beside the published table", body: publishedTable(study) },
    { id: "why", title: "Why they differ", body: whyTheyDiffer(study) },
    { id: "steps", title: "From the log to the parts", body: stepsTable(study) },
    { id: "search", title: "What was searched", body: trialsTable(study) },
    { id: "tests", title: "Which differences are real", body: comparisonTable(whole) },
    { id: "models", title: "Models and settings", body: modelsTable(whole, rows) },
    { id: "again", title: "Doing it again", body: provenance(whole, options.command) },
  ];
  return page(title, html`${studyOpening(study, title, sections)}\n${closing(sections)}`, study);
}

const aboutRmse =
  "Root mean squared error of the predicted probability of a row, over held-out rows and sampled courses.";

const titles: Readonly<Record<Candidates, string>> = {
  catalogue: "Ranked among the whole catalogue",
  hundred: "Ranked one among a hundred",
  pool: "Ranked in a pool of one to four",
};

const captions: Readonly<Record<Candidates, string>> = {
  catalogue: "every course without a training or validation row of the learner is a candidate",
  hundred: "each held-out course against 99 drawn ones, a contest each; a hit gives a precision of 0.1",
  pool: "all held-out courses of a learner together with the courses drawn beside them",
};

function figures(study: NcfStudy, set: Candidates): Markup {
  const evaluation = asEvaluation(study, set);
  return html`${resultsTable(evaluation, sortByMetric(modelRows(evaluation, "auc"), "auc"), {
    id: set,
    caption: html`<strong>${titles[set]}</strong> – ${captions[set]}`,
    columns: [
      ...(set === "hundred" ? [] : [{ metric: "rmse", description: aboutRmse }]),
      ...["precision@10", "recall@10", "auc"].map((metric) => ({ metric })),
      { duration: "fit" as const },
    ],
    sortedBy: "auc",
  })}\n`;
}

function protocol({ protocol: p, notes }: NcfStudy): Markup {
  return html`<h3>How it was measured</h3>
${facts([
  ["Division", `${p.split}, seed ${p.seed}`],
  [
    "Learners judged",
    `${formatCount(p.judgedLearners)} of ${formatCount(p.testLearners)} with test rows, ${formatCount(p.testRows)} rows`,
  ],
  [
    "Chosen by",
    `the ${p.chosenBy.toUpperCase()} on the validation part, over all courses without a training row; figures above are of the test part, once`,
  ],
  [
    "RMSE",
    `of the probability that a pair is a held-out row, over these rows and ${p.negatives} drawn courses each; scores are read as probabilities by a logistic regression learned on the validation part. Predicting the share for all gives ${formatMetric("rmse", p.rmseOfConstant)}. Every pair counts once, so learners with many rows weigh most`,
  ],
  [
    "A perfect list",
    `of ten has a precision of ${formatMetric("precision@10", p.perfect.precision)} and a recall of ${formatMetric("recall@10", p.perfect.recall)} over the whole catalogue or in the pool`,
  ],
  ["AUC", "of each learner, then the mean; a learner without candidates of both kinds has none"],
  [
    "Intervals",
    p.bootstrap.resamples > 0 && `95%, bootstrap over learners, ${formatCount(p.bootstrap.resamples)} resamples`,
  ],
  ...notes.map((note) => ["Note", note] as const),
])}`;
}

function pictures(canvas: Canvas, study: NcfStudy): Markup {
  const { confidence } = study.protocol.bootstrap;
  const rows = modelRows(asEvaluation(study, "catalogue"), "auc");
  const curves = study.models.filter(({ losses }) => losses.length > 0);
  const areas = rows.some(({ result }) => result.metrics.auc !== undefined);
  return html`<div class="plots">
${areas && html`${intervalPlot(canvas, rows, "auc", confidence)}\n`}${curves.map((model) => html`${lossPlot(canvas, model)}\n`)}</div>`;
}
