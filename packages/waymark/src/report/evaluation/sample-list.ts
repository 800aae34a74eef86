import { type Content, html, joined, type Markup } from "../page/html.ts";
import type { SampleCourse, SampleList } from "../page/report-options.ts";

const historyShown = 6;

/** One learner's recommendations with reasons: what the figures beside it stand for. */
export function sampleList({ learner, model, history, recommended }: SampleList): Markup {
  const rest = history.length - historyShown;
  const taken = joined(history.slice(0, historyShown).map(courseName), " · ");
  return html`<section class="sample" aria-labelledby="sample">
<h2 id="sample">One learner’s list</h2>
<p>${model} for learner <bdi>${learner}</bdi>${
    history.length > 0 && html`, who has taken ${taken}${rest > 0 && ` and ${rest} more`}`
  }.</p>
${
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
