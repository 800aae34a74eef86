import type { ModelResult } from "../../evaluation/result.ts";
import type { Tuning } from "../../tuning/result.ts";
import { formatCount, formatInterval, formatMetric, metricName } from "../page/format.ts";
import { type Content, html, type Markup } from "../page/html.ts";
import { eyebrow, navigation, type Section } from "../page/page-sections.ts";

/** The choice and what it is worth, before any table. */
export function tuningOpening(tuning: Tuning, title: string, contents: readonly Section[]): Markup {
  const { test, trials, search, model, chosen, notes } = tuning;
  const { dataset, environment } = test;
  const rowsAre = dataset.feedback === "explicit" ? "ratings" : "enrolments";
  const settings = Object.entries(chosen).map(([name, value]) => `--set ${model}.${name}=${value}`);
  return html`<header>
${eyebrow(environment.createdAt)}
<h1>${title}</h1>
<p class="facts">${formatCount(trials.length)} trials, ${search} search · ${formatCount(dataset.users)} learners · ${formatCount(dataset.items)} courses · ${formatCount(dataset.interactions)} ${rowsAre}</p>
<div class="answer">
<p>${answer(tuning)}</p>
</div>
<pre><code>${settings.join(" ")}</code></pre>
${notes.map((note) => html`<p class="protocol">${note}</p>\n`)}${navigation(contents)}
</header>
<main>`;
}

function answer({ model, metric, best, trials, test }: Tuning): Content {
  const name = metricName(metric);
  const lost = trials.filter(({ value }) => value === undefined).length;
  const tuned = test.results.find((result) => result.model === model);
  const bar = test.results.find((result) => result.model === "popularity" && result !== tuned);
  return html`Trial ${best.number} is chosen: ${name}&nbsp;<strong>${formatMetric(metric, best.value)}</strong> on the validation part. Fitted again on all training rows, <strong>${model}</strong> reaches ${name}&nbsp;${reached(tuned, metric)} on the test part, which no trial saw${
    bar && html`; offering everybody the most popular courses gives ${formatMetric(metric, bar.metrics[metric])}`
  }.${lost > 0 && ` ${formatCount(lost)} of ${formatCount(trials.length)} trials gave no figure.`}`;
}

function reached(tuned: ModelResult | undefined, metric: string): Content {
  const interval = tuned?.intervals[metric];
  return html`<strong>${formatMetric(metric, tuned?.metrics[metric])}</strong>${
    interval && html` <span class="interval">${formatInterval(metric, interval)}</span>`
  }`;
}
