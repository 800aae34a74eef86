import type { Bar, RatingFacts } from "../../data/describe.ts";
import { formatCount, formatShare } from "../page/format.ts";
import type { Markup } from "../page/html.ts";
import { textWidth } from "../page/text-width.ts";
import { type Canvas, fontSize } from "./plot-canvas.ts";

const margins = { marginLeft: 8, marginRight: 8, marginTop: 22, marginBottom: 28, height: 200 };

/** How often each rating was given. */
export function histogramPlot(canvas: Canvas, { histogram }: RatingFacts): Markup {
  const total = histogram.reduce((sum, { rows }) => sum + rows, 0);
  const bars = histogram.map((bar) => ({ name: nameOf(bar), rows: bar.rows, share: formatShare(bar.rows / total) }));
  const text = {
    title: "Ratings given",
    caption: "Share of all rows, by rating.",
    description: bars.map(({ name, rows, share }) => `${name}: ${formatCount(rows)} (${share})`).join("; "),
  };
  return canvas(text, (plot, { width }) => {
    const step = (width - margins.marginLeft - margins.marginRight) / bars.length;
    const everyFor = (texts: readonly string[]) =>
      Math.ceil(Math.max(...texts.map((each) => textWidth(each, fontSize) + 6)) / step);
    const every = everyFor(bars.map(({ name }) => name));
    const sharesFit = everyFor(bars.map(({ share }) => share)) === 1;
    return {
      ...margins,
      x: {
        domain: bars.map(({ name }) => name),
        label: null,
        tickSize: 0,
        ticks: bars.map(({ name }) => name).filter((_, i) => i % every === 0),
        padding: 0.12,
      },
      y: { axis: null, domain: [0, Math.max(1, ...bars.map(({ rows }) => rows))] },
      marks: [
        plot.barY(bars, {
          x: "name",
          y: "rows",
          fill: "var(--model)",
          title: (bar) => `${bar.name}: ${formatCount(bar.rows)}`,
        }),
        plot.ruleY([0], { stroke: "var(--line-strong)" }),
        ...(sharesFit
          ? [plot.text(bars, { x: "name", y: "rows", text: "share", dy: -9, fontVariant: "tabular-nums" })]
          : []),
      ],
    };
  });
}

function nameOf({ from, to }: Bar): string {
  const short = (value: number) => String(Number(value.toPrecision(4)));
  return from === to ? short(from) : `${short(from)}–${short(to)}`;
}
