import { formatSeconds } from "../page/format.ts";
import type { Markup } from "../page/html.ts";
import type { ModelRow } from "../page/model-rows.ts";
import type { Canvas } from "./plot-canvas.ts";
import { rowFrame } from "./row-frame.ts";

/** Below this a clock says nothing; such times stand at the edge of the plot. */
const shortest = 0.0001;

/** Seconds to train and to predict, on a logarithmic axis: from milliseconds to hours. */
export function timePlot(canvas: Canvas, rows: readonly ModelRow[]): Markup {
  const data = rows
    .map(({ label, result: { fitSeconds, predictSeconds } }) => ({
      label,
      fit: Math.max(shortest, fitSeconds),
      predict: Math.max(shortest, predictSeconds),
      printed: formatSeconds(fitSeconds),
      description: `${label} ${formatSeconds(fitSeconds)} to train, ${formatSeconds(predictSeconds)} to predict`,
    }))
    .sort((a, b) => a.fit - b.fit);
  const all = data.flatMap(({ fit, predict }) => [fit, predict]);
  const from = Math.floor(Math.log10(Math.min(...all)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...all))));
  const powers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const text = {
    title: "Time to train and to predict",
    caption:
      "Filled: training, with the value on the right. Ring: predicting. Each step of the axis is ten times the one before.",
    description: data.map(({ description }) => description).join("; "),
  };
  return canvas(text, (plot, room) => {
    const { names, ...frame } = rowFrame(
      rows.map(({ label }) => label),
      data.map(({ printed }) => printed),
      room,
    );
    const every = Math.ceil(powers.length / (room.narrow ? 3 : 6));
    const ticks = powers.filter((_, i) => i % every === 0).map((power) => 10 ** power);
    const y = "label";
    return {
      ...frame,
      x: { type: "log", domain: [10 ** from, 10 ** to], label: null, ticks, tickFormat: powerOfTen, tickSize: 0 },
      y: {
        domain: data.map((d) => d.label),
        label: null,
        tickSize: 0,
        tickFormat: (label: string) => names.get(label) ?? label,
      },
      marks: [
        plot.gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks }),
        plot.ruleY(data, { y, x1: "fit", x2: "predict", stroke: "var(--line-strong)", strokeWidth: 1.5 }),
        plot.dot(data, { y, x: "predict", r: 4, fill: "var(--page)", stroke: "var(--model)", strokeWidth: 1.75 }),
        plot.dot(data, { y, x: "fit", r: 4.5, fill: "var(--model)" }),
        plot.text(data, {
          y,
          text: "printed",
          frameAnchor: "right",
          textAnchor: "end",
          dx: frame.marginRight - 2,
          fontVariant: "tabular-nums",
        }),
      ],
    };
  });
}

/** `0.0001` → `"0.1 ms"`, `10` → `"10 s"`, `10000` → `"10,000 s"`. */
function powerOfTen(seconds: number): string {
  const ms = Number((seconds * 1000).toPrecision(1));
  return ms < 1000 ? `${ms} ms` : `${String(ms / 1000).replace(/\B(?=(\d{3})+$)/g, ",")} s`;
}
