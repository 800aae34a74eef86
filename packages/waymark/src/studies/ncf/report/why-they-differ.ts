import { formatCount, formatMetric } from "../../../report/page/format.ts";
import { html, type Markup } from "../../../report/page/html.ts";
import type { NcfStudy, PublishedFigures, StudyModel } from "../result.ts";

/** Why figures of one name are not figures of one thing, with this run's own as evidence. */
export function whyTheyDiffer(study: NcfStudy): Markup {
  const { protocol, models, dataset, published } = study;
  const shown = models.find(({ model }) => model === "ncf") ?? models.at(-1)!;
  const best = published.at(-1)!;
  const { precision, recall } = protocol.perfect;
  return html`<div class="reasons">
<h3>Among how many courses</h3>
<p>The same trained <strong>${shown.model}</strong> has a precision@10 of ${figure(shown, "catalogue", "precision@10")} where it must find the held-out courses among the whole catalogue, ${figure(shown, "hundred", "precision@10")} with each of them among a hundred (where ${formatMetric("precision@10", 0.1)} is the most there can be), and ${figure(shown, "pool", "precision@10")} in a pool with ${protocol.negatives} drawn courses for each held-out one. Nothing was learned in between. Sampled candidates can even change which model is best (Krichene and Rendle 2020, doi:10.1145/3394486.3403226).</p>
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

const figure = ({ figures }: StudyModel, set: keyof StudyModel["figures"], key: string): Markup =>
  html`<strong>${formatMetric(key, figures[set].metrics[key])}</strong>`;

/** How far the interval of the AUC reaches: what so many learners can tell apart. */
function spread({ figures }: StudyModel): string {
  const interval = figures.catalogue.intervals.auc;
  if (interval === undefined) return "";
  const half = (interval[1] - interval[0]) / 2;
  return `With so many learners to judge by, an AUC is known to about ±${half.toPrecision(1)}; the published table gives no intervals.`;
}

const hits = ({ precision, recall }: PublishedFigures): string =>
  `a precision@10 of ${precision} is ${(10 * precision).toFixed(1)} hits in ten places, and with a recall@10 of ${recall} these are of ${((10 * precision) / recall).toFixed(1)} held-out courses`;

/** Hits in ten places over recall: what both figures together say of the number of held-out courses. */
const relevantPerLearner = (published: readonly PublishedFigures[]): number =>
  published.reduce((sum, { precision, recall }) => sum + (10 * precision) / recall, 0) / published.length;
