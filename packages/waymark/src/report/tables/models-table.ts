import type { Evaluation } from "../../evaluation/result.ts";
import { type Content, html, joined, type Markup } from "../page/html.ts";
import type { ModelRow } from "../page/model-rows.ts";
import { modelName } from "./results-table.ts";

/** Settings and notes of every model, and the models that are missing with the reason. */
export function modelsTable({ leftOut }: Evaluation, rows: readonly ModelRow[]): Markup {
  const noted = rows.some((row) => row.result.notes?.length);
  return html`${
    rows.length > 0 &&
    html`<div class="scroll" role="region" aria-labelledby="models-caption" tabindex="0">
<table class="words">
<caption id="models-caption"><div>Settings each model was trained with${noted && ", and what happened on the way"}.</div></caption>
<thead><tr><th scope="col">Model</th><th scope="col">Settings</th>${noted && html`<th scope="col">Notes</th>`}</tr></thead>
<tbody>
${rows.map((row) => html`<tr><th scope="row">${modelName(row)}</th><td>${settings(row)}</td>${noted && html`<td>${notes(row)}</td>`}</tr>\n`)}</tbody>
</table>
</div>`
  }${
    leftOut.length > 0 &&
    html`
<h3>Left out</h3>
<dl class="pairs">
${byReason(leftOut).map(
  ([reason, models]) =>
    html`<dt>${joined(
      models.map((model) => html`<bdi>${model}</bdi>`),
      ", ",
    )}</dt><dd>${reason}</dd>\n`,
)}</dl>`
  }`;
}

/** Models with the same reason together; a reason that begins with the model's name loses it. */
function byReason(leftOut: Evaluation["leftOut"]): readonly (readonly [reason: string, models: readonly string[]])[] {
  const groups = Map.groupBy(leftOut, ({ model, reason }) =>
    reason.startsWith(`${model} `) ? reason.slice(model.length + 1) : reason,
  );
  return [...groups].map(([reason, some]) => [reason, some.map(({ model }) => model)]);
}

function settings({ result }: ModelRow): Content {
  const pairs = Object.entries(result.params).map(
    ([name, value]) => html`<span class="setting">${name}&nbsp;${String(value)}</span>`,
  );
  return pairs.length === 0 ? "none" : joined(pairs, ", ");
}

function notes({ result: { notes: all = [] } }: ModelRow): Content {
  return all.length === 1 ? all[0] : all.length > 1 && html`<ul>${all.map((note) => html`<li>${note}</li>`)}</ul>`;
}
