import { isBetter } from "../../tuning/chosen-metric.ts";
import type { Trial, Tuning } from "../../tuning/result.ts";
import { formatMetric, metricBetter, metricName } from "../page/format.ts";
import type { Markup } from "../page/html.ts";
import type { Canvas } from "./plot-canvas.ts";

/** One point of the curve: the best figure of its round up to this trial. */
interface Step {
  readonly number: number;
  readonly value: number;
}

/** The figure of each trial in the order they ran, and the best so far as steps; a new line for each round whose figures do not compare. */
export function bestSoFarPlot(canvas: Canvas, tuning: Tuning): Markup {
  const { trials, rungs, resource, metric, best } = tuning;
  const measured = trials.filter(({ value }) => value !== undefined);
  const lost = trials.filter(({ value }) => value === undefined);
  const perRound = resource === "learners";
  const curves = perRound
    ? rungs.map((_, round) => bestSoFar(tuning, ({ rung }) => rung === round))
    : [bestSoFar(tuning, () => true)];
  const values = measured.map(({ value }) => value!);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const domain = [low - room, high + room];
  const starts = rungs.slice(1).flatMap((_, r) => trials.find(({ rung }) => rung === r + 1)?.number ?? []);
  const direction = metricBetter(metric) === "lower" ? "lower" : "higher";
  const text = {
    title: `${metricName(metric)} of each trial: ${direction} is better`,
    caption: [
      "Dots: trials in the order they ran. Line: the best so far. Star: the one chosen. The axis does not start at zero.",
      lost.length > 0 && "Crosses at the bottom: trials without a value.",
      starts.length > 0 && "Vertical lines part the rounds of halving.",
      perRound && "Figures of different rounds do not compare: each was measured on other learners.",
    ]
      .filter(Boolean)
      .join(" "),
    description: curves
      .flatMap((curve, rung) => curve.filter(isStep).map((step) => ({ ...step, rung })))
      .map(
        ({ number, value, rung }) =>
          `${perRound ? `round ${rung + 1}, ` : ""}trial ${number}: ${formatMetric(metric, value)}`,
      )
      .join("; "),
  };
  return canvas(text, (plot, { narrow }) => {
    const ticks = narrow ? 4 : 6;
    const at = { x: "number", y: "value" };
    return {
      marginLeft: 56,
      marginRight: 16,
      marginTop: 14,
      marginBottom: 44,
      height: narrow ? 260 : 320,
      x: {
        domain: [0.5, Math.max(2, trials.length) + 0.5],
        label: "trial",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 38,
        tickSize: 0,
        ticks: wholeTicks(trials.length, ticks),
        tickFormat: (n: number) => String(n),
      },
      y: { domain, label: null, ticks, tickSize: 0, tickFormat: (value: number) => formatMetric(metric, value) },
      marks: [
        plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks }),
        plot.ruleX(starts, { x: (n: number) => n - 0.5, stroke: "var(--line-strong)" }),
        ...curves
          .filter((curve) => curve.length > 0)
          .map((curve) => plot.line(curve, { ...at, curve: "step-after", stroke: "var(--model)", strokeWidth: 2 })),
        plot.dot(measured, {
          ...at,
          r: 3,
          fill: "var(--page)",
          stroke: "var(--muted)",
          strokeWidth: 1.5,
          title: nameOf,
        }),
        plot.dot(lost, {
          x: "number",
          y: domain[0]!,
          dy: -6,
          symbol: "times",
          r: 4,
          stroke: "var(--best)",
          strokeWidth: 1.75,
          title: nameOf,
        }),
        plot.dot([best], { ...at, symbol: "star", r: 7, fill: "var(--best)", stroke: "var(--page)", strokeWidth: 1 }),
      ],
    };
  });
}

/** Of the trials that compare; the last point draws the line to its end. */
function bestSoFar({ trials, better }: Tuning, compares: (trial: Trial) => boolean): readonly Step[] {
  let value: number | undefined;
  return trials.flatMap((trial) => {
    if (!compares(trial)) return [];
    if (isBetter({ better }, trial.value, value)) value = trial.value;
    return value === undefined ? [] : [{ number: trial.number, value }];
  });
}

const isStep = ({ value }: Step, n: number, curve: readonly Step[]): boolean => value !== curve[n - 1]?.value;

const nameOf = ({ number, params }: Trial): string =>
  [`trial ${number}`, ...Object.entries(params).map(([name, value]) => `${name} ${value}`)].join(", ");

/** Whole numbers from 1, about so many, at a step of 1, 2 or 5 times a power of ten. */
function wholeTicks(last: number, description: number): readonly number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];
  const step = steps.find((size) => last / size <= description) ?? last;
  return [1, ...Array.from({ length: Math.floor(last / step) }, (_, n) => (n + 1) * step)].filter(
    (n, i) => i === 0 || n - 1 >= step / 2,
  );
}
