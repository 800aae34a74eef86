import { describeMetric } from "../../evaluation/metrics/registry.ts";
import type { Evaluation } from "../../evaluation/result.ts";
import { absent, formatInterval, formatMetric, formatSeconds } from "../page/format.ts";
import { type Content, html, type Markup } from "../page/html.ts";
import { figure, intervalOf, type ModelRow, standing } from "../page/model-rows.ts";

/** A column: a metric, with what it is here where that is not what it usually is; or a duration of the run. */
export type Column =
  | { readonly metric: string; readonly description?: string }
  | { readonly duration: "fit" | "predict" | "recommend" };

export interface TableOptions {
  readonly id: string;
  readonly caption: Content;
  readonly columns: readonly Column[];
  /** The column the rows stand in the order of. */
  readonly sortedBy?: string | undefined;
}

/** Models down, figures across; the best of each column carries a star, so that colour is not needed to see it. */
export function resultsTable(evaluation: Evaluation, rows: readonly ModelRow[], options: TableOptions): Markup {
  const { id, caption, columns, sortedBy } = options;
  return html`<div class="scroll" role="region" aria-labelledby="${id}-caption" tabindex="0">
<table class="figures sortable">
<caption id="${id}-caption"><div>${caption}</div></caption>
<thead><tr><th scope="col">Model</th>${columns.map((column) => heading(evaluation, column, sortedBy))}</tr></thead>
<tbody>
${rows.map(
  (
    row,
  ) => html`<tr${row.isBaseline && html` class="baseline"`}><th scope="row">${modelName(row)}</th>${columns.map((column) => cell(evaluation, rows, row, column))}</tr>
`,
)}</tbody>
</table>
</div>`;
}

export function modelName(row: ModelRow): Content {
  return html`<bdi>${row.label}</bdi>${row.isBaseline && html` <span class="tag">baseline</span>`}`;
}

const durationLabels = { fit: "Training time", predict: "Predicting time", recommend: "Time for all lists" };

export function secondsOf({ result }: ModelRow, duration: keyof typeof durationLabels): number | undefined {
  if (duration === "fit") return result.fitSeconds;
  return duration === "predict" ? result.predictSeconds : result.recommendSeconds;
}

function heading({ ownMetrics }: Evaluation, column: Column, sortedBy: string | undefined): Content {
  if ("duration" in column) return html`<th scope="col" data-better="lower">${durationLabels[column.duration]}</th>`;
  const key = column.metric;
  const { better, label, description } = describeMetric(key, ownMetrics);
  const arrow = { higher: "↑", lower: "↓", neither: "" }[better];
  const direction = better === "neither" ? "neither high nor low is better" : `${better} is better`;
  const sorted = key === sortedBy && html` aria-sort="${better === "lower" ? "ascending" : "descending"}"`;
  return html`<th scope="col" data-better="${better}" title="${column.description ?? description}"${sorted}>${label}${
    arrow && html`&nbsp;<span class="arrow" aria-hidden="true">${arrow}</span>`
  }<span class="unseen">, ${direction}</span></th>`;
}

function cell(evaluation: Evaluation, rows: readonly ModelRow[], row: ModelRow, column: Column): Content {
  if ("duration" in column) {
    const seconds = secondsOf(row, column.duration);
    return html`<td data-value="${seconds ?? ""}">${formatSeconds(seconds)}</td>`;
  }
  const key = column.metric;
  const value = figure(row, key);
  if (value === undefined) return html`<td data-value="">${absent}<span class="unseen">not measured</span></td>`;
  const marks = {
    best: html`<span class="mark" aria-hidden="true">★</span><span class="unseen"> best</span>`,
    undecided: html`<span class="mark" aria-hidden="true">≈</span><span class="unseen"> not clearly worse than the best</span>`,
    other: undefined,
  };
  const place = standing(evaluation, rows, row, key);
  const interval = intervalOf(row, key);
  return html`<td data-value="${value}"${place === "best" && html` class="best"`}><span class="value">${formatMetric(key, value)}${marks[place]}</span>${
    interval && html` <span class="interval">${formatInterval(key, interval)}</span>`
  }</td>`;
}
