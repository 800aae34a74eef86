import type { Evaluation } from "../../../evaluation/result.ts";
import { intervalPlot } from "../../../report/charts/interval-plot.ts";
import { type Canvas, openCanvas } from "../../../report/charts/plot-canvas.ts";
import { formatCount, formatInterval, formatMetric } from "../../../report/page/format.ts";
import { type Content, html, type Markup, plainText } from "../../../report/page/html.ts";
import { modelRows, sortByMetric } from "../../../report/page/model-rows.ts";
import { page } from "../../../report/page/page.ts";
import { closing, eyebrow, navigation, type Section } from "../../../report/page/page-sections.ts";
import { facts, provenance } from "../../../report/page/provenance.ts";
import type { ReportOptions } from "../../../report/page/report-options.ts";
import { comparisonTable } from "../../../report/tables/comparison-table.ts";
import { modelsTable } from "../../../report/tables/models-table.ts";
import { resultsTable } from "../../../report/tables/results-table.ts";
import {
  type Candidates,
  candidateSets,
  type NcfStudy,
  type PublishedFigures,
  type StudyModelResult,
} from "../result.ts";
import { lossPlot } from "./loss-plot.ts";
import { publishedTable, stepsTable, trialsTable } from "./study-tables.ts";

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
      body: html`${candidateSets.map((set) => resultTable(study, set))}${protocol(study)}`,
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
  hundred: "each held-out course ranked against 99 drawn ones, a list each; a hit gives a precision of 0.1",
  pool: "all held-out courses of a learner together with the courses drawn beside them",
};

function resultTable(study: NcfStudy, set: Candidates): Markup {
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
    "Learners measured",
    `${formatCount(p.measuredLearners)} of ${formatCount(p.testLearners)} with test rows, ${formatCount(p.testRows)} rows`,
  ],
  [
    "Chosen by",
    `the ${p.chosenBy.toUpperCase()} on the validation part, over all courses without a training row; the values above were measured once, on the test part`,
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
${areas && html`${intervalPlot(canvas, rows, "auc", { confidence })}\n`}${curves.map((model) => html`${lossPlot(canvas, model)}\n`)}</div>`;
}

/** The results for one set of candidates in the form the parts of an evaluation's report take. RMSE is of the pool in all. */
function asEvaluation(study: NcfStudy, set: Candidates): Evaluation {
  const { dataset, protocol, models, comparisons, leftOut, environment } = study;
  return {
    dataset,
    protocol: {
      name: `${protocol.split}, seed ${protocol.seed}`,
      split: protocol.split,
      folds: 1,
      seed: protocol.seed,
      candidates: set === "catalogue" ? "all-unseen" : "published-negatives",
      k: [10],
      testRows: protocol.testRows,
      testUsers: protocol.measuredLearners,
      usersLeftOut: 0,
      bootstrap: protocol.bootstrap,
    },
    results: models.map(({ model, params, results, fitSeconds, notes }) => ({
      model,
      params,
      metrics: { ...rmseOf(results.pool.metrics), ...results[set].metrics },
      intervals: { ...rmseOf(results.pool.intervals), ...results[set].intervals },
      fitSeconds,
      predictSeconds: 0,
      notes,
    })),
    comparisons: set === "catalogue" ? comparisons : [],
    leftOut,
    environment,
  };
}

const rmseOf = <T>({ rmse }: Readonly<Record<string, T>>): Record<string, T> => (rmse === undefined ? {} : { rmse });

/** The answer in plain words, before any table. */
function studyOpening(study: NcfStudy, title: string, contents: readonly Section[]): Markup {
  const { dataset, environment, models } = study;
  return html`<header>
${eyebrow(environment.createdAt)}
<h1>${title}</h1>
<p class="facts">${models.length} models · ${formatCount(dataset.users)} learners · ${formatCount(dataset.items)} courses · ${formatCount(dataset.interactions)} rows after cleaning</p>
<div class="answer">
<p>${answer(study)}</p>
</div>
${navigation(contents)}
</header>
<main>`;
}

function answer({ models, comparisons }: NcfStudy): Content {
  const ranked = models.filter(aucOf).sort((a, b) => aucOf(b)! - aucOf(a)!);
  const [best] = ranked;
  if (best === undefined) return "No AUC could be measured: no learner has candidates of both kinds.";
  const network = ranked.find(({ model }) => model === "ncf");
  const unclear = comparisons.filter(({ significant }) => !significant).map(({ worse }) => worse);
  return html`<strong>${best.model}</strong> ranks best over the whole catalogue: AUC&nbsp;${reached(best)}${
    unclear.length > 0 && `, not clearly better than ${unclear.join(", ")}`
  }. ${
    network &&
    network !== best &&
    html`Neural collaborative filtering (<strong>ncf</strong>) reaches ${reached(network)}. `
  }${baseline(ranked, best)}`;
}

function baseline(ranked: readonly StudyModelResult[], best: StudyModelResult): Content {
  const popularity = ranked.find(({ model }) => model === "popularity");
  return (
    popularity &&
    popularity !== best &&
    html`Offering everybody the same list gives ${reached(popularity)}; ½ is chance.`
  );
}

const aucOf = ({ results }: StudyModelResult): number | undefined => results.catalogue.metrics.auc;

const reached = (model: StudyModelResult): Markup =>
  html`<strong>${formatMetric("auc", aucOf(model))}</strong> <span class="interval">${formatInterval("auc", model.results.catalogue.intervals.auc)}</span>`;

/** Why metrics of one name do not measure one thing, with this run's own as evidence. */
function whyTheyDiffer(study: NcfStudy): Markup {
  const { protocol, models, dataset, published } = study;
  const shown = models.find(({ model }) => model === "ncf") ?? models.at(-1)!;
  const best = published.at(-1)!;
  const { precision, recall } = protocol.perfect;
  return html`<div class="reasons">
<h3>Among how many courses</h3>
<p>The same trained <strong>${shown.model}</strong> has a precision@10 of ${metricOf(shown, "catalogue", "precision@10")} where it must find the held-out courses among the whole catalogue, ${metricOf(shown, "hundred", "precision@10")} with each of them among a hundred (where ${formatMetric("precision@10", 0.1)} is the most there can be), and ${metricOf(shown, "pool", "precision@10")} in a pool with ${protocol.negatives} drawn courses for each held-out one. Nothing was learned in between. Sampled candidates can even change which model is best (Krichene and Rendle 2020, doi:10.1145/3394486.3403226).</p>
<h3>How many there are to be found</h3>
<p>A perfect list would have a precision@10 of ${formatMetric("precision@10", precision)} and a recall@10 of ${formatMetric("recall@10", recall)} on this data. In the published table ${hits(best)}: with each line about ${formatCount(Math.round(relevantPerLearner(published)))} held-out courses a learner, most of them found in ten places, which takes a short list of candidates.</p>
<h3>What the RMSE is of</h3>
<p>Ours is of a probability: that a pair of learner and course is a held-out row, over these rows and ${protocol.negatives} drawn courses each. Scores of all models are standardized over each learner’s candidates and turned into probabilities by a logistic regression learned on the validation part (Platt’s scaling). Predicting the share of held-out rows for every pair gives ${formatMetric("rmse", protocol.rmseOfConstant)}, and no more than 0.5 is ever needed. The published .79 to .87 are above that, so they must be of something on another scale: of ratings, or of standardized scores, where predicting the mean gives 1.</p>
<h3>How much data</h3>
<p>Here ${formatCount(dataset.users)} learners and ${formatCount(dataset.interactions)} rows are left after cleaning; EdNet as a whole has 784,309 learners and 95 million answers. ${spread(shown)}</p>
<h3>What they are compared with</h3>
<p>The published table holds no popularity, no EASE and no tuned least squares. They are here because a network that does not pass them has not shown that it is needed.</p>
</div>`;
}

const metricOf = ({ results }: StudyModelResult, set: keyof StudyModelResult["results"], key: string): Markup =>
  html`<strong>${formatMetric(key, results[set].metrics[key])}</strong>`;

/** How far the interval of the AUC reaches: what so many learners can tell apart. */
function spread({ results }: StudyModelResult): string {
  const interval = results.catalogue.intervals.auc;
  if (interval === undefined) return "";
  const half = (interval[1] - interval[0]) / 2;
  return `With so many learners, an AUC is known to about ±${half.toPrecision(1)}; the published table gives no intervals.`;
}

const hits = ({ precision, recall }: PublishedFigures): string =>
  `a precision@10 of ${precision} is ${(10 * precision).toFixed(1)} hits in ten places, and with a recall@10 of ${recall} these are of ${((10 * precision) / recall).toFixed(1)} held-out courses`;

/** Hits in ten places over recall: what both metrics together say of the number of held-out courses. */
const relevantPerLearner = (published: readonly PublishedFigures[]): number =>
  published.reduce((sum, { precision, recall }) => sum + (10 * precision) / recall, 0) / published.length;
