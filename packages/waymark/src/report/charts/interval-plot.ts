import type { MetricFacts } from "../../evaluation/metrics/define-metric.ts";
import { formatConfidence, formatInterval, formatMetric, metricBetter, metricName } from "../page/format.ts";
import type { Markup } from "../page/html.ts";
import { figure, intervalOf, type ModelRow, sortByMetric } from "../page/model-rows.ts";
import { barStyles, byKind, dotStyles, type MarkKind } from "./mark-kinds.ts";
import type { Canvas } from "./plot-canvas.ts";
import { rowFrame } from "./row-frame.ts";

export interface IntervalOptions {
  readonly confidence: number;
  /** Metrics beside those of the registry. */
  readonly own?: readonly MetricFacts[];
}

/** One metric of every model with its confidence interval: bars from zero for shares, points for errors. */
export function intervalPlot(
  canvas: Canvas,
  allRows: readonly ModelRow[],
  key: string,
  { confidence, own = [] }: IntervalOptions,
): Markup {
  const rows = sortByMetric(allRows, key, own).filter((row) => figure(row, key) !== undefined);
  const data = rows.map((row, rank) => {
    const value = figure(row, key)!;
    const [low, high] = intervalOf(row, key) ?? [value, value];
    const kind: MarkKind = rank === 0 && rows.length > 1 ? "best" : row.isBaseline ? "baseline" : "model";
    return { label: row.label, kind, value, low, high, printed: formatMetric(key, value) };
  });
  const certain = data.filter((d) => d.high > d.low);
  const interval = { y: "label", x1: "low", x2: "high" };
  const asPoints = metricBetter(key, own) === "lower";
  const [low, high] = [Math.min(...data.map((d) => d.low)), Math.max(...data.map((d) => d.high))];
  const domain = asPoints ? padded(low, high) : [Math.min(0, low), high > 0 ? high : 1];
  const text = {
    title: `${metricName(key, own)}: ${asPoints ? "lower" : "higher"} is better`,
    caption: [
      certain.length > 0 && `Lines are ${formatConfidence(confidence)} intervals.`,
      asPoints && "The axis does not start at zero.",
    ]
      .filter(Boolean)
      .join(" "),
    description: data
      .map((d, i) => `${d.label} ${d.printed} ${formatInterval(key, intervalOf(rows[i]!, key))}`.trim())
      .join("; "),
  };
  return canvas(text, (plot, room) => {
    const { names, ...frame } = rowFrame(
      rows.map(({ label }) => label),
      data.map(({ printed }) => printed),
      room,
    );
    const ticks = room.narrow ? 3 : 5;
    const x1 = domain[0]!;
    return {
      ...frame,
      x: { domain, nice: !asPoints, label: null, ticks, tickSize: 0 },
      y: {
        domain: data.map((d) => d.label),
        label: null,
        tickSize: 0,
        tickFormat: (label: string) => names.get(label) ?? label,
      },
      marks: [
        plot.gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks }),
        ...(asPoints
          ? []
          : byKind(data, (some, kind) =>
              plot.barX(some, {
                y: "label",
                x1,
                x2: "value",
                inset: 0,
                insetTop: 5,
                insetBottom: 5,
                ...barStyles[kind],
              }),
            )),
        ...(asPoints
          ? byKind(data, (some, kind) => plot.dot(some, { y: "label", x: "value", ...dotStyles[kind] }))
          : []),
        ...(asPoints ? [] : [plot.ruleY(certain, { ...interval, stroke: "var(--page)", strokeWidth: 4 })]),
        plot.ruleY(certain, { ...interval, stroke: "var(--ink)", strokeWidth: 1.75 }),
        ...byKind(data, (some, kind) =>
          plot.text(some, {
            y: "label",
            text: "printed",
            frameAnchor: "right",
            textAnchor: "end",
            dx: frame.marginRight - 2,
            fontVariant: "tabular-nums",
            fontWeight: kind === "best" ? 700 : 400,
          }),
        ),
      ],
    };
  });
}

function padded(low: number, high: number): readonly [number, number] {
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - room, high + room];
}
