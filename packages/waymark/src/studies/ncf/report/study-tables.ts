import { absent, formatCount, formatMetric, formatSeconds, metricName } from "../../../report/page/format.ts";
import { html, type Markup } from "../../../report/page/html.ts";
import { candidateSets, type NcfStudy, type StudyModelResult } from "../result.ts";
import { setNames } from "../study-results.ts";

/** Every step from the file to the parts, with what there was before and after. */
export function stepsTable({ steps }: NcfStudy): Markup {
  return html`<div class="scroll" role="region" aria-labelledby="steps-caption" tabindex="0">
<table class="figures">
<caption id="steps-caption"><div>From the log as it is to what is learned from, in order. What a step does not change stands on both sides.</div></caption>
<thead><tr><th scope="col">Step</th><th scope="col">Before</th><th scope="col">After</th><th scope="col" class="words">What was done</th></tr></thead>
<tbody>
${steps.map(
  ({ title, before, after, unit, text }) =>
    html`<tr><th scope="row">${title}</th><td>${formatCount(before)}</td><td>${formatCount(after)}<span class="interval">${unit}</span></td><td class="words long">${text}</td></tr>\n`,
)}</tbody>
</table>
</div>`;
}

/** Every configuration that was tried, with its validation AUC. */
export function trialsTable({ models }: NcfStudy): Markup {
  const tried = models.filter(({ trials }) => trials.length > 0);
  if (tried.length === 0) return html`<p>Nothing was searched: every parameter was set.</p>`;
  return html`<div class="scroll" role="region" aria-labelledby="trials-caption" tabindex="0">
<table class="figures">
<caption id="trials-caption"><div>Learned from the training part, compared on the validation part. The test part was not looked at. ★ marks the configuration measured on the test part.</div></caption>
<thead><tr><th scope="col">Model</th><th scope="col" class="words">Settings tried</th><th scope="col">Validation AUC</th><th scope="col">Training time</th></tr></thead>
<tbody>
${tried.map(({ model, trials }) => {
  const best = Math.max(...trials.map(({ value = Number.NEGATIVE_INFINITY }) => value));
  const chosen = trials.findIndex(({ value }) => value === best);
  return trials.map(
    ({ params, value, seconds, message }, n) =>
      html`<tr><th scope="row">${model}</th><td class="words">${settings(params)}${message && ` (${message})`}</td><td${n === chosen && html` class="best"`}><span class="value">${value === undefined ? absent : formatMetric("auc", value)}${
        n === chosen && html`<span class="mark" aria-hidden="true">★</span><span class="unseen"> chosen</span>`
      }</span></td><td>${formatSeconds(seconds)}</td></tr>\n`,
  );
})}</tbody>
</table>
</div>`;
}

const settings = (params: Readonly<Record<string, unknown>>): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");

const metrics = ["rmse", "precision@10", "recall@10", "auc"] as const;

/** Each published line with ours of the same role below it, once for each set of candidates. */
export function publishedTable({ published, models }: NcfStudy): Markup {
  const roles = [...new Set([...published.map(({ role }) => role), "deep reinforcement learning"])];
  return html`<div class="scroll" role="region" aria-labelledby="published-caption" tabindex="0">
<table class="figures">
<caption id="published-caption"><div>The published values were measured with another protocol; ours with three. Nothing here says which is better; the section below says why they differ.</div></caption>
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

function ourLines({ model, role, results }: StudyModelResult, isAlone: boolean): Markup {
  return html`${candidateSets
    .toReversed()
    .map(
      (set, n) =>
        html`<tr><th scope="row">${isAlone && n === 0 && `${role}: `}<bdi>${model}</bdi></th><td class="words">ours, ${setNames[set]}</td>${metrics.map((key) => html`<td>${formatMetric(key, results[set].metrics[key])}</td>`)}</tr>\n`,
    )}`;
}
