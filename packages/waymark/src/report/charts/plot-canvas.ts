import type * as PlotLibrary from "@observablehq/plot";
import { html, Markup } from "../page/html.ts";

export type Plot = typeof PlotLibrary;

/** The room a plot has: two drawings are made of each, and the page shows the one that fits. */
export interface PlotRoom {
  readonly width: number;
  readonly narrow: boolean;
}

export interface PlotText {
  readonly title: string;
  /** One sentence on how to read it. */
  readonly caption: string;
  /** What a reader who cannot see the plot needs to know. */
  readonly description: string;
}

const rooms: readonly PlotRoom[] = [
  { width: 560, narrow: false },
  { width: 320, narrow: true },
];
/** Pixels; the drawings are shown at their own size, so this is the size on the page. */
export const fontSize = 12;

export type Canvas = (text: PlotText, draw: (plot: Plot, room: PlotRoom) => PlotLibrary.PlotOptions) => Markup;

/** Loads the plot library, only when a report is made, and returns what draws a figure of the page with it. */
export async function openCanvas(): Promise<Canvas> {
  const [plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return ({ title, caption, description }, draw) => {
    const drawings = rooms.map((room) => {
      const svg = plot.plot({ ...draw(plot, room), document, width: room.width, className: "drawing" });
      for (const style of [...svg.querySelectorAll("style")]) style.remove(); // page-style.ts holds the rules
      for (const part of [...svg.querySelectorAll("[aria-label]")]) part.removeAttribute("aria-label"); // the whole is named
      svg.setAttribute("font-size", String(fontSize));
      return html`<svg role="img" aria-label="${`${title}. ${description}`}" ${attributes(svg)}>${new Markup(svg.innerHTML)}</svg>`;
    });
    return html`<figure class="plot">
<figcaption><h3>${title}</h3><p>${caption}</p></figcaption>
<div class="room"><div class="wide">${drawings[0]}</div><div class="narrow">${drawings[1]}</div></div>
</figure>`;
  };
}

const attributes = (svg: { getAttribute(name: string): string | null }): Markup =>
  html`${["class", "viewBox", "width", "height", "text-anchor", "font-size", "fill"].map((name) => {
    const value = svg.getAttribute(name);
    return value !== null && html`${new Markup(` ${name}=`)}"${value}"`;
  })}`;
