import type { Evaluation } from "../../evaluation/result.ts";
import { formatConfidence, formatCount, formatSeconds } from "../page/format.ts";
import { type Content, html, joined, type Markup } from "../page/html.ts";
import { intervalOf, type ModelRow, standing } from "../page/model-rows.ts";
import { eyebrow, navigation, type Section } from "../page/page-sections.ts";
import type { SampleCourse, SampleList } from "../page/report-options.ts";
import { type LeadingMetrics, measuredMetrics } from "../tables/leading-metrics.ts";
import { type Column, resultsTable } from "../tables/results-table.ts";
import { headline } from "./headline.ts";

export interface Opening {
  readonly evaluation: Evaluation;
  readonly title: string;
  readonly rows: readonly ModelRow[];
  readonly leading: LeadingMetrics;
  /** The sections below, to go to. */
  readonly contents: readonly Section[];
  readonly sample?: SampleList | undefined;
}

/** What a hurried reader takes away: the answer, the main figures, and a list as a learner would see it. */
export function opening({ evaluation, title, rows, leading, contents, sample }: Opening): Markup {
  const { dataset, environment, results } = evaluation;
  const rowsAre = dataset.feedback === "explicit" ? "ratings" : "enrolments";
  return html`<header>
${eyebrow(environment.createdAt)}
<h1>${title}</h1>
<p class="facts">${results.length} ${results.length === 1 ? "model" : "models"} · ${formatCount(dataset.users)} learners · ${formatCount(dataset.items)} courses · ${formatCount(dataset.interactions)} ${rowsAre}</p>
<div class="answer">
${headline(evaluation, rows, leading)}</div>
${navigation(contents)}
</header>
<main>
<div class="top${sample && " two"}">
<section aria-labelledby="results">
<h2 id="results">Results</h2>
${rows.length === 0 ? html`<p>No model could be evaluated.</p>` : mainTable(evaluation, rows, leading)}
${missing(evaluation)}<p class="protocol"><strong>Protocol.</strong> ${evaluation.protocol.name}. <strong>Settings.</strong> ${
    evaluation.tuning === undefined
      ? "Those of each model by default, or as given"
      : `Tuned with equal effort: ${evaluation.tuning}`
  }.</p>
</section>
${sample && sampleList(sample)}
</div>`;
}

/** Which models are missing, and why: the table is then partial. */
function missing({ notRun = [] }: Evaluation): Content {
  if (notRun.length === 0) return false;
  const named = notRun.map(({ model, expectedSeconds }) => `${model} (about ${formatSeconds(expectedSeconds)})`);
  const why = notRun.some(({ reason }) => reason === "interrupted") ? "the run was interrupted" : "its time was up";
  return html`<p><strong>Partial.</strong> Not measured, since ${why}: ${named.join(", ")}. The command below goes on where it stopped; with <code>--budget none</code> it measures all of them.</p>
`;
}

function mainTable(evaluation: Evaluation, rows: readonly ModelRow[], leading: LeadingMetrics): Markup {
  const columns: readonly Column[] = [
    ...mainMetrics(evaluation, leading).map((metric) => ({ metric })),
    { duration: "fit" },
  ];
  const [first] = leading.all;
  const marks = new Set(
    columns.flatMap((column) =>
      "metric" in column ? rows.map((row) => standing(evaluation, rows, row, column.metric)) : [],
    ),
  );
  const legend = [
    marks.has("best") && "★ best of the column",
    marks.has("undecided") && "≈ not clearly worse than the best",
    hasIntervals(rows, columns) && `[ ] ${formatConfidence(evaluation.protocol.bootstrap.confidence)} interval`,
    rows.some((row) => row.isBaseline) && "baseline: not personalized",
  ].filter((text) => text !== false);
  return html`${resultsTable(evaluation, rows, {
    id: "main",
    caption: "The models and their main metrics",
    columns,
    sortedBy: first,
  })}
${legend.length > 0 && html`<ul class="legend">${legend.map((text) => html`<li>${text}</li>`)}</ul>`}`;
}

/** The few columns that matter most to a reader; all others stand further down. */
function mainMetrics(evaluation: Evaluation, { lists, ratings, cutoff }: LeadingMetrics): readonly string[] {
  const measured = new Set(measuredMetrics(evaluation));
  const wanted =
    lists === undefined
      ? [ratings, "rmse", "mae"]
      : [lists, `hit@${cutoff ?? 10}`, ratings ?? `recall@${cutoff ?? 10}`, `coverage@${cutoff ?? 10}`];
  return [...new Set(wanted)].filter((key) => key !== undefined && measured.has(key)) as string[];
}

const hasIntervals = (rows: readonly ModelRow[], columns: readonly Column[]): boolean =>
  columns.some((column) => "metric" in column && rows.some((row) => intervalOf(row, column.metric)));

const historyShown = 6;

/** One learner's recommendations with reasons: what the figures beside it stand for. */
function sampleList({ learner, model, reason, history, recommended }: SampleList): Markup {
  const rest = history.length - historyShown;
  const taken = joined(history.slice(0, historyShown).map(courseName), " · ");
  return html`<section class="sample" aria-labelledby="sample">
<h2 id="sample">One learner’s list</h2>
<p>${model} for learner <bdi>${learner}</bdi>${
    history.length > 0 && html`, who has taken ${taken}${rest > 0 && ` and ${rest} more`}`
  }.</p>
${reason !== undefined && html`<p>${reason}</p>\n`}${
  recommended.length === 0
    ? html`<p>The model has nothing to offer to this learner.</p>`
    : html`<ol>
${recommended.map(
  (course) => html`<li value="${course.rank}"><span class="course">${courseName(course)}</span>${
    course.because.length > 0 &&
    html`<span class="because">because of ${joined(
      course.because.map((title) => html`<bdi>${title}</bdi>`),
      " · ",
    )}</span>`
  }</li>
`,
)}</ol>`
}
</section>`;
}

function courseName({ id, title }: SampleCourse): Content {
  return html`<bdi>${title?.trim() || id}</bdi>`;
}
