import type { ParamValue } from "../../models/params.ts";
import { type Dimension, levelsOf, placeOf } from "../../tuning/dimension.ts";
import type { Trial, Tuning } from "../../tuning/result.ts";
import { formatMetric, metricName } from "../page/format.ts";

/** One axis of the plot: a searched parameter, the epochs of a trial, or the metric. */
export interface Axis {
  /** No two alike. */
  readonly key: string;
  readonly name: string;
  readonly labels: readonly AxisLabel[];
  /** 0 … 1 from left to right; `undefined` where the trial has no place on it. */
  placeOf(trial: Trial): number | undefined;
}

export interface AxisLabel {
  readonly place: number;
  readonly label: string;
  readonly anchor: "start" | "middle" | "end";
}

/** The searched parameters, the epochs where halving divided them, and last the metric of the trials that compare. */
export function axesOf({ space, resource, rungs, metric }: Tuning, compared: readonly Trial[]): readonly Axis[] {
  const parameters = Object.entries(space).map(([name, dimension]) =>
    settingAxis(name, dimension, ({ params }) => params[name]!),
  );
  const amounts: Dimension = { kind: "values", values: rungs.map(({ amount }) => amount!) };
  const epochs = resource === "epochs" ? [settingAxis("epochs", amounts, ({ amount }) => amount!)] : [];
  return [...parameters, ...epochs, metricAxis(metric, compared)];
}

const settingAxis = (name: string, dimension: Dimension, settingOf: (trial: Trial) => ParamValue): Axis => ({
  key: name,
  name,
  labels: labelsOf(dimension),
  placeOf: (trial) => placeOf(dimension, settingOf(trial)),
});

function metricAxis(metric: string, compared: readonly Trial[]): Axis {
  const values = compared.map(({ value }) => value!);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const place = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  return {
    key: " metric", // no parameter can have this name
    name: metricName(metric),
    labels: [...new Set([low, high])].map((value) => labelAt(place(value), formatMetric(metric, value))),
    placeOf: (trial) => (compared.includes(trial) ? place(trial.value!) : undefined),
  };
}

/** Each value where there are few, the ends otherwise. */
function labelsOf(dimension: Dimension): readonly AxisLabel[] {
  const levels = levelsOf(dimension);
  const shown = levels.length <= 4 ? levels : [levels[0]!, levels.at(-1)!];
  return shown.map((value) => labelAt(placeOf(dimension, value), String(value)));
}

const labelAt = (place: number, label: string): AxisLabel => ({
  place,
  label,
  anchor: place < 0.1 ? "start" : place > 0.9 ? "end" : "middle",
});
