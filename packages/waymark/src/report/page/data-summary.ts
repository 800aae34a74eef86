import type { Description, FeatureFacts } from "../../data/describe.ts";
import type { Evaluation } from "../../evaluation/result.ts";
import { formatCount, formatMetric, formatShare } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { facts } from "./provenance.ts";
import type { CleaningCount } from "./report-options.ts";

/** What the models learned from: size and kind, and with a description how the rows are spread. */
export function dataSummary({ dataset }: Evaluation, description: Description | undefined): Markup {
  const { name, format, users, items, interactions, density, feedback, scale } = dataset;
  const {
    ratings,
    times,
    popularity,
    itemFeatures = [],
    userFeatures = [],
    coldItems = 0,
    coldUsers = 0,
  } = description ?? {};
  const unused = (count: number, what: string) => count > 0 && `, ${formatCount(count)} of them without ${what}`;
  return facts([
    ["Data set", html`<bdi>${name}</bdi>${format !== undefined && html`, read as ${format}`}`],
    ["Learners", html`${formatCount(users)}${unused(coldUsers, "a row")}`],
    ["Courses", html`${formatCount(items)}${unused(coldItems, "a row")}`],
    [feedback === "explicit" ? "Ratings" : "Enrolments", formatCount(interactions)],
    ["Density", `${formatShare(density)} of all pairs of learner and course`],
    ["Rating scale", scale && `${scale.min} to ${scale.max}`],
    ["Mean rating", ratings && `${round(ratings.mean)}, standard deviation ${round(ratings.deviation)}`],
    ["Time span", times?.from !== undefined && `${times.from} to ${times.to}`],
    ["Rows without a time", times && times.rowsWithoutTime > 0 && formatCount(times.rowsWithoutTime)],
    [
      "Concentration",
      popularity &&
        html`the most taken 1% of courses hold ${formatShare(popularity.top1)} of all rows, 10% hold ${formatShare(popularity.top10)}, 20% hold ${formatShare(popularity.top20)} (Gini ${formatMetric("gini", popularity.gini)})`,
    ],
    ["Known of courses", itemFeatures.length > 0 && itemFeatures.map(knownFeature).join(", ")],
    ["Known of learners", userFeatures.length > 0 && userFeatures.map(knownFeature).join(", ")],
  ]);
}

/** `topics of 3,700 (18 different)` */
function knownFeature(feature: FeatureFacts): string {
  const { kind, known, name } = feature;
  if (kind === "text") return `${formatCount(known)} ${name}`;
  return `${name} of ${formatCount(known)}${kind === "topics" ? ` (${formatCount(feature.topics)} different)` : ""}`;
}

/** How many rows a learner and a course have, and how much is left when the rare ones go. */
export function spreadTables({ rowsPerUser, rowsPerItem, cores }: Description): Markup {
  const spreads = [
    ["Courses per learner", rowsPerUser],
    ["Learners per course", rowsPerItem],
  ] as const;
  return html`<div class="scroll" role="region" aria-label="Rows of learners and courses" tabindex="0">
<table class="figures">
<caption><div>How many rows learners and courses have</div></caption>
<thead><tr><th scope="col">Rows</th><th scope="col">Fewest</th><th scope="col">Median</th><th scope="col">Mean</th><th scope="col">Most</th></tr></thead>
<tbody>
${spreads.map(([name, { min, median, mean, max }]) => html`<tr><th scope="row">${name}</th><td>${formatCount(min)}</td><td>${round(median)}</td><td>${round(mean)}</td><td>${formatCount(max)}</td></tr>\n`)}</tbody>
</table>
</div>
<div class="scroll" role="region" aria-label="Cores" tabindex="0">
<table class="figures">
<caption><div>What is left when every learner and course must have at least so many rows</div></caption>
<thead><tr><th scope="col">At least</th><th scope="col">Learners</th><th scope="col">Courses</th><th scope="col">Rows</th></tr></thead>
<tbody>
${cores.map(({ k, users, items, interactions }) => html`<tr><th scope="row">${k}</th><td>${formatCount(users)}</td><td>${formatCount(items)}</td><td>${formatCount(interactions)}</td></tr>\n`)}</tbody>
</table>
</div>`;
}

/** Rows left out on the way in, step by step. */
export function cleaningTable(steps: readonly CleaningCount[]): Markup {
  if (steps.every(({ count }) => count === 0)) return html`<p class="lede">Cleaning left out no row.</p>`;
  return html`<div class="scroll" role="region" aria-label="Rows left out" tabindex="0">
<table class="figures">
<caption><div>Rows left out before anything was learned</div></caption>
<thead><tr><th scope="col">Step</th><th scope="col">Rows</th></tr></thead>
<tbody>
${steps.map(({ step, count }) => html`<tr><th scope="row">${step}</th><td>${formatCount(count)}</td></tr>\n`)}</tbody>
</table>
</div>`;
}

/** At most two decimals: `3.58`, `165.6`, `96`. */
const round = (value: number): string =>
  Math.abs(value) >= 1000 ? formatCount(value) : String(Number(value.toFixed(Math.abs(value) >= 100 ? 1 : 2)));
