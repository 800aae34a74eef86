import type { Trial, Tuning } from "../../tuning/result.ts";
import type { Resource } from "../../tuning/rungs.ts";
import { formatMetric, metricName } from "../page/format.ts";
import type { Markup } from "../page/html.ts";
import { textThatFits } from "../page/text-width.ts";
import { axesOf } from "./parallel-axes.ts";
import { type Canvas, fontSize } from "./plot-canvas.ts";

const rowHeight = 64;

/**
 * Parallel coordinates: one axis a parameter, at last the metric; one line a trial. The axes lie across the page, so that
 * long names and narrow screens have room.
 *
 * @see Inselberg 1985, *The plane with parallel coordinates*, doi:10.1007/BF01898350
 */
export function parallelPlot(canvas: Canvas, tuning: Tuning): Markup {
  const { metric, best, better, resource } = tuning;
  const byLearners = resource === "learners";
  const lines = byLearners ? lastOfEach(tuning.trials) : tuning.trials;
  const compared = lines.filter(({ rung, value }) => value !== undefined && (!byLearners || rung === best.rung));
  const ranked = compared.toSorted((a, b) => (better === "lower" ? 1 : -1) * (a.value! - b.value!));
  const axes = axesOf(tuning, compared);
  const pointsOf = (trial: Trial) =>
    axes.flatMap((axis) => {
      const place = axis.placeOf(trial);
      return place === undefined ? [] : [{ trial: trial.number, axis: axis.key, place }];
    });
  const upperThird = ranked.slice(0, Math.ceil(ranked.length / 3));
  const groups = [
    { some: lines.filter((trial) => !compared.includes(trial)), ...grey, strokeDasharray: "2,4" },
    { some: ranked.slice(upperThird.length), ...grey },
    { some: upperThird.filter((trial) => trial !== best), stroke: "var(--model)", strokeWidth: 1.5 },
    { some: [best], stroke: "var(--best)", strokeWidth: 3 },
  ].filter(({ some }) => some.length > 0);
  const labels = axes.flatMap((axis) => axis.labels.map((label) => ({ ...label, axis: axis.key })));
  const unfinished = byLearners ? "given up in an earlier round, or without a figure" : "trials without a figure";
  const text = {
    title: "What was tried, and what it gave",
    caption: [
      `Each line is a trial; it ends at its ${metricName(metric)}. Thick: the best. Blue: the best third. Grey: the others.`,
      lines.length > compared.length && `Dotted lines without an end: ${unfinished}.`,
    ]
      .filter(Boolean)
      .join(" "),
    description: ranked
      .slice(0, 5)
      .map((trial) => `${settingsOf(trial, resource)}: ${formatMetric(metric, trial.value)}`)
      .join("; "),
  };
  return canvas(text, (plot, { width }) => ({
    marginLeft: 8,
    marginRight: 8,
    marginTop: 26,
    marginBottom: 22,
    height: axes.length * rowHeight + 4,
    x: { axis: null, domain: [0, 1], insetLeft: 8, insetRight: 8 },
    y: { type: "point", axis: null, domain: axes.map(({ key }) => key), padding: 0 },
    marks: [
      plot.ruleY(axes, { y: "key", stroke: "var(--line)", strokeWidth: 1.5 }),
      ...groups.map(({ some, ...style }) =>
        plot.line(some.flatMap(pointsOf), { x: "place", y: "axis", z: "trial", ...style }),
      ),
      plot.dot(pointsOf(best), { x: "place", y: "axis", r: 4, fill: "var(--best)" }),
      plot.text(axes, {
        y: "key",
        x: 0,
        text: ({ name }) => textThatFits(name, fontSize, width * 0.8),
        textAnchor: "start",
        dx: -8,
        dy: -14,
        fill: "var(--ink)",
        fontWeight: 700,
        ...halo,
      }),
      ...(["start", "middle", "end"] as const).map((textAnchor) =>
        plot.text(
          labels.filter(({ anchor }) => anchor === textAnchor),
          {
            x: "place",
            y: "axis",
            text: "label",
            textAnchor,
            dx: { start: -8, middle: 0, end: 8 }[textAnchor],
            dy: 13,
            fill: "var(--muted)",
            fontVariant: "tabular-nums",
            ...halo,
          },
        ),
      ),
    ],
  }));
}

const grey = { stroke: "var(--line-strong)", strokeWidth: 1, strokeOpacity: 0.8 };

/** Letters stay readable where lines pass behind them. */
const halo = { stroke: "var(--page)", strokeWidth: 4 };

/** A configuration of several rounds is one line, its last trial. */
const lastOfEach = (trials: readonly Trial[]): readonly Trial[] => [
  ...new Map(trials.map((trial) => [JSON.stringify(trial.params), trial])).values(),
];

const settingsOf = ({ params, amount }: Trial, resource: Resource | undefined): string =>
  Object.entries({ ...params, ...(resource === "epochs" && { epochs: amount }) })
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
