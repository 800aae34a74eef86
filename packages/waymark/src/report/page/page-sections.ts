import { type Content, html, type Markup } from "./html.ts";

/** A part of a report with a heading, to be gone to from the contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Content;
}

/** The line above the title: what this is, and when it was made. */
export const eyebrow = (createdAt: string): Markup =>
  html`<p class="eyebrow">Waymark report · <time datetime="${createdAt}">${dayOf(createdAt)}</time></p>`;

export const navigation = (sections: readonly Section[]): Markup => html`<nav aria-label="Contents"><ul>
${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>`;

/** The sections, the end of `main` that the opening began, and the foot of the page. */
export const closing = (sections: readonly Section[]): Markup => html`${sections.map(
  ({ id, title, body }) => html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}
</section>
`,
)}</main>
<footer><p>This page is one file and loads nothing from the network. The results are in it as data too, in the element with the id “evaluation”.</p></footer>`;

/** `"2026-03-01T12:00:00.000Z"` → `"1 March 2026"`; a text that is no date stays as it is. */
function dayOf(createdAt: string): string {
  const date = new Date(createdAt);
  if (Number.isNaN(date.getTime())) return createdAt;
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
