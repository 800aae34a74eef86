import { formatMetric, metricName } from "../../../report/page/format.ts";
import { html, type Markup } from "../../../report/page/html.ts";
import { candidateSets, type NcfStudy, type StudyModel } from "../result.ts";
import { setNames } from "../study-figures.ts";

const metrics = ["rmse", "precision@10", "recall@10", "auc"] as const;

/** Each published line with ours of the same role below it, once for each set of candidates. */
export function publishedTable({ published, models }: NcfStudy): Markup {
  const roles = [...new Set([...published.map(({ role }) => role), "deep reinforcement learning"])];
  return html`<div class="scroll" role="region" aria-labelledby="published-caption" tabindex="0">
<table class="figures">
<caption id="published-caption"><div>The published figures stand on another protocol; ours stand on three. Nothing here says which is better; the section below says why they differ.</div></caption>
<thead><tr><th scope="col">Model</th><th scope="col" class="words">Whose, ranked among</th>${metrics.map((key) => html`<th scope="col">${metricName(key)}</th>`)}</tr></thead>
<tbody>
${roles.map((role) => {
  const theirs = published.find((line) => line.role === role);
  const ours = models.filter((model) => model.role === role);
  return html`${
    theirs &&
    html`<tr><th scope="row">${role}</th><td class="words">published</td>${[theirs.rmse, theirs.precision, theirs.recall, theirs.auc].map((value) => html`<td>${value.toFixed(2)}</td>`)}</tr>\n`
  }${ours.map((model) => ourLines(model, theirs === undefined))}`;
})}</tbody>
</table>
</div>`;
}

function ourLines({ model, role, figures }: StudyModel, isAlone: boolean): Markup {
  return html`${candidateSets
    .toReversed()
    .map(
      (set, n) =>
        html`<tr><th scope="row">${isAlone && n === 0 && `${role}: `}<bdi>${model}</bdi></th><td class="words">ours, ${setNames[set]}</td>${metrics.map((key) => html`<td>${formatMetric(key, figures[set].metrics[key])}</td>`)}</tr>\n`,
    )}`;
}
