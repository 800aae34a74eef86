import { formatCount, formatInterval, formatMetric } from "../../../report/page/format.ts";
import { type Content, html, type Markup } from "../../../report/page/html.ts";
import { eyebrow, navigation, type Section } from "../../../report/page/page-sections.ts";
import type { NcfStudy, StudyModel } from "../result.ts";

/** The answer in plain words, before any table. */
export function studyOpening(study: NcfStudy, title: string, contents: readonly Section[]): Markup {
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

function baseline(ranked: readonly StudyModel[], best: StudyModel): Content {
  const popularity = ranked.find(({ model }) => model === "popularity");
  return (
    popularity &&
    popularity !== best &&
    html`Offering everybody the same list gives ${reached(popularity)}; ½ is chance.`
  );
}

const aucOf = ({ figures }: StudyModel): number | undefined => figures.catalogue.metrics.auc;

const reached = (model: StudyModel): Markup =>
  html`<strong>${formatMetric("auc", aucOf(model))}</strong> <span class="interval">${formatInterval("auc", model.figures.catalogue.intervals.auc)}</span>`;
