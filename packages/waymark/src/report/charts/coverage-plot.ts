import type { MetricFacts } from "../../evaluation/metrics/define-metric.ts";
import { formatMetric, formatShare, metricName } from "../page/format.ts";
import type { Markup } from "../page/html.ts";
import { bestFigure, figure, type ModelRow } from "../page/model-rows.ts";
import { textThatFits, textWidth } from "../page/text-width.ts";
import { placeLabels } from "./label-placement.ts";
import { byKind, dotStyles, type MarkKind } from "./mark-kinds.ts";
import { type Canvas, fontSize, type PlotRoom } from "./plot-canvas.ts";

const margins = { marginLeft: 52, marginRight: 16, marginTop: 16, marginBottom: 46 };

export interface CoverageMetrics {
  readonly accuracy: string;
  readonly coverage: string;
  /** Metrics beside those of the registry. */
  readonly own?: readonly MetricFacts[];
}

/** Accuracy against catalogue coverage: a good model lies high and to the right. Every point is named beside it. */
export function coveragePlot(
  canvas: Canvas,
  rows: readonly ModelRow[],
  { accuracy, coverage, own = [] }: CoverageMetrics,
): Markup | undefined {
  const best = bestFigure(rows, accuracy, own);
  const data = rows.flatMap((row) => {
    const [x, y] = [figure(row, coverage), figure(row, accuracy)];
    const kind: MarkKind = y === best ? "best" : row.isBaseline ? "baseline" : "model";
    return x === undefined || y === undefined ? [] : [{ label: row.label, kind, x, y }];
  });
  if (data.length < 2) return undefined; // one point compares with nothing
  const x: Axis = { low: 0, high: data.some((d) => d.x > 0.5) ? 1 : Math.max(0.01, ...data.map((d) => d.x)) * 1.1 };
  const y = padded(data.map((d) => d.y));
  const text = {
    title: "Accuracy against coverage",
    caption: `Up: better lists (${metricName(accuracy, own)}). Right: more of the catalogue is offered to somebody.`,
    description: data
      .map((d) => `${d.label} ${formatMetric(accuracy, d.y)} at ${formatShare(d.x)} coverage`)
      .join("; "),
  };
  return canvas(text, (plot, room) => {
    const named = withNames(data, x, y, room);
    const at = (align: string) => named.filter((d) => d.name?.align === align);
    const ticks = room.narrow ? 4 : 6;
    return {
      ...margins,
      height: heightOf(room, data.length),
      x: {
        domain: [x.low, x.high],
        label: "share of the catalogue offered",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 40,
        ticks,
        tickSize: 0,
        percent: false,
        tickFormat: (share: number) => `${Number((share * 100).toFixed(2))}%`,
      },
      y: { domain: [y.low, y.high], label: null, ticks, tickSize: 0 },
      marks: [
        plot.gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks }),
        plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks }),
        plot.link(
          named.filter((d) => d.name?.leader),
          { x1: "x", y1: "y", x2: (d) => d.name.x, y2: (d) => d.name.y, stroke: "var(--line-strong)" },
        ),
        ...byKind(named, (some, kind) => plot.dot(some, { x: "x", y: "y", title: "label", ...dotStyles[kind] })),
        ...(["start", "middle", "end"] as const).flatMap((textAnchor) =>
          byKind(at(textAnchor), (some, kind) =>
            plot.text(some, {
              x: (d) => d.name.x,
              y: (d) => d.name.y,
              text: (d) => d.name.text,
              textAnchor,
              fontWeight: kind === "best" ? 700 : 400,
            }),
          ),
        ),
      ],
    };
  });
}

interface Point {
  readonly label: string;
  readonly kind: MarkKind;
  readonly x: number;
  readonly y: number;
}
interface Axis {
  readonly low: number;
  readonly high: number;
}

/** The points with their names, placed in pixels and put back onto the axes. */
function withNames(data: readonly Point[], x: Axis, y: Axis, room: PlotRoom) {
  const height = heightOf(room, data.length);
  const across = (room.width - margins.marginLeft - margins.marginRight) / (x.high - x.low);
  const down = (height - margins.marginTop - margins.marginBottom) / (y.high - y.low);
  const names = data.map((d) => textThatFits(d.label, fontSize, room.width * 0.45));
  const places = placeLabels(
    data.map((d, i) => ({
      x: margins.marginLeft + (d.x - x.low) * across,
      y: margins.marginTop + (y.high - d.y) * down,
      width: textWidth(names[i]!, fontSize) * (d.kind === "best" ? 1.12 : 1), // the best is set in bold
    })),
    { left: margins.marginLeft + 2, top: 2, right: room.width - 2, bottom: height - margins.marginBottom },
  );
  return data.map((d, i) => {
    const place = places[i];
    const name = place && {
      text: names[i]!,
      align: place.align,
      leader: place.leader,
      x: x.low + (place.x - margins.marginLeft) / across,
      y: y.high - (place.y - margins.marginTop) / down,
    };
    return { ...d, name };
  });
}

const heightOf = ({ narrow }: PlotRoom, points: number): number => (narrow ? 300 + 12 * points : 360 + 4 * points);

function padded(values: readonly number[]): Axis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return { low: low >= 0 ? Math.max(0, low - room) : low - room, high: high + room };
}
